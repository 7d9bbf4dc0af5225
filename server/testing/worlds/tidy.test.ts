/** Style as a test: what the linter cannot say. Every gate first asserts that it saw files. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { buildSchema } from "graphql";
import { expect, test } from "vitest";
import { rootFolder } from "../../platform/env.ts";

interface Source {
  path: string;
  text: string;
  lines: string[];
}
const ownFolders = new Set(["node_modules", ".next", "gql", "dist"]);
function sources(folder: string, extension: RegExp): Source[] {
  if (!existsSync(join(rootFolder, folder))) return [];
  const found = readdirSync(join(rootFolder, folder), {
    recursive: true,
    withFileTypes: true,
  }).filter((entry) => entry.isFile() && extension.test(entry.name));
  return found
    .map((entry) => relative(rootFolder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((path) => !path.split("/").some((part) => ownFolders.has(part)))
    .map((path) => {
      const text = readFileSync(join(rootFolder, path), "utf8");
      return { path, text, lines: text.split("\n") };
    });
}
const server = sources("server", /\.ts$/);
const web = sources("web", /\.tsx?$/);
const starters = sources("server", /\.mjs$/);
const all = [...server, ...web];
const tests = all.filter(({ path }) => /\.test\.tsx?$/.test(path));
const isTest = ({ path }: Source): boolean =>
  /\.test\.tsx?$/.test(path) || path.startsWith("server/testing/worlds/");

/**
 * "path:line text" of every line that matches; this file names what it looks for, so it is left
 * out.
 */
const hits = (files: readonly Source[], pattern: RegExp): string[] =>
  files
    .filter(({ path }) => path !== "server/testing/worlds/tidy.test.ts")
    .flatMap(({ path, lines }) =>
      lines.flatMap((line, i) =>
        pattern.test(line) ? [`${path}:${i + 1} ${line.trim().slice(0, 120)}`] : [],
      ),
    );

test("the gates below see the sources", () => {
  expect(server.length).toBeGreaterThan(150);
  expect(tests.length).toBeGreaterThan(30);
  expect(hits(server, /^import /).length).toBeGreaterThan(500);
});

test("a file has at most 740 lines", () => {
  expect(
    all
      .filter(({ lines }) => lines.length > 741)
      .map(({ path, lines }) => `${path}: ${lines.length}`),
  ).toEqual([]);
});

test("a line has at most 100 columns", () => {
  const styles = sources("web", /\.css$/);
  const sql = sources("server", /\.sql$/);
  expect(styles.length).toBeGreaterThan(0);
  expect(sql.length).toBeGreaterThan(20);
  const files = [...all, ...starters, ...styles, ...sql];
  expect(hits(files, /^.{101}/)).toEqual([]);
});

test("no any, no unfinished work, no silenced compiler", () => {
  expect(hits(all, /(?::|<|\bas|\|) *any\b(?! *:)(?=[\s,;)>[|=]|$)/)).toEqual([]);
  // XXX as a word of its own is the code of "no currency".
  expect(hits(all, /\b(TODO|FIXME|HACK)\b|\bXXX\s*:/)).toEqual([]);
  expect(hits(all, /@ts-(ignore|nocheck)|eslint-disable/)).toEqual([]);
  expect(hits(all, /oxlint-disable(?!.* -- )/)).toEqual([]);
});

test("process.env is read in server/platform/env.ts alone", () => {
  expect(starters.length).toBeGreaterThan(0);
  expect(
    hits(
      server.filter((file) => file.path !== "server/platform/env.ts" && !isTest(file)),
      /process\.env/,
    ),
  ).toEqual([]);
});

