import { expect, test } from "vitest";
import { showing, withoutMeasure } from "./showing.ts";

test("from open alerts to closed ones and back the filters of the address stay", () => {
  expect(showing(new URLSearchParams(), "open")).toBe("?");
  expect(showing(new URLSearchParams("last=30d&country=US"), "closed")).toBe(
    "?last=30d&country=US&show=closed",
  );
  expect(showing(new URLSearchParams("last=30d&show=closed"), "open")).toBe("?last=30d");
  expect(withoutMeasure(new URLSearchParams("show=closed&measure=NO_SALES"))).toBe("?show=closed");
});
