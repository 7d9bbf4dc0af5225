/** Clicks as a file: what the click log shows of them, read by one statement. */
import { dateEnd, dateStart } from "../../domain/calendar.ts";
import { apiFields, type ApiField } from "../../domain/click-fields.ts";
import { reasonSentences } from "../../domain/reason.ts";
import { ClickFilter } from "../clicks/click-filter.types.ts";
import { clickRows } from "../clicks/clicks.ts";
import type { ColumnKind, ExportColumn } from "./columns.ts";
import { narrowed, type ExportTable } from "./table.ts";

const kindOf = ({ kind }: ApiField): ColumnKind => {
  if (kind === "flag") return "FLAG";
  return kind === "word" || kind === "mark" ? "WORD" : "TEXT";
};
const fields = apiFields.map((field): ExportColumn => {
  const { name, column, description, only, kind } = field;
  const sql = kind === "texts" ? `array_to_string(c.${column}, ' ')` : `c.${column}`;
  return { name, words: description, kind: kindOf(field), sql, only };
});

const sentences = `'${JSON.stringify(reasonSentences).replaceAll("'", "''")}'::jsonb`;
const earned = "case when d.currency is not null then d.amount_micros end";
const wouldEarn = "case when c.is_test and d.currency is not null then d.would_pay_micros end";
const columns: ExportColumn[] = [
  { name: "id", words: "Identity of the click.", kind: "WORD", sql: "c.id" },
  { name: "clickedAt", words: "When it was made.", kind: "INSTANT", sql: "c.clicked_at" },
  { name: "programId", words: "The program.", kind: "WORD", sql: "c.program_id" },
  { name: "partnerId", words: "The partner.", kind: "WORD", sql: "c.partner_account_id" },
  { name: "partnerName", words: "The partner's name.", kind: "TEXT", sql: "p.name" },
  { name: "linkId", words: "The tracking link.", kind: "WORD", sql: "c.link_id" },
  { name: "linkName", words: "The link's name.", kind: "TEXT", sql: "l.name" },
  ...fields,
  {
    name: "classification",
    words: "U unique, D duplicate, R robot, F filtered; empty: not decided yet.",
    kind: "WORD",
    sql: "d.classification",
  },
  { name: "outcome", words: "What became of it.", kind: "WORD", sql: "d.outcome" },
  { name: "reason", words: "Why it is not paid, as a code.", kind: "WORD", sql: "d.reason" },
  {
    name: "reasonText",
    words: "The same in a sentence.",
    kind: "TEXT",
    sql: `${sentences} ->> d.reason`,
  },
  {
    name: "hidden",
    words: "Whether a restriction leaves it out of reports.",
    kind: "FLAG",
    sql: "coalesce(d.hidden, false)",
  },
  { name: "payout", words: "What it earns.", kind: "MONEY", sql: earned },
  {
    name: "wouldPay",
    words: "Of a test click: what a live one would earn.",
    kind: "MONEY",
    sql: wouldEarn,
  },
  { name: "currency", words: "Currency of the payout.", kind: "WORD", sql: "d.currency" },
  { name: "contractId", words: "The contract in force.", kind: "WORD", sql: "d.contract_id" },
  { name: "termsVersion", words: "Version of its terms.", kind: "COUNT", sql: "v.number" },
];

export const clickTable: ExportTable<ClickFilter> = {
  title: "Clicks",
  words: "Clicks, oldest first, each with its decision.",
  needs: ["clicks:read"],
  filter: { name: "clicks", type: () => ClickFilter },
  columns,
  period: (filter) => filter,
  within: (filter, { from, to }, zone) =>
    narrowed<ClickFilter>(filter, {
      from: new Date(dateStart(from, zone)),
      to: new Date(dateEnd(to, zone)),
    }),
  rows: async (ctx, { programId, filter }) => ({
    ...(await clickRows(ctx, programId, filter)),
    // As the indexes of both tables go: they are merged, where newest first each decision would be
    // looked up by itself.
    orderBy: "c.clicked_at, c.id",
  }),
};