test("within a wing no two folders lean on each other", () => {
  const folders = (path: string): [string, string] | null => {
    const [wing = "", folder = "", file] = path.split("/").slice(1);
    return file === undefined ? null : [wing, folder];
  };
  const leans = new Map<string, Set<string>>();
  for (const { path, text } of server.filter((file) => !isTest(file))) {
    const own = folders(path);
    if (!own || own[0] === "testing") continue;
    for (const [, to = ""] of text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)) {
      const other = folders(join(dirname(path), to));
      if (other?.[0] !== own[0] || other[1] === own[1]) continue;
      const from = own.join("/");
      leans.set(from, (leans.get(from) ?? new Set<string>()).add(other.join("/")));
    }
  }
  expect(leans.size).toBeGreaterThan(15);
  const reached = (start: string): Set<string> => {
    const seen = new Set<string>();
    const left = [start];
    for (let at = left.pop(); at !== undefined; at = left.pop())
      for (const next of leans.get(at) ?? [])
        if (!seen.has(next)) {
          seen.add(next);
          left.push(next);
        }
    return seen;
  };
  expect([...leans.keys()].filter((folder) => reached(folder).has(folder))).toEqual([]);
});

test("advisory locks have their names and numbers in platform/db/locks.ts", () => {
  const others = server.filter(
    (file) => file.path !== "server/platform/db/locks.ts" && !isTest(file),
  );
  expect(hits(others, /hashtextextended/)).toEqual([]);
  const text = readFileSync(join(rootFolder, "server/platform/db/locks.ts"), "utf8");
  const numbers = [...text.matchAll(/^ {2}[A-Z_]+: (\d+),$/gm)].map(([, number]) => number);
  expect(numbers.length).toBeGreaterThan(15);
  expect(new Set(numbers).size).toBe(numbers.length);
});

test("an intent is kept by one helper, under its mutation's own name [D202]", () => {
  const keeps = hits(server, /import .*idempotency\.ts"/).map((hit) => hit.replace(/:.*/, ""));
  expect(keeps).toEqual(["server/platform/mutation.ts"]);
  const schema = buildSchema(readFileSync(join(rootFolder, "schema.graphql"), "utf8"));
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
  const kept = mutations
    .filter(({ args }) => args.some(({ name }) => name === "idempotencyKey"))
    .map(({ name }) => name);
  expect(kept.length).toBeGreaterThan(40);
  const texts = server.filter((file) => !isTest(file) && !file.path.endsWith(".resolver.ts"));
  expect(kept.filter((name) => !texts.some(({ text }) => text.includes(`"${name}"`)))).toEqual([]);
});

test("the server exports by name, and no file gathers others", () => {
  expect(
    hits(
      server.filter(({ path }) => path !== "server/testing/worlds/global-setup.ts"),
      /^export default/,
    ),
  ).toEqual([]);
  expect(server.map(({ path }) => path).filter((path) => /(^|\/)index\.ts$/.test(path))).toEqual(
    [],
  );
  expect(hits(server, /^export \*/)).toEqual([]);
});

test("now comes from server/platform/clock.ts", () => {
  // The supervisor measures how long a child lived, and a benchmark is no product code.
  const measuring = server.filter(
    (file) =>
      !isTest(file) &&
      !["server/platform/clock.ts", "server/start/supervisor.ts"].includes(file.path) &&
      !file.path.startsWith("server/testing/bench/"),
  );
  expect(hits(measuring, /Date\.now\(\)|new Date\(\)|Temporal\.Now/)).toEqual([]);
});

test("names say what a file holds", () => {
  expect(
    all
      .map(({ path }) => path)
      .filter((path) =>
        /(^|[-.])(utils?|helpers?|common|managers?|services?)([-.]|$)/.test(basename(path)),
      ),
  ).toEqual([]);
});

test("statements are cited by numbers that exist, 1 to 206", () => {
  const cited = tests.flatMap(({ path, text }) =>
    [...text.matchAll(/\[((?:D\d+(?:, )?)+)\]/g)].flatMap((match) =>
      (match[1] ?? "").split(", ").map((d) => ({ path, number: Number(d.slice(1)) })),
    ),
  );
  expect(cited.length).toBeGreaterThan(50);
  expect(cited.filter(({ number }) => number < 1 || number > 206)).toEqual([]);
});

test("every test file can fail", () => {
  expect(
    tests.filter(({ text }) => !/\b(expect|assert)\b *[(.]/.test(text)).map(({ path }) => path),
  ).toEqual([]);
});
