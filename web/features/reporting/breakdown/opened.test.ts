import { expect, test } from "vitest";
import { answering } from "../../../lib/first-answers.ts";
import { fromSearchParams } from "../view-state.ts";
import { nestedVariables, openView } from "./breakdown-variables.ts";
import { within } from "./opened.ts";

/** What a group that is opened asks, with its filter alone said. */
const askedBy = (query: Record<string, string>, country: string) => {
  const { view } = fromSearchParams(query);
  const inside = within(view, "country", { values: [{ value: country }] });
  if (inside === null) throw new Error(`No click is like ${country}`);
  return nestedVariables("p", view, "brand", inside);
};

test("only the group that was open in the address takes the answer that came for it", () => {
  const query = { view: "by", by: "country", open: "DE" };
  const { view } = fromSearchParams(query);
  const inside = openView(view, "brand");
  if (inside === null) throw new Error("Nothing is open");
  const loaded = { data: {}, failure: null };
  const first = { of: nestedVariables("p", view, "brand", inside), loaded };
  expect(answering(first, askedBy(query, "DE"))).toBe(loaded);
  expect(answering(first, askedBy(query, "US"))).toBeNull();
  expect(answering(first, askedBy({ ...query, last: "30d" }, "DE"))).toBeNull();
});
