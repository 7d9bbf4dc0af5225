import { expect, test } from "vitest";
import { intentKeys } from "./use-intent-key.ts";

test("what is tried again keeps its key, what is sent for another row has its own", () => {
  const keys = intentKeys();
  const first = keys.of({ partnerIds: ["a"] });
  expect(keys.of({ partnerIds: ["a"] })).toBe(first);
  expect(keys.of({ partnerIds: ["b"] })).not.toBe(first);
  keys.succeeded([{ partnerIds: ["b"] }]);
  expect(keys.of({ partnerIds: ["a"] })).toBe(first);
  keys.succeeded([{ partnerIds: ["a"] }]);
  expect(keys.of({ partnerIds: ["a"] })).not.toBe(first);
});
