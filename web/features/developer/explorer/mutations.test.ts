import { expect, test } from "vitest";
import { curlOf } from "./ask.ts";
import { mutationsOf } from "./mutations.ts";

test.each([
  ["a query", { query: "{ programs { nodes { id } } }" }, []],
  ["a mutation", { query: "mutation { signOut { __typename } }" }, ["signOut"]],
  [
    "a mutation under another name",
    { query: "mutation M { ok: setAdState(id: 1) { __typename } }" },
    ["setAdState"],
  ],
  [
    "a query chosen beside a mutation",
    { query: "query Q { a } mutation M { b }", operationName: "Q" },
    [],
  ],
  [
    "a mutation chosen beside a query",
    { query: "query Q { a } mutation M { b }", operationName: "M" },
    ["b"],
  ],
  ["a mutation beside a query, none chosen", { query: "query Q { a } mutation M { b }" }, ["b"]],
  ["a mutation by a fragment", { query: "mutation { ...F } fragment F on Mutation { a }" }, ["…"]],
  ["the word in a text", { query: '{ a(text: "mutation { b }") }' }, []],
  ["no GraphQL", { query: "mutation {" }, []],
])("%s changes what it names", (_name, request, fields) =>
  expect(mutationsOf(request)).toEqual(fields),
);

test("a request as curl: one body, quotes kept for the shell, no secret", () => {
  const request = {
    query: 'query Q($name: String) {\n  a(name: $name, text: "it\'s")\n}',
    variables: { name: "O'Hara" },
  };
  const text = curlOf("https://counterfoil.example", request);
  expect(text.split("\n")).toHaveLength(3);
  expect(text).toContain("Bearer $KEY");
  // A shell ends the quotes, adds one and begins again.
  const body = /-d '(.*)'$/s.exec(text)?.[1]?.replaceAll(String.raw`'\''`, "'");
  expect(JSON.parse(body ?? "")).toEqual(request);
});
