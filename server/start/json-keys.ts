/** What a text of JSON says twice, of which JSON.parse keeps the last alone. */

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/** A key that stands twice in one object of `json`, which is well-formed; null: none does. */
export function keyTwice(json: string): string | null {
  const open: Set<string>[] = [];
  let last = "";
  for (const [token] of json.matchAll(tokens)) {
    if (token === "{" || token === "[") open.push(new Set());
    else if (token === "}" || token === "]") open.pop();
    else if (token === ":") {
      const key = JSON.parse(last) as string;
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    } else last = token;
  }
  return null;
}
