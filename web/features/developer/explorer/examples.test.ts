import { readFileSync } from "node:fs";
import { buildSchema, parse, validate } from "graphql";
import { expect, test } from "vitest";
import { curlFor, examplesFor } from "./examples.ts";

const schema = buildSchema(
  readFileSync(new URL("../../../../schema.graphql", import.meta.url), "utf8"),
);
const id = "01a14de7-6dc5-72c9-abc4-cb510dfe28e4";

test.each(
  examplesFor(id, { click: id, sale: id }).map((example) => [example.key, example] as const),
)("the example %s fits the schema and names the own program", (_key, { query, variables }) => {
  expect(validate(schema, parse(query)).map((error) => error.message)).toEqual([]);
  if (query.includes("$id")) expect(JSON.parse(variables)).toEqual({ id });
  if (query.includes("$program")) expect(JSON.parse(variables)).toEqual({ program: id });
});

test("without a program there is still an example that runs", () =>
  expect(examplesFor(null).map((example) => example.key)).toEqual(["whoAmI"]));

test("the curl is three lines whose body is JSON with a query of the schema", () => {
  for (const program of [id, null]) {
    const text = curlFor("https://counterfoil.example", program);
    expect(text.split("\n")).toHaveLength(3);
    const body: unknown = JSON.parse(/-d '(.*)'$/.exec(text)?.[1] ?? "");
    expect(validate(schema, parse((body as { query: string }).query))).toEqual([]);
  }
});
