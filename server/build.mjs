// Builds server and web into dist/ and web/.next when their sources changed since the last build.
// Plain JavaScript: it runs before anything of ours is compiled.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

const skipped = new Set(["node_modules", ".next", "gql", "dist", "next-env.d.ts"]);

function* filesOf(path) {
  for (const entry of readdirSync(path, { withFileTypes: true }).toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    if (skipped.has(entry.name)) continue;
    const full = join(path, entry.name);
    if (entry.isDirectory()) yield* filesOf(full);
    else yield full;
  }
}

/**
 * Content of all sources, so that a copied or checked-out tree is judged by what it holds, not by
 * its dates.
 */
function fingerprint(root) {
  const hash = createHash("sha256");
  for (const file of ["package-lock.json", "tsconfig.json", "schema.graphql", "codegen.ts"])
    hash.update(readFileSync(join(root, file)));
  for (const folder of ["server", "web"]) {
    for (const file of filesOf(join(root, folder))) {
      if (/\.test\.tsx?$/.test(file) || file.startsWith(join(root, "web", "test"))) continue;
      hash.update(file.slice(root.length)).update(readFileSync(file));
    }
  }
  return hash.digest("hex");
}

function run(root, name, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, "node_modules", ...name), ...args], {
      cwd: root,
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (text) => (output += text));
    child.stderr.on("data", (text) => (output += text));
    child.on("error", reject);
    child.on("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`${name.at(-1)} ended with ${code}:\n${output}`)),
    );
  });
}

/** Written into dist; with `testing` also what tests and measures the product. */
function writeProject(root, name, { testing, ...options }) {
  const project = join(root, "dist", name);
  const settings = {
    extends: "../tsconfig.json",
    compilerOptions: { rootDir: "..", outDir: ".", ...options },
    include: ["../server"],
    // What only tests and benchmarks need must not be able to break a start.
    exclude: [
      "../server/**/*.test.ts",
      ...(testing
        ? ["../server/testing/worlds"]
        : ["../server/testing", "../server/cli.ts", "../server/check.ts"]),
    ],
  };
  mkdirSync(join(root, "dist"), { recursive: true });
  writeFileSync(project, JSON.stringify(settings));
  return project;
}

/**
 * Whether the benchmarks would build: tests bring types of browsers with them, which the server
 * and what measures it have not.
 */
async function checkTypes(root) {
  const project = writeProject(root, "tsconfig.types.json", {
    testing: true,
    noEmit: true,
    incremental: true,
    tsBuildInfoFile: "types.tsbuildinfo",
  });
  await run(root, ["typescript", "bin", "tsc"], ["-p", project]);
}

/** The server alone, into dist/server: the product, or with what tests and measures it. */
export async function buildServer(root, { testing = false } = {}) {
  // What an older build left there would be taken for a migration of this one.
  const migrations = join(root, "dist", "server", "platform", "db", "migrations");
  rmSync(migrations, { recursive: true, force: true });
  mkdirSync(migrations, { recursive: true });
  const project = writeProject(root, "tsconfig.json", { testing });
  await run(root, ["typescript", "bin", "tsc"], ["-p", project]);
  for (const file of readdirSync(join(root, "server", "platform", "db", "migrations"))) {
    if (file.endsWith(".sql"))
      cpSync(join(root, "server", "platform", "db", "migrations", file), join(migrations, file));
  }
}

export async function build(root, say = (line) => process.stderr.write(`${line}\n`)) {
  const hash = fingerprint(root);
  const stamp = join(root, "dist", "built");
  rmSync(stamp, { force: true });
  say("Building the server …");
  await buildServer(root);
  if (existsSync(join(root, "web", "app"))) {
    say("Building the dashboard (about half a minute) …");
    await run(root, ["@graphql-codegen", "cli", "esm", "bin.js"], ["--config", "codegen.ts"]);
    await run(root, ["next", "dist", "bin", "next"], ["build", "web"]);
  }
  writeFileSync(stamp, hash);
}

const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/**
 * One build at a time: two starts at once would write into each other's output. Resolves to a
 * function that lets the next one in.
 */
async function takeTurn(root) {
  const lock = join(root, "dist", "building");
  mkdirSync(join(root, "dist"), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      const owner = Number(existsSync(lock) ? readFileSync(lock, "utf8") : process.pid);
      if (owner > 0 && !alive(owner)) rmSync(lock, { force: true });
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

/**
 * Leaves a finished build alone; an installation without the compiler runs what it was delivered
 * with.
 */
export async function buildIfStale(root) {
  const stamp = join(root, "dist", "built");
  const canBuild = existsSync(join(root, "node_modules", "typescript"));
  const isFresh = () =>
    existsSync(stamp) && (!canBuild || readFileSync(stamp, "utf8") === fingerprint(root));
  if (isFresh()) return;
  if (!canBuild)
    throw new Error('There is no build and no compiler: run "npm ci" and "npm run build".');
  const done = await takeTurn(root);
  try {
    if (!isFresh()) await build(root);
  } catch (error) {
    process.stderr.write(`The build failed. ${error.message}\n`);
    process.exitCode = 1;
  } finally {
    done();
  }
  if (process.exitCode === 1) process.exit(1);
}

if (process.argv[1]?.endsWith("build.mjs")) {
  if (process.argv[2] === "types") await checkTypes(process.cwd());
  else await build(process.cwd());
}
