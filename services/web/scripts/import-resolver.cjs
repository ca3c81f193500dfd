// Tells eslint-plugin-boundaries where our own imports lead: "@/x" is src/x, as in tsconfig.json.
const { existsSync, statSync } = require("node:fs");
const { dirname, join, resolve } = require("node:path");

const SOURCE = resolve(__dirname, "../src");
const ENDINGS = ["", ".ts", ".tsx", "/index.ts"];

exports.interfaceVersion = 2;
exports.resolve = (source, file) => {
  const base = source.startsWith("@/")
    ? join(SOURCE, source.slice(2))
    : source.startsWith(".")
      ? resolve(dirname(file), source)
      : null;
  if (base === null) return { found: true, path: null };
  const path = ENDINGS.map((ending) => base + ending).find(isFile);
  return path ? { found: true, path } : { found: false };
};

function isFile(path) {
  return existsSync(path) && statSync(path).isFile();
}
