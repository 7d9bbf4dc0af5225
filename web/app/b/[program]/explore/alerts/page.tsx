import type { Metadata } from "next";
import type { ReactNode } from "react";
import { getTranslations } from "next-intl/server";
import { createLoader, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { ListExport } from "../../../../../features/exports/list-export.tsx";
import { AlertsView } from "../../../../../features/alerts/alerts-view.tsx";
import { alertMeasures } from "../../../../../features/alerts/showing.ts";
import { AlertRulesDocument, AlertsDocument } from "../../../../../gql/graphql.ts";
import { load } from "../../../../../lib/api-server.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("alerts"))("title"),
});
const read = createLoader({
  show: parseAsStringLiteral(["open", "closed"]).withDefault("open"),
  measure: parseAsStringLiteral(alertMeasures),
});

export default async function AlertsPage({
  params,
  searchParams,
}: {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "reports:read");
  const program = await requireProgram((await params).program);
  const { show, measure } = await read(searchParams);
  const variables = { program: program.id, open: show === "open", measure, after: null };
  const mayWrite = viewer.rights.includes("programs:write");
  const [first, rules] = await Promise.all([
    load(AlertsDocument, variables),
    mayWrite ? load(AlertRulesDocument, { program: program.id }) : null,
  ]);
  return (
    <AlertsView
      program={program}
      currency={viewer.account.currency}
      show={show}
      variables={variables}
      first={first}
      rules={rules}
      asFile={
        <ListExport
          viewer={viewer}
          space="brand"
          program={program}
          table="ALERTS"
          filters={{ alerts: { open: variables.open, measure } }}
        />
      }
    />
  );
}
