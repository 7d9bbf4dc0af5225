/** What is owed, alerts, and what happened beside the figures, as files. */
import { annotations } from "../annotations/annotations.ts";
import { annotationKinds } from "../annotations/annotation-kinds.ts";
import type { AnnotationView } from "../annotations/annotation.types.ts";
import { alerts } from "../alerts/alerts.ts";
import type { AlertView } from "../alerts/alert.types.ts";
import { Account } from "../../partnership/accounts/account.entity.ts";
import type { Context } from "../../platform/context.ts";
import { owed } from "../../money/owed/owed-lines.ts";
import type { OwedLineView } from "../../money/owed/owed.types.ts";
import type { ViewColumn } from "./columns.ts";
import {
  ExportAlertsFilter,
  ExportAnnotationsFilter,
  ExportOwedFilter,
} from "./table-filters.types.ts";
import { anyRange, everyPage, narrowed, tableOfViews, type AskedRows } from "./table.ts";

type Stage = "pending" | "approved" | "due" | "owed";
const stage = (name: Stage, words: string): ViewColumn<OwedLineView> => ({
  name,
  words,
  kind: "MONEY",
  of: (line) => line[name].amount,
});
export const owedTable = tableOfViews<OwedLineView, ExportOwedFilter>({
  title: "Owed",
  words: "What each partner earned in each currency, by how far it is on its way.",
  needs: ["payouts:read"],
  filter: { name: "owed", type: () => ExportOwedFilter },
  columns: [
    { name: "partnerId", words: "The partner.", kind: "WORD", of: (line) => line.partnerId },
    { name: "partnerName", words: "Its name.", kind: "TEXT", of: (line) => line.partnerName },
    stage("pending", "Sales and leads that may still change."),
    {
      name: "pendingConversions",
      words: "How many they are.",
      kind: "COUNT",
      of: (line) => line.pendingConversions,
    },
    stage("approved", "Final, and falls due later."),
    stage("due", "Its date has come."),
    stage("owed", "Approved and due together."),
    { name: "currency", words: "Of the amounts.", kind: "WORD", of: (line) => line.currency },
    {
      name: "nextDueOn",
      words: "When the next of the approved falls due.",
      kind: "DATE",
      of: (line) => line.nextDueOn,
    },
    {
      name: "lastLocksOn",
      words: "When the last of the pending becomes final.",
      kind: "DATE",
      of: (line) => line.lastLocksOn,
    },
  ],
  views: (ctx, { programId, filter: asked }) => {
    const { filter = null, order = "OWED" } = asked ?? {};
    return everyPage((page) => owed(ctx, programId, page, { filter, order }));
  },
});

interface AlertRow {
  alert: AlertView;
  /** The brand's, in which alerts are counted. */
  currency: string;
}
async function* alertRows(
  ctx: Context,
  { programId, filter }: AskedRows<ExportAlertsFilter>,
): AsyncGenerator<AlertRow[]> {
  const brand = await ctx.em.findOneOrFail(Account, { id: ctx.scope.requireAccountId() });
  const asked = { programId, open: filter?.open ?? null, measure: filter?.measure ?? null };
  for await (const some of everyPage((page) => alerts(ctx, asked, page)))
    yield some.map((alert) => ({ alert, currency: brand.currency }));
}

export const alertTable = tableOfViews<AlertRow, ExportAlertsFilter>({
  title: "Alerts",
  words: "What stood out of partners' traffic, newest first.",
  needs: ["reports:read"],
  only: "BRAND",
  filter: { name: "alerts", type: () => ExportAlertsFilter },
  columns: [
    { name: "id", words: "Identity.", kind: "WORD", of: ({ alert }) => alert.id },
    {
      name: "partnerId",
      words: "The partner.",
      kind: "WORD",
      of: ({ alert }) => alert.partnerAccountId,
    },
    { name: "partnerName", words: "Its name.", kind: "TEXT", of: ({ alert }) => alert.partnerName },
    { name: "measure", words: "What stood out.", kind: "WORD", of: ({ alert }) => alert.measure },
    { name: "seen", words: "What was seen.", kind: "MONEY", of: ({ alert }) => alert.seen },
    { name: "seenUnit", words: "Of what.", kind: "WORD", of: ({ alert }) => alert.seenUnit },
    {
      name: "bound",
      words: "What is usual, or a line.",
      kind: "MONEY",
      of: ({ alert }) => alert.bound,
    },
    { name: "boundUnit", words: "Of what.", kind: "WORD", of: ({ alert }) => alert.boundUnit },
    {
      name: "currency",
      words: "Of the figures whose unit is MONEY.",
      kind: "WORD",
      of: ({ alert, currency }) =>
        alert.seenUnit === "MONEY" || alert.boundUnit === "MONEY" ? currency : null,
    },
    { name: "isLine", words: "The brand drew it.", kind: "FLAG", of: ({ alert }) => alert.isLine },
    {
      name: "firstDay",
      words: "First day of it.",
      kind: "DATE",
      of: ({ alert }) => alert.firstDay,
    },
    { name: "lastDay", words: "Last day of it.", kind: "DATE", of: ({ alert }) => alert.lastDay },
    {
      name: "openedAt",
      words: "When first seen.",
      kind: "INSTANT",
      of: ({ alert }) => alert.openedAt,
    },
    {
      name: "closedAt",
      words: "Since when it stands out no more.",
      kind: "INSTANT",
      of: ({ alert }) => alert.closedAt,
    },
    { name: "closedBecause", words: "Why.", kind: "WORD", of: ({ alert }) => alert.closedBecause },
  ],
  views: alertRows,
});

export const annotationTable = tableOfViews<AnnotationView, ExportAnnotationsFilter>({
  title: "Annotations and notes",
  words: "What happened beside the figures and what people noted, in order of time.",
  needs: ["reports:read"],
  rowsNeed: [...new Set(Object.values(annotationKinds).map(({ needs }) => needs))],
  filter: { name: "annotations", type: () => ExportAnnotationsFilter },
  period: (filter) => filter?.range,
  within: (filter, dates) =>
    narrowed<ExportAnnotationsFilter>(filter, { range: { last: null, ...dates } }),
  columns: [
    { name: "at", words: "When; of several the first.", kind: "INSTANT", of: ({ at }) => at },
    { name: "kind", words: "What happened.", kind: "WORD", of: ({ kind }) => kind },
    { name: "count", words: "How often on that date.", kind: "COUNT", of: ({ count }) => count },
    {
      name: "partnerName",
      words: "The one partner whom it is about.",
      kind: "TEXT",
      of: ({ partnerName }) => partnerName,
    },
    { name: "detail", words: "Which one.", kind: "TEXT", of: ({ detail }) => detail },
    {
      name: "note",
      words: "What a note says.",
      kind: "TEXT",
      of: ({ note }) => note?.text ?? null,
    },
    {
      name: "author",
      words: "Who wrote it.",
      kind: "TEXT",
      of: ({ note }) => note?.authorName ?? null,
    },
  ],
  views: async function* (ctx, { programId, filter, timeZone }) {
    const range = filter?.range ?? anyRange;
    yield await annotations(ctx, { scope: { programId }, range, timeZone });
  },
});
