import { expect, test } from "vitest";
import type { ReportMeasure } from "../../../gql/graphql.ts";
import { changeIn } from "../../../lib/change-in.ts";
import { deltaNamed, deltaOf } from "./columns.ts";

const change = (measure: ReportMeasure, currency: string | null, ratio: string | null) => ({
  measure,
  currency,
  difference: ratio,
  ratio,
});
const dollars = change("AMOUNT", "USD", "0.5");
const euros = change("AMOUNT", "EUR", "-0.25");
const up = { kind: "RATIO", direction: "up" };

test("an amount of several currencies has no one change; each of them has its own", () => {
  const clicks = change("RAW", null, "0.25");
  expect(deltaNamed("AMOUNT", [clicks, dollars])).toMatchObject({ text: "+50%", ...up });
  expect(deltaNamed("AMOUNT", [clicks, dollars, euros])).toBeNull();
  expect(deltaOf("amount", [euros, dollars])).toBeNull();
  expect(deltaOf("clicks", [euros, dollars, clicks])).toMatchObject({ text: "+25%", ...up });
  expect(changeIn([dollars, euros], "AMOUNT", "EUR")).toBe(euros);
  expect(changeIn([dollars], "AMOUNT", "EUR")).toBeNull();
});
