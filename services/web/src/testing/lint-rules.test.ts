import { ESLint } from "eslint";
import { describe, expect, it } from "vitest";

// Every rule of our own, broken once: a rule that nothing can break guards nothing.
const eslint = new ESLint();

async function findBroken(path: string, text: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath: path });
  return result?.messages.map((message) => message.ruleId) ?? [];
}

const LAYERS = "boundaries/dependencies";

describe("the layers", () => {
  it.each([
    ["a feature that knows another", "src/features/hub/x.ts", "@/features/admin/routes"],
    ["the same by a relative path", "src/features/hub/x.ts", "../admin/routes"],
    ["a feature that knows the app", "src/features/hub/x.ts", "@/app/router"],
    ["a component that knows a feature", "src/components/x.ts", "@/features/admin/routes"],
    ["a library that knows the services", "src/lib/x.ts", "@/api/client"],
    ["an API module that shows something", "src/api/x.ts", "@/components/logo"],
  ])("refuse %s", async (_, path, source) => {
    const text = `import { one } from "${source}";\nexport const x = one;\n`;
    expect(await findBroken(path, text)).toEqual([LAYERS]);
  });

  it.each([
    ["src/features/hub/x.ts", "@/components/logo"],
    ["src/features/hub/x.ts", "./routes"],
    ["src/app/x.ts", "@/features/admin/routes"],
    ["src/api/x.ts", "@/lib/format"],
  ])("let %s import %s", async (path, source) => {
    const text = `import { one } from "${source}";\nexport const x = one;\n`;
    expect(await findBroken(path, text)).toEqual([]);
  });
});

describe("what the app does without", () => {
  it.each([
    ["no-restricted-globals", 'export const x = localStorage.getItem("a");'],
    ["no-restricted-globals", 'export const x = sessionStorage.getItem("a");'],
    ["no-restricted-properties", 'export const x = window.localStorage.getItem("a");'],
    ["no-restricted-globals", 'export const x = fetch("/api");'],
    ["no-console", 'console.log("x");'],
  ])("%s", async (rule, text) => {
    expect(await findBroken("src/features/hub/x.ts", text)).toContain(rule);
  });

  it("no raw HTML", async () => {
    const text = 'export const x = <p dangerouslySetInnerHTML={{ __html: "x" }} />;\n';
    expect(await findBroken("src/features/hub/x.tsx", text)).toContain("no-restricted-syntax");
  });

  it("files of more than 250 lines", async () => {
    const text = "export {};\n".repeat(251);
    expect(await findBroken("src/features/hub/x.ts", text)).toContain("max-lines");
  });
});
