import { describe, expect, it } from "vitest";

import { parseSafeText, readPlain, TAGS, type Node } from "./safe-text";

function tagsOf(nodes: readonly Node[]): string[] {
  return nodes.flatMap((node) =>
    typeof node === "string" ? [] : [node.tag, ...tagsOf(node.children)],
  );
}

function depthOf(nodes: readonly Node[]): number {
  return Math.max(
    0,
    ...nodes.map((node) => (typeof node === "string" ? 0 : 1 + depthOf(node.children))),
  );
}

describe("parseSafeText", () => {
  it("reads what the course uses", () => {
    const html =
      "<h1>Title</h1>\n<p>One <strong>two</strong> &quot;three&quot;</p>\n" +
      "<ul>\n<li><code>a &lt; b</code></li>\n</ul>\n<pre><code>x\n  y\n</code></pre>\n";
    expect(parseSafeText(html)).toEqual([
      { tag: "h1", children: ["Title"] },
      { tag: "p", children: ["One ", { tag: "strong", children: ["two"] }, ' "three"'] },
      { tag: "ul", children: [{ tag: "li", children: [{ tag: "code", children: ["a < b"] }] }] },
      { tag: "pre", children: [{ tag: "code", children: ["x\n  y\n"] }] },
    ]);
  });

  it("drops attributes and keeps the element", () => {
    expect(
      parseSafeText('<p onclick="x()" style="y">text</p><ol start="3"><li>a</li></ol>'),
    ).toEqual([
      { tag: "p", children: ["text"] },
      { tag: "ol", children: [{ tag: "li", children: ["a"] }] },
    ]);
  });

  it.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "<svg><script>1</script></svg>",
    "<iframe src='//evil'></iframe>",
    "<style>*{}</style>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<scr<script>ipt>",
    "<!-- <p> -->",
    "<p",
  ])("takes %s for text or for nothing but its known elements", (html) => {
    const unknown = tagsOf(parseSafeText(html)).filter((tag) => !TAGS.includes(tag as "p"));
    expect(unknown).toEqual([]);
  });

  it("keeps the sign of an entity once decoded from becoming an element", () => {
    expect(parseSafeText("<p>&lt;strong&gt;&amp;lt;</p>")).toEqual([
      { tag: "p", children: ["<strong>&lt;"] },
    ]);
  });

  it.each([
    ["&#39;&#x27;", "''"],
    ["&#0;&#xD800;&#9999999;", "\ufffd\ufffd\ufffd"],
    ["&unknown; & &amp", "&unknown; & &amp"],
  ])("decodes %s", (html, text) => {
    expect(readPlain(parseSafeText(html))).toBe(text);
  });

  it("gives a tree of known elements for any input at all, with a bounded depth", () => {
    const parts = [
      "<p>",
      "</p>",
      "<li>",
      "</ul>",
      "<b>",
      "<pre>",
      "</",
      ">",
      "&lt;",
      "&#60;",
      "<br>",
    ];
    parts.push("x", " ", "\n", "<script>", "<p x='>'>", "<P>", '"', "<ul>", "<em>", "\u0000", "😀");
    let seed = 11;
    const draw = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return parts[seed % parts.length] ?? "";
    };
    for (let round = 0; round < 3000; round++) {
      const html = Array.from({ length: round % 90 }, draw).join("");
      const tree = parseSafeText(html);
      expect(tagsOf(tree).every((tag) => TAGS.includes(tag as "p"))).toBe(true);
      expect(depthOf(tree)).toBeLessThan(30);
    }
  });

  it("is quick with what is long and broken", () => {
    const started = performance.now();
    parseSafeText("<p ".repeat(20_000));
    parseSafeText("<p>".repeat(20_000));
    parseSafeText("&#".repeat(20_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
