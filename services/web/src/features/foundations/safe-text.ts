/**
 * The course's texts come as HTML of a small safe subset. They are read into a tree of the few
 * elements we know and drawn by React; nothing is ever handed to the browser as HTML. Whatever is
 * no element of ours stays what it is: text.
 */
export const TAGS = [
  "h1",
  "h2",
  "h3",
  "p",
  "ul",
  "ol",
  "li",
  "strong",
  "em",
  "code",
  "pre",
  "blockquote",
  "br",
  "hr",
] as const;

export type Tag = (typeof TAGS)[number];

export interface Element {
  tag: Tag;
  children: Node[];
}

export type Node = string | Element;

const KNOWN: ReadonlySet<string> = new Set(TAGS);
const EMPTY: ReadonlySet<string> = new Set(["br", "hr"]);
const BLOCKS: ReadonlySet<string> = new Set(["ul", "ol", "blockquote"]);
const TOKEN = /<(\/?)([a-z][a-z0-9]*)(?:\s[^<>]*)?\/?>/g;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi;
const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
};
const MAX_DEPTH = 24;

/** Any string gives a tree; no string gives an element outside `TAGS`. */
export function parseSafeText(html: string): Node[] {
  const root: Node[] = [];
  const open: Element[] = [];
  let end = 0;

  function add(node: Node) {
    const parent = open.at(-1);
    const siblings = parent?.children ?? root;
    if (typeof node === "string" && isBetweenBlocks(node, parent)) return;
    siblings.push(node);
  }

  for (const token of html.matchAll(TOKEN)) {
    const [whole, slash, name = ""] = token;
    if (!KNOWN.has(name)) continue;
    addText(html.slice(end, token.index));
    end = token.index + whole.length;
    const tag = name as Tag;
    if (slash) close(tag);
    else start(tag);
  }
  addText(html.slice(end));
  return root;

  function addText(raw: string) {
    if (raw !== "") add(decode(raw));
  }

  function start(tag: Tag) {
    const element: Element = { tag, children: [] };
    add(element);
    if (!EMPTY.has(tag) && open.length < MAX_DEPTH) open.push(element);
  }

  function close(tag: Tag) {
    const place = open.findLastIndex((element) => element.tag === tag);
    if (place >= 0) open.length = place;
  }
}

/** Everything one would read, without the elements. */
export function readPlain(nodes: readonly Node[]): string {
  return nodes.map((node) => (typeof node === "string" ? node : readPlain(node.children))).join("");
}

/** The line ends that stand between blocks carry nothing. */
function isBetweenBlocks(text: string, parent: Element | undefined): boolean {
  return text.trim() === "" && (parent === undefined || BLOCKS.has(parent.tag));
}

function decode(raw: string): string {
  return raw.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name) return NAMED[name.toLowerCase()] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex ?? "", 16);
    const isSign = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return isSign ? String.fromCodePoint(code) : "\ufffd";
  });
}
