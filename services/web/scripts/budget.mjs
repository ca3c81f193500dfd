// Fails when a page needs more JavaScript on its first visit than its budget (spec 70): gzip bytes
// of the entry, of the page's chunk and its shell's, and of all that these import.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const KILOBYTE = 1024;
const BUDGETS = JSON.parse(readFileSync("budgets.json", "utf8"));
const manifest = JSON.parse(readFileSync("dist/manifest.json", "utf8"));
const sizes = new Map();

let isOver = false;
for (const { page, kilobytes, chunks } of BUDGETS) {
  const files = new Set();
  for (const chunk of ["index.html", ...chunks]) collect(chunk, files);
  const total = [...files].reduce((sum, file) => sum + gzipSize(file), 0) / KILOBYTE;
  const verdict = total <= kilobytes ? "ok  " : "OVER";
  isOver ||= total > kilobytes;
  console.log(`${verdict} ${total.toFixed(1)} of ${kilobytes} KB gzip  ${page}`);
}
if (isOver) process.exit(1);

function collect(key, files) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`${key} is in budgets.json but not in the build's manifest`);
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const imported of chunk.imports ?? []) collect(imported, files);
}

function gzipSize(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(`dist/${file}`)).length);
  return sizes.get(file);
}
