import { expect, test } from "vitest";
import { newDraft, newGroup } from "../editor/draft.ts";
import { contentOf, draftOfContent } from "./draft-content.ts";

const draft = { ...newDraft("USD"), name: "CPC" };
const click = { ...draft.payouts[0]!, groups: [{ ...newGroup(), rate: "0,1O" }] };
const withGroup = { ...draft, payouts: [click] };

test("what was kept comes back as it stood, also where it is broken, with keys of its own", () => {
  const kept = draftOfContent(contentOf(withGroup));
  expect(kept?.payouts[0]?.groups[0]).toMatchObject({ rate: "0,1O" });
  expect(kept?.payouts[0]?.groups[0]?.key).not.toBe(click.groups[0]?.key);
  const text = (of: unknown) =>
    JSON.stringify(of, (name, value: unknown) => (name === "key" ? undefined : value));
  expect(text(kept)).toBe(text(withGroup));
});

test.each(["", "{", "{}", '{"v":1,"draft":{}}', JSON.stringify({ v: 2, draft })])(
  "of %s, written by something else, there is none",
  (content) => expect(draftOfContent(content)).toBeNull(),
);
