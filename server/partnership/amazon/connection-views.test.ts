import { expect, test } from "vitest";
import { failureText } from "./connection-views.ts";

test("what stops a reading is one sentence, with what to do or that it is asked again", () => {
  for (const [failure, text] of [
    [
      {
        status: 0,
        code: "NO_TOKEN",
        details: "Amazon no longer takes this sign-in: connect again",
      },
      "Amazon no longer takes this sign-in: connect again",
    ],
    [
      { status: 0, code: "UNREACHABLE", details: "timeout" },
      "Amazon could not be reached, and is asked again: timeout",
    ],
    [
      { status: 200, code: "PAGE_REPEATS", details: "the report leads back" },
      "Amazon's report cannot be used, and is asked again: the report leads back",
    ],
    [
      { status: 401, details: "expired" },
      "Amazon does not take the sign-in: connect again (expired)",
    ],
    [
      { status: 403, details: "not authorized" },
      "Amazon does not let this profile use Attribution: allow it in Amazon's console, or " +
        "connect another profile (not authorized)",
    ],
    [{ status: 500, details: "oops" }, "Amazon answered with status 500, and is asked again: oops"],
  ] as const)
    expect(failureText(failure)).toBe(text);
});
