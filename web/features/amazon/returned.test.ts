import { expect, test } from "vitest";
import { readReturn } from "./returned.ts";

test("what Amazon brings back is told from a page that was opened by itself", () => {
  expect(readReturn({})).toBeNull();
  expect(readReturn({ other: "x" })).toBeNull();
  expect(readReturn({ code: "c", state: "s", scope: "x" })).toEqual({
    kind: "yes",
    code: "c",
    state: "s",
  });
  expect(readReturn({ code: ["a", "b"] })).toEqual({ kind: "yes", code: "a", state: "" });
  expect(readReturn({ error: "access_denied", state: "s" })).toEqual({ kind: "no" });
});
