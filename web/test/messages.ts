/** Which messages a page's HTML carries for its scripts. */
import messages from "../messages/en.json" with { type: "json" };
import { pageNamespaces } from "../gql/page-namespaces.ts";

interface Tree {
  [key: string]: string | Tree;
}
const leaves = (tree: Tree, path: readonly string[] = []): { path: string[]; text: string }[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string"
      ? [{ path: [...path, key], text: value }]
      : leaves(value, [...path, key]),
  );
const all = leaves(messages);

/** As it stands in a string of JSON within a string of a script. */
const inScript = (text: string): string =>
  JSON.stringify(JSON.stringify(text).slice(1, -1))
    .slice(1, -1)
    .replaceAll(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);

/** Shorter ones stand in data, too: a file is titled "Alerts". */
const tellingLength = 25;
/** Those that can be told from all others by key and text. */
const telling = (() => {
  const seen = new Map<string, number>();
  const pairOf = ({ path, text }: (typeof all)[number]) =>
    `\\"${path.at(-1)}\\":\\"${inScript(text)}\\"`;
  for (const leaf of all) seen.set(pairOf(leaf), (seen.get(pairOf(leaf)) ?? 0) + 1);
  return all
    .filter(({ text }) => text.length >= tellingLength)
    .map((leaf) => ({ path: leaf.path, pair: pairOf(leaf) }))
    .filter(({ pair }) => seen.get(pair) === 1);
})();

/** The API says it too, in a field of the same name. */
const alsoData = new Set(["changes.linksSentence"]);

export interface Carried {
  /** Of how many messages. */
  count: number;
  /** Areas ("terms", "reporting") whose messages it carries. */
  areas: string[];
  /** Messages that stand in it more than once. */
  twice: string[];
}
export function carriedBy(html: string): Carried {
  const found = telling.map(({ path, pair }) => ({ path, times: html.split(pair).length - 1 }));
  const there = found.filter(({ times }) => times > 0);
  return {
    count: there.length,
    areas: [...new Set(there.map(({ path }) => path[0] ?? ""))],
    twice: there
      .filter(({ times }) => times > 1)
      .map(({ path }) => path.join("."))
      .filter((path) => !alsoData.has(path)),
  };
}

/** Areas that the code of a route ("/b/[program]/deals/terms") reads, with its layouts'. */
export function areasOf(pattern: string): Set<string> {
  const name = Object.keys(pageNamespaces).find(
    (each) =>
      each.replaceAll(/\([^)]*\)\//g, "").replace(/(?:^|\/)page$/, "") === pattern.slice(1) &&
      each.endsWith("page"),
  );
  const { above = [], own = [] } = pageNamespaces[name ?? ""] ?? {};
  return new Set([...above, ...own].map((namespace) => namespace.split(".")[0] ?? ""));
}
export const messageCount = telling.length;
