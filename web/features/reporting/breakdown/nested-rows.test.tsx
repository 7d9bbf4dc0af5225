import { renderToStaticMarkup } from "react-dom/server";
import { NextIntlClientProvider } from "next-intl";
import { expect, test } from "vitest";
import { ApiClient } from "../../../lib/api-client.tsx";
import messages from "../../../messages/en.json" with { type: "json" };
import { fromSearchParams, type ViewState } from "../view-state.ts";
import type { FirstBreakdown } from "./breakdown-query.ts";
import { groupingOf, nestedVariables, openView } from "./breakdown-variables.ts";
import { NestedRows } from "./nested-rows.tsx";
import { within } from "./opened.ts";

const query = { view: "by", by: "country", open: "DE" };
const { view } = fromSearchParams(query);
function insideOf(group: string, of: ViewState = view): ViewState {
  const inside = within(of, "country", { values: [{ value: group }] });
  if (inside === null) throw new Error(`No click is like ${group}`);
  return inside;
}
const found = {
  timeZone: "UTC",
  start: "2026-11-01T00:00:00Z",
  end: "2026-11-15T00:00:00Z",
  groups: 1,
  compared: null,
  rows: [
    {
      values: [{ value: "DUPLICATE_CLICK", label: "A click of before" }],
      figures: {},
      changes: [],
    },
  ],
  rest: null,
  restChanges: [],
  total: {},
  totalChanges: [],
};
/** Brought along for the group that the address opens. */
function first(): FirstBreakdown {
  const inside = openView(view, "brand");
  if (inside === null) throw new Error("The address opens no group");
  return {
    of: nestedVariables("p", view, "brand", inside),
    loaded: { data: { reportBreakdown: found }, failure: null },
  };
}

/** The rows of a group when it is opened in a view. */
function opened(group: string, of: ViewState = view): string {
  const shown = {
    program: { id: "p", code: "aurora", marketplaceCurrency: "USD" },
    space: "brand",
    handle: { view: of, misunderstood: 0, setView: () => {}, kept: String },
    breakdown: null,
    news: 0,
    found,
    grouping: groupingOf(of, "brand"),
    columns: [],
  } as const;
  return renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC">
      <ApiClient>
        <table>
          <tbody>
            <NestedRows {...shown} nested={first()} inside={insideOf(group, of)} />
          </tbody>
        </table>
      </ApiClient>
    </NextIntlClientProvider>,
  );
}

test("only the group that the address opened shows the figures that came for it", () => {
  expect(opened("DE")).toContain("A click of before");
  // DE was not among the rows, US is the first that is opened.
  expect(opened("US")).not.toContain("A click of before");
  expect(opened("DE", fromSearchParams({ ...query, last: "30d" }).view)).not.toContain("A click");
});
