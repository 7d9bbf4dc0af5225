import type { ReactNode } from "react";
import { getTranslations } from "next-intl/server";
import {
  ExportedTablesDocument,
  ExportSchedulesDocument,
  ExportsDocument,
} from "../../gql/graphql.ts";
import { load } from "../../lib/api-server.ts";
import { requireProgram, requireRight, requireViewer } from "../../lib/session.ts";
import { PageHead } from "../../ui/card.tsx";
import { ExportsView } from "./exports-view.tsx";

export interface ExportsPageProps {
  params: Promise<{ program: string }>;
  space: "brand" | "partner";
}

/** Files of the program's tables: what is made, ready, and gone. */
export async function ExportsPage({ params, space }: ExportsPageProps): Promise<ReactNode> {
  const viewer = await requireViewer(space);
  requireRight(viewer, "exports:read");
  const program = await requireProgram((await params).program);
  const t = await getTranslations("exports");
  const variables = { program: program.id, first: 25 };
  const [initial, schedules, tables] = await Promise.all([
    load(ExportsDocument, variables),
    load(ExportSchedulesDocument, { program: program.id, after: null }),
    load(ExportedTablesDocument, {}),
  ]);
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      <ExportsView
        variables={variables}
        initial={initial}
        schedules={schedules}
        timeZone={viewer.account.timeZone}
        tables={tables.data?.exportedTables ?? []}
        canAsk={viewer.rights.includes("exports:write")}
      />
    </>
  );
}
