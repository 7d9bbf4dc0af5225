/**
 * The papers as a test: what they name is there, what tests cite is written down, and lines are
 * short enough to be read. `-u` writes the files of docs/statements.md anew.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";
import { rootFolder } from "../../platform/env.ts";

const read = (path: string): string => readFileSync(join(rootFolder, path), "utf8");
const filesBelow = (folder: string): string[] =>
  readdirSync(join(rootFolder, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(rootFolder.length + 1))
    .map((path) => path.replaceAll("\\", "/"));

const papers = ["README.md", "CONTRIBUTING.md", ...filesBelow("docs")].filter((path) =>
  path.endsWith(".md"),
);
const sources = ["server", "web/app", "web/features", "web/lib", "web/test", "web/ui"]
  .flatMap(filesBelow)
  .filter((path) => /\.tsx?$/.test(path));
const statementsPath = "docs/statements.md";

interface Statement {
  number: number;
  /** The lines of its sentence, as they are wrapped. */
  lines: string[];
}
/** Heads and statements in their order; lines that name test files are left out. */
function readStatements(text: string): (string | Statement)[] {
  const parts: (string | Statement)[] = [];
  for (const line of text.split("\n")) {
    const last = parts.at(-1);
    const number = /^- \*\*D(\d+)\*\* /.exec(line)?.[1];
    if (number) parts.push({ number: Number(number), lines: [line] });
    else if (typeof last === "object" && line.startsWith("  ")) {
      if (!/^ +`[^`]+\.test\.tsx?`$/.test(line)) last.lines.push(line);
    } else parts.push(line);
  }
  return parts;
}
const parts = readStatements(read(statementsPath));
const statements = parts.filter((part) => typeof part === "object");

/** Which files cite which statement: `[D71]`, `[D75, D80]`, also beside other marks. */
const citations = sources.flatMap((path) =>
  [...read(path).matchAll(/\[(D\d+(?:, [^\]\n]+)?)\]/g)].flatMap((match) =>
    [...(match[1] ?? "").matchAll(/\bD(\d+)\b/g)].map((cited) => ({
      path,
      number: Number(cited[1]),
    })),
  ),
);
const testsOf = (number: number): string[] =>
  [...new Set(citations.filter((cited) => cited.number === number).map(({ path }) => path))]
    .filter((path) => /\.test\.tsx?$/.test(path))
    .toSorted();

/** File and beginning of the title of each test that docs/mission.md names. */
const proofs = [...read("docs/mission.md").matchAll(/^ {2}`([^`]+)`: (.+)$/gm)];
test("each sentence of the mission names tests that are there", () => {
  expect(proofs.length).toBeGreaterThan(40);
  const missing = proofs.filter(([, path = "", title = ""]) => {
    const text = existsSync(join(rootFolder, path)) ? read(path) : "";
    return !new RegExp(`\\(\\s*["'\`]${RegExp.escape(title)}`).test(text);
  });
  expect(missing.map(([line]) => line.trim())).toEqual([]);
});

const untestedHead = "## Without a test";
const untestedWhy = [
  "They speak of what is not built: invoices and withdrawals, a customer's status, exports,",
  "postbacks, vanity links.",
];
function untestedList(): string[] {
  const numbers = statements.map(({ number }) => number).filter((n) => testsOf(n).length === 0);
  const lines: string[] = [""];
  for (const name of numbers.map((number) => `D${number}`)) {
    const line = lines.at(-1) ?? "";
    if (line.length + name.length + 2 > 98) lines.push(`${name}, `);
    else lines[lines.length - 1] = `${line}${name}, `;
  }
  return lines.map((line, i) => (i === lines.length - 1 ? line.slice(0, -2) : line.trimEnd()));
}

test("the gates below see papers, sources and citations", () => {
  expect(papers.length).toBeGreaterThan(15);
  expect(sources.length).toBeGreaterThan(400);
  expect(citations.length).toBeGreaterThan(150);
});

test("what is cited stands in docs/statements.md, each statement with its tests", async () => {
  expect(statements.map(({ number }) => number)).toEqual(
    Array.from({ length: statements.length }, (_, i) => i + 1),
  );
  const unknown = citations.filter(({ number }) => number < 1 || number > statements.length);
  expect(unknown).toEqual([]);

  const end = parts.indexOf(untestedHead);
  const written = parts
    .slice(0, end === -1 ? undefined : end)
    .flatMap((part) =>
      typeof part === "string"
        ? [part]
        : [...part.lines, ...testsOf(part.number).map((path) => `  \`${path}\``)],
    )
    .join("\n")
    .trimEnd();
  await expect(
    [written, "", untestedHead, "", ...untestedWhy, "", ...untestedList(), ""].join("\n"),
  ).toMatchFileSnapshot(join(rootFolder, statementsPath));
});

test("every decision stands once, with context, decision and gate", () => {
  const entries = papers
    .filter((path) => path.startsWith("docs/decisions/") && !path.endsWith("README.md"))
    .flatMap((path) => read(path).split(/^## /m).slice(1));
  const numbers = entries.map((entry) => Number(/^(\d+)\. /.exec(entry)?.[1]));
  expect(numbers.toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: numbers.length }, (_, i) => i + 1),
  );
  expect(
    entries.filter(
      (entry) =>
        !/Superseded by \d+\./.test(entry) &&
        !["Context", "Decision", "Gate"].every((part) => entry.includes(`\n**${part}.** `)),
    ),
  ).toEqual([]);
});

test("what the papers name and link to is there", () => {
  // The files in docs/statements.md are held by the test above.
  const own = papers.filter((path) => path !== statementsPath);
  const named = own.flatMap((path) =>
    [...read(path).matchAll(/`((?:server|web|docs|\.ci|\.github)\/[\w./-]+)`/g)].map((match) => ({
      path,
      file: match[1] ?? "",
    })),
  );
  const linked = papers.flatMap((path) =>
    [...read(path).matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map((match) => ({
      path,
      file: normalize(join(dirname(path), match[1] ?? "")),
    })),
  );
  expect(named.length).toBeGreaterThan(100);
  expect(linked.length).toBeGreaterThan(20);
  // Functions, too: `decide()`, and `decide()` in the file that is said to have it.
  const code = sources.map(read).join("\n");
  const called = /`(?:(\w+)\.)?(\w+)\(\)`(?:\s+(?:in|of)\s+`((?:server|web)\/[\w./-]+)`)?/g;
  const functions = papers.flatMap((path) =>
    [...read(path).matchAll(called)].map(([, of, name = "", file]) => ({ path, of, name, file })),
  );
  expect(functions.filter(({ file }) => file !== undefined).length).toBeGreaterThan(10);
  expect(
    functions.filter(({ of, name, file }) => {
      const text = file === undefined ? code : read(file);
      const isThere = new RegExp(`\\b${name}(?:<[^>]*>)?\\(|\\b(?:const|let) ${name} = `).test(
        text,
      );
      return !isThere || (of !== undefined && !new RegExp(`\\bclass ${of}\\b`).test(text));
    }),
  ).toEqual([]);
  // A file that has the form of a statement cites it.
  const forms = papers.flatMap((path) =>
    [...read(path).matchAll(/`(server\/[\w./-]+)` has the form \[(D\d+)\]/g)].map(
      ([, file = "", statement = ""]) => ({ file, statement }),
    ),
  );
  expect(forms.length).toBeGreaterThan(0);
  expect(forms.filter(({ file, statement }) => !read(file).includes(`[${statement}]`))).toEqual([]);
  expect([...named, ...linked].filter(({ file }) => !existsSync(join(rootFolder, file)))).toEqual(
    [],
  );
});

test("every variable and command stands in docs/operate.md", () => {
  const operate = read("docs/operate.md");
  const shape = /z\.object\(\{(.*?)^\}\)/ms.exec(read("server/platform/env.ts"))?.[1] ?? "";
  const variables = [...shape.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name = ""]) => name);
  const commands = ["server/start/commands", "server/testing/commands"]
    .flatMap(filesBelow)
    .flatMap((path) => [...read(path).matchAll(/: Command = \{\n {2}name: "([a-z-]+)"/g)])
    .map(([, name = ""]) => name);
  expect(variables.length).toBeGreaterThan(15);
  expect(commands.length).toBeGreaterThan(7);
  // What starts and tools set by themselves.
  const own = new Set(["NODE_ENV", "print-schema"]);
  expect(
    [...variables, ...commands].filter(
      (name) => !own.has(name) && !new RegExp(`\\b${name}\\b`).test(operate),
    ),
  ).toEqual([]);
});

test("papers have at most 100 columns, and the first one at most 80 lines", () => {
  const wide = papers.flatMap((path) =>
    read(path)
      .split("\n")
      .flatMap((line, i) => (line.length > 100 ? [`${path}:${i + 1}`] : [])),
  );
  expect(wide).toEqual([]);
  expect(read("README.md").trimEnd().split("\n").length).toBeLessThanOrEqual(80);
});
