// Fails when the committed build is not what the sources give: `compare-builds.mjs DIST FRESH`.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [committed, fresh] = process.argv.slice(2).map(readHashes);
const names = [...new Set([...committed.keys(), ...fresh.keys()])].sort();
const stale = names.filter((name) => committed.get(name) !== fresh.get(name));
if (stale.length > 0) {
  console.error(`dist is stale, run \`python3 run.py web build\`:\n  ${stale.join("\n  ")}`);
  process.exit(1);
}

function readHashes(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    files
      .filter((file) => file.isFile())
      .map((file) => join(file.parentPath, file.name))
      .map((path) => [path.slice(folder.length), hash(path)]),
  );
}

function hash(path) {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
