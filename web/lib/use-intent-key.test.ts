import { expect, test } from "vitest";
import { intentsByInput, oneIntent } from "./use-intent-key.ts";

test("what is tried again keeps its key, what is sent for another row has its own", () => {
  const keys = intentsByInput("mutation A");
  const first = keys.keyOf({ partnerIds: ["a"] });
  expect(keys.keyOf({ partnerIds: ["a"] })).toBe(first);
  expect(keys.keyOf({ partnerIds: ["b"] })).not.toBe(first);
  keys.settle({ partnerIds: ["b"] }, "DONE");
  expect(keys.keyOf({ partnerIds: ["a"] })).toBe(first);
  keys.settle({ partnerIds: ["a"] }, "DONE");
  expect(keys.keyOf({ partnerIds: ["a"] })).not.toBe(first);
});

test("[found 91] what got no answer keeps its key, also in a form that was opened again", () => {
  for (const intents of [intentsByInput, oneIntent]) {
    const sent = { name: "A", document: intents.name };
    const before = intents("mutation B");
    const key = before.keyOf(sent);
    before.settle(sent, "UNKNOWN");
    expect(before.keyOf(sent)).toBe(key);
    const opened = intents("mutation B");
    expect(intents("mutation C").keyOf(sent)).not.toBe(key);
    expect(opened.keyOf({ ...sent, name: "B" })).not.toBe(key);
    expect(opened.keyOf(sent)).toBe(key);
    opened.settle(sent, "DONE");
    expect(opened.keyOf(sent)).not.toBe(key);
    expect(intents("mutation B").keyOf(sent)).not.toBe(key);
  }
});

test("[found 91] what is changed after a lost answer is not done beside the first", () => {
  const form = oneIntent("mutation D");
  const key = form.keyOf({ rate: "5%" });
  form.settle({ rate: "5%" }, "UNKNOWN");
  expect(form.keyOf({ rate: "6%" })).toBe(key);
  form.settle({ rate: "6%" }, "REFUSED");
  expect(form.keyOf({ rate: "6%" })).toBe(key);
  // The server says that the first was done: now both are known.
  form.settle({ rate: "6%" }, "OTHER");
  expect(form.keyOf({ rate: "6%" })).not.toBe(key);
  expect(oneIntent("mutation D").keyOf({ rate: "5%" })).not.toBe(key);
});
