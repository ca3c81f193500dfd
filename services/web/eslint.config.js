import js from "@eslint/js";
import boundaries from "eslint-plugin-boundaries";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

// The order of imports: app → features → components | lib | api. Features never know each other.
const LAYERS = [
  { type: "app", pattern: "src/app/**", partialMatch: false },
  { type: "feature", pattern: "src/features/*", capture: ["name"] },
  { type: "components", pattern: "src/components/**", partialMatch: false },
  { type: "lib", pattern: "src/lib/**", partialMatch: false },
  { type: "api", pattern: "src/api/**", partialMatch: false },
  { type: "testing", pattern: "src/testing/**", partialMatch: false },
];

function mayImport(from, ...types) {
  return {
    from: { element: { type: from } },
    allow: types.map((type) => ({ to: { element: { type } } })),
  };
}

export default tseslint.config(
  { ignores: ["dist", "node_modules", "scripts/*.cjs", "src/api/generated", "public"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  jsxA11y.flatConfigs.strict,
  reactHooks.configs.flat.recommended,
  {
    files: ["src/**/*.{ts,tsx}"],
    plugins: { boundaries },
    settings: {
      "boundaries/elements": LAYERS,
      "boundaries/ignore": ["src/main.tsx"],
      "import/resolver": {
        [`${import.meta.dirname}/scripts/import-resolver.cjs`]: {},
      },
    },
    rules: {
      "boundaries/dependencies": [
        "error",
        {
          default: "disallow",
          policies: [
            mayImport("app", "app", "feature", "components", "lib", "api"),
            mayImport("feature", "components", "lib", "api"),
            {
              from: { element: { type: "feature" } },
              allow: [
                {
                  to: {
                    element: {
                      type: "feature",
                      captured: { name: "{{from.element.captured.name}}" },
                    },
                  },
                },
              ],
            },
            mayImport("components", "components", "lib", "api"),
            mayImport("lib", "lib"),
            mayImport("api", "api", "lib"),
          ],
        },
      ],
      "max-lines": ["error", { max: 250 }],
      "no-console": "error",
      "react/no-danger": "off",
      "no-restricted-properties": [
        "error",
        { object: "window", property: "localStorage", message: "Nothing of ours is kept there." },
      ],
      "no-restricted-globals": [
        "error",
        { name: "localStorage", message: "Nothing of ours is kept there." },
        { name: "sessionStorage", message: "Nothing of ours is kept there." },
        { name: "fetch", message: "The generated client is the only caller of fetch." },
      ],
      "no-restricted-syntax": [
        "error",
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: "No raw HTML.",
        },
      ],
    },
  },
  { files: ["src/api/transport.ts"], rules: { "no-restricted-globals": "off" } },
  {
    files: ["src/**/*.test.{ts,tsx}", "src/testing/**"],
    rules: { "boundaries/dependencies": "off" },
  },
  {
    files: ["scripts/**"],
    languageOptions: { globals: { console: "readonly", process: "readonly" } },
  },
);
