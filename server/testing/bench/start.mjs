// Compiles the server and runs the benchmarks from it: what is measured is what runs, not what a
// development loader makes of it.
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildServer } from "../../build.mjs";

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
await buildServer(root, { testing: true });
await import(pathToFileURL(join(root, "dist", "server", "testing", "bench", "bench.js")).href);
