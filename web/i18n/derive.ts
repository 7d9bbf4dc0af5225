/**
 * Which messages the client code of each page and layout reads, found by walking what it imports:
 * `npm run generate` writes them down, and nobody lists them by hand.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Static, re-exported and dynamic imports of our own files; types bring no code. */
const imports =
  /(?:^|\n)(?:import|export)(?! type\b)[^;"']*?from\s*"(\.[^"]+)"|\bimport\(\s*"(\.[^"]+)"\s*\)/g;
const reads = /\buseTranslations\(\s*(?:"([\w.]+)")?\s*\)/g;
/** A whole key, where a component reads from no namespace. */
const wholeKeys = /\bt(?:\.rich|\.has)?\(\s*["`]([\w.]+?)\.?(?:"|\$\{)/g;

interface Source {
  /** Runs in the browser, with all that it imports. */
  isClient: boolean;
  imports: string[];
  namespaces: string[];
}
const known = new Map<string, Source>();
function sourceOf(file: string): Source {
  const before = known.get(file);
  if (before) return before;
  const text = readFileSync(file, "utf8");
  const found = [...text.matchAll(reads)];
  const source = {
    isClient: /^(?:\/\*[\s\S]*?\*\/\s*)?"use client"/.test(text),
    imports: [...text.matchAll(imports)]
      .map(([, still, late]) => join(dirname(file), still ?? late ?? ""))
      .filter((path) => /\.tsx?$/.test(path) && existsSync(path)),
    namespaces: found.flatMap(([, namespace]) =>
      namespace === undefined
        ? [...text.matchAll(wholeKeys)].flatMap(([, key]) => (key?.includes(".") ? key : []))
        : [namespace],
    ),
  };
  known.set(file, source);
  return source;
}

/** What a file and all that it brings to the browser read. */
function namespacesFrom(start: string): Set<string> {
  const namespaces = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string, inClient: boolean) => {
    const source = sourceOf(file);
    const isClient = inClient || source.isClient;
    const key = `${file} ${isClient}`;
    if (seen.has(key)) return;
    seen.add(key);
    if (isClient) for (const namespace of source.namespaces) namespaces.add(namespace);
    for (const next of source.imports) visit(next, isClient);
  };
  visit(start, false);
  return namespaces;
}

/** Without what another of them holds. */
const outermost = (namespaces: Iterable<string>): string[] => {
  const all = [...new Set(namespaces)].toSorted((a, b) => (a < b ? -1 : 1));
  return all.filter((each) => !all.some((other) => each.startsWith(`${other}.`)));
};

/** By "b/[program]/deals/terms/page" and the like: what it reads, with what stands around it. */
export interface PageNamespaces {
  /** Of the layouts around it, which are there already. */
  above: string[];
  own: string[];
}
export function derivePageNamespaces(app: string): Record<string, PageNamespaces> {
  known.clear();
  const files = readdirSync(app, { recursive: true, encoding: "utf8" })
    .filter((file) => /(?:^|\/)(?:page|layout)\.tsx$/.test(file))
    .toSorted();
  // Shown in the place of any page.
  const strays = ["error.tsx", "not-found.tsx", "forbidden.tsx", "unauthorized.tsx"].filter(
    (file) => existsSync(join(app, file)),
  );
  const reading = new Map(
    files.map((file) => [
      file,
      outermost(
        [file, ...(file === "layout.tsx" ? strays : [])].flatMap((each) => [
          ...namespacesFrom(join(app, each)),
        ]),
      ),
    ]),
  );
  const layoutsAbove = (file: string): string[] => {
    const parts = file.split("/").slice(0, -1);
    return [...parts.keys(), parts.length]
      .map((depth) => [...parts.slice(0, depth), "layout.tsx"].join("/"))
      .filter((layout) => layout !== file && reading.has(layout));
  };
  return Object.fromEntries(
    files.map((file) => [
      file.replace(/\.tsx$/, ""),
      {
        above: outermost(layoutsAbove(file).flatMap((layout) => reading.get(layout) ?? [])),
        own: reading.get(file) ?? [],
      },
    ]),
  );
}

export function writePageNamespaces(web: string): void {
  const derived = derivePageNamespaces(join(web, "app"));
  const file = join(web, "gql", "page-namespaces.ts");
  const text =
    `/** Written by ${relative(web, join(web, "i18n", "derive.ts"))}. */\n` +
    'import type { PageNamespaces } from "../i18n/derive.ts";\n\n' +
    `export const pageNamespaces: Record<string, PageNamespaces> = ${JSON.stringify(derived)};\n`;
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  writeFileSync(file, text);
}
