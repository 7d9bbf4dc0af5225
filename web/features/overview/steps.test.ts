import { expect, test } from "vitest";
import { stepsOf } from "./steps.ts";

const none = { nodes: [] };
const some = { nodes: [{ id: "1" }] };
const doneOf = (facts: Parameters<typeof stepsOf>[0]) => stepsOf(facts, "/b/x").filter(({ done }) => done).map(({ key }) => key);

test("an inactive Click event type does not count", () => {
  expect(doneOf({ program: { eventTypes: [{ kind: "CLICK", state: "INACTIVE" }, { kind: "SALE", state: "ACTIVE" }] }, termsList: none, contracts: none, trackingLinks: none, bothArrive: false })).toEqual([]);
});
test("each step is done by its own fact", () => {
  expect(doneOf({ program: { eventTypes: [{ kind: "CLICK", state: "ACTIVE" }] }, termsList: some, contracts: none, trackingLinks: some, bothArrive: true })).toEqual(["eventType", "terms", "link", "clicks"]);
});
