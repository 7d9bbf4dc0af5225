import { expect, test } from "vitest";
import { newDraft, newGroup } from "./draft.ts";
import { readKept, sameDraft } from "./local-draft.ts";

const draft = { ...newDraft("USD"), name: "CPC" };
const click = { ...draft.payouts[0]!, groups: [newGroup()] };
const withGroup = { ...draft, payouts: [click] };

test("what was kept comes back the same, with keys of its own", () => {
  const kept = readKept(
    JSON.stringify({ v: 1, base: 3, at: "2026-11-02T09:00:00.000Z", draft: withGroup }),
  );
  expect(kept).toMatchObject({ base: 3, at: "2026-11-02T09:00:00.000Z" });
  expect(sameDraft(kept!.draft, withGroup)).toBe(true);
  expect(kept!.draft.payouts[0]!.groups[0]!.key).not.toBe(click.groups[0]!.key);
});

test.each([null, "", "{", "{}", JSON.stringify({ v: 2, base: 1, at: "x", draft })])(
  "nothing of %s",
  (text) => expect(readKept(text)).toBeNull(),
);

test("another name is another draft", () =>
  expect(sameDraft(draft, { ...draft, name: "CPM" })).toBe(false));
