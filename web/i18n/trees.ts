/** Messages as trees: parts of one, and one without another; for the server alone. */
export interface Tree {
  [key: string]: string | Tree;
}
const isTree = (value: string | Tree | undefined): value is Tree => typeof value === "object";

const put = (tree: Tree, [first = "", ...rest]: readonly string[], value: string | Tree): void => {
  if (rest.length === 0) tree[first] = value;
  else put((tree[first] ??= {}) as Tree, rest, value);
};
const at = (tree: string | Tree | undefined, path: readonly string[]): string | Tree | undefined =>
  path.reduce((now, key) => (isTree(now) ? now[key] : undefined), tree);

/** What the paths ("terms", "reporting.trace") name, where it stands; what is not there is not. */
export function picked(from: Tree, paths: readonly string[]): Tree {
  const tree: Tree = {};
  for (const path of paths) {
    const parts = path.split(".");
    const found = at(from, parts);
    if (found !== undefined) put(tree, parts, found);
  }
  return tree;
}

/** What of the tree is not in the other. */
export const without = (tree: Tree, other: Tree): Tree =>
  Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]): [string, string | Tree][] => {
      const there = other[key];
      if (there === undefined) return [[key, value]];
      if (!isTree(value) || !isTree(there)) return [];
      const rest = without(value, there);
      return Object.keys(rest).length > 0 ? [[key, rest]] : [];
    }),
  );
