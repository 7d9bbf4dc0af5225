import "reflect-metadata";
import { expect, test } from "vitest";
import { isId } from "../../domain/values/id.ts";
import { isText, page, rowsOf, type Key } from "./connection.ts";

interface Row {
  name: string;
  id: string;
}
const byName: Key<Row, [name: string, id: string]> = {
  of: ({ name, id }) => [name, id],
  parts: [isText, isId],
};
const id = "01930000-0000-7000-8000-00000000000";
const read = (names: readonly string[], after: string | null) => {
  const all = names.map((name, i) => ({ name, id: `${id}${i}` }));
  return page(rowsOf(all, byName), { first: 1, after }, byName, (shown) => shown);
};

test.each([
  ["a short one", "A"],
  ["the longest", "n".repeat(200)],
  ["the longest of emoji", "\u{1f600}".repeat(200)],
  ["one with signs", '"\\ü'],
])("a list goes on behind a row of any name: %s", async (_, name) => {
  const { pageInfo } = await read([name, "Z"], null);
  expect((await read([name, "Z"], pageInfo.endCursor)).nodes).toMatchObject([{ name: "Z" }]);
});

test.each<[string, unknown]>([
  ["a text that cannot be stored", ["\0", `${id}0`]],
  ["half a character", ["\ud800", `${id}0`]],
  ["no id", ["A", "B"]],
  ["a part too few", [`${id}0`]],
  ["a number", [1, `${id}0`]],
  ["no list", { length: 2 }],
])("a cursor that no list gives is refused: %s", async (_, parts) => {
  const after = Buffer.from(JSON.stringify(parts)).toString("base64url");
  await expect(read(["A"], after)).rejects.toMatchObject({ extensions: { code: "BAD_CURSOR" } });
});
