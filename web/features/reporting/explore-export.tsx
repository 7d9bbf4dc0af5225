"use client";
import type { ReactNode } from "react";
import type { ExportFilters, ExportTable } from "../../gql/graphql.ts";
import { ExportMenu } from "../exports/export-menu.tsx";
import type { Files } from "../exports/files.ts";
import { exportedBreakdown, type Space } from "./breakdown/breakdown-variables.ts";
import { variablesOf, type ViewState } from "./view-state.ts";

/** The table of a view, and its filter. */
function tableOf(
  program: string,
  view: ViewState,
  space: Space,
): { table: ExportTable; filters: ExportFilters } {
  const { range, grain, filter } = variablesOf(program, view);
  if (view.view === "by")
    return { table: "BREAKDOWN", filters: { breakdown: exportedBreakdown(program, view, space) } };
  return {
    table: view.view === "partners" ? "REPORT_PARTNERS" : "REPORT_BUCKETS",
    filters: { report: { range, grain, filter } },
  };
}

export interface ExploreExportProps {
  files: Files;
  view: ViewState;
  space: Space;
}
/** What Explore shows as a file, under the filters of its address. */
export function ExploreExport({ files, view, space }: ExploreExportProps): ReactNode {
  const { timeZone } = variablesOf(files.programId, view);
  return (
    <ExportMenu
      {...files}
      {...tableOf(files.programId, view, space)}
      timeZone={timeZone ?? files.timeZone}
    />
  );
}
