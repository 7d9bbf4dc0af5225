import type { ReactNode } from "react";
import type { ExportFilters, ExportTable } from "../../gql/graphql.ts";
import { pagesOf } from "../../lib/addresses.ts";
import type { Viewer } from "../../lib/session.ts";
import { ExportMenu } from "./export-menu.tsx";

interface ListExportProps {
  viewer: Viewer;
  space: "brand" | "partner";
  program: { id: string; code: string };
  table: ExportTable;
  filters: ExportFilters;
}
/** Every row of a list as a file; nothing for who may not ask for one. */
export function ListExport({ viewer, space, program, table, filters }: ListExportProps): ReactNode {
  if (!viewer.rights.includes("exports:write")) return null;
  return (
    <ExportMenu
      programId={program.id}
      table={table}
      filters={filters}
      timeZone={viewer.account.timeZone}
      href={pagesOf(space, program.code).exports}
    />
  );
}
