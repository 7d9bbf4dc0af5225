/** What the breakdown asks the API for: the same on the server and in the browser. */
import type { BreakdownQueryVariables, ExportBreakdownFilter } from "../../../gql/graphql.ts";
import { dimensionOf, dimensionsFor, openingOf, type DimensionWord } from "../dimensions.ts";
import { variablesOf, type ViewState } from "../view-state.ts";
import { ranked } from "./ranked.ts";

export type Space = "brand" | "partner";
export interface Grouping {
  by: DimensionWord;
  /** By what an open group is parted further. */
  into: DimensionWord;
}
/** What cannot be asked for on this side counts as not asked. */
export function groupingOf(view: ViewState, space: Space): Grouping {
  const own = dimensionsFor(space);
  const asked = (word: DimensionWord | null) => (word && own.includes(word) ? word : null);
  const by = asked(view.by) ?? (space === "brand" ? "partner" : "link");
  const into = asked(view.into);
  const further: DimensionWord = by === "reason" ? "country" : "reason";
  return { by, into: into === null || into === by ? further : into };
}

const nestedRows = 10;
function breakdownOf(
  program: string,
  view: ViewState,
  by: DimensionWord,
  first: number,
): BreakdownQueryVariables {
  const { range, timeZone, filter, compare } = variablesOf(program, view);
  const { rank, way } = view;
  return {
    program,
    range,
    timeZone,
    filter,
    compare,
    by: [dimensionOf(by).name],
    first,
    sort: {
      measure: ranked[rank],
      of: way === "rise" || way === "fall" ? "CHANGE" : "VALUE",
      ascending: way === "least" || way === "fall",
    },
  };
}

export const breakdownVariables = (
  program: string,
  view: ViewState,
  space: Space,
): BreakdownQueryVariables => breakdownOf(program, view, groupingOf(view, space).by, view.top);

/** As a file: every group, by what an open one is parted into, too, where one is open. */
export function exportedBreakdown(
  program: string,
  view: ViewState,
  space: Space,
): ExportBreakdownFilter {
  const { range, filter, compare, by, sort } = breakdownVariables(program, view, space);
  const { into } = groupingOf(view, space);
  const own = [by].flat();
  return {
    range,
    filter,
    compare,
    sort,
    by: view.open === null ? own : [...own, dimensionOf(into).name],
  };
}

/** The view of the group that is open; null where none is, or none could be. */
export function openView(view: ViewState, space: Space): ViewState | null {
  const opening = view.open === null ? null : openingOf(groupingOf(view, space).by, view.open);
  return opening && { ...view, ...opening };
}
/** What an open group is made of. */
export const nestedVariables = (
  program: string,
  view: ViewState,
  space: Space,
  inside: ViewState,
): BreakdownQueryVariables =>
  breakdownOf(program, inside, groupingOf(view, space).into, nestedRows);
