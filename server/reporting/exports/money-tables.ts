/**
 * Statements as files, and what proves them: the ledger's rows just as they are sealed, and the
 * seals. docs/verify-statement.mjs follows the one by the others.
 */
import { StatementFilter, type StatementLineView } from "../../money/statements/statement.types.ts";
import { statementLines } from "../../money/statements/statements.ts";
import type { Money } from "../../platform/api/money.ts";
import type { Context } from "../../platform/context.ts";
import type { ExportColumn, ViewColumn } from "./columns.ts";
import { SealedFilter } from "./table-filters.types.ts";
import { everyPage, narrowed, tableOfViews, type ExportTable, type TableFilter } from "./table.ts";

type Amount = {
  [K in keyof StatementLineView]: StatementLineView[K] extends Money ? K : never;
}[keyof StatementLineView];
const amount = (name: Amount, words: string): ViewColumn<StatementLineView> => ({
  name,
  words,
  kind: "MONEY",
  of: (line) => line[name].amount,
});
export const statementTable = tableOfViews<StatementLineView, StatementFilter>({
  title: "Statement lines",
  words: "Statement lines, newest month first: what is owed for each, rounded once.",
  needs: ["payouts:read"],
  filter: { name: "statements", type: () => StatementFilter },
  within: (filter, { from, to }) =>
    narrowed<StatementFilter>(filter, { from: from.slice(0, 7), to: to.slice(0, 7) }),
  columns: [
    { name: "month", words: "YYYY-MM, in the brand's zone.", kind: "WORD", of: (l) => l.month },
    { name: "state", words: "Whether it may change.", kind: "WORD", of: (line) => line.state },
    { name: "payoutStage", words: "How far it is.", kind: "WORD", of: (l) => l.payoutStage },
    { name: "dueOn", words: "When all of it is due.", kind: "DATE", of: (line) => line.dueOn },
    { name: "programId", words: "The program.", kind: "WORD", of: (line) => line.programId },
    { name: "partnerId", words: "The partner.", kind: "WORD", of: (line) => line.partnerId },
    { name: "partnerName", words: "Its name.", kind: "TEXT", of: (line) => line.partnerName },
    { name: "startsAt", words: "First instant.", kind: "INSTANT", of: (line) => line.startsAt },
    { name: "endsAt", words: "First one after it.", kind: "INSTANT", of: (line) => line.endsAt },
    {
      name: "closesAt",
      words: "What is posted from then on stands in a later month.",
      kind: "INSTANT",
      of: (line) => line.closesAt,
    },
    amount("openingCarry", "What the line before left over."),
    amount("clicks", "What clicks earned."),
    amount("sales", "What was approved of sales and leads."),
    amount("adjustments", "What changed of sales after their approval."),
    amount("bonuses", "Bonuses, and what was granted to inquiries."),
    amount("earlier", "Of these, what is dated before the month."),
    amount("entries", "All entries together."),
    { name: "transfers", words: "Ledger entries.", kind: "COUNT", of: (line) => line.transfers },
    amount("amount", "What is owed: opening carry and entries, rounded."),
    amount("carry", "The rest, carried to the next line."),
    amount("pending", "What may still change, in no sum of the line."),
    { name: "currency", words: "Of the amounts.", kind: "WORD", of: (line) => line.currency },
    {
      name: "seal",
      words: "The seal that the partner's ledger ended with when the line was closed.",
      kind: "WORD",
      of: (line) => line.seal,
    },
  ],
  views: (ctx, { programId, filter }) =>
    everyPage((page) => statementLines(ctx, programId, page, filter)),
});

const word = (name: string, words: string, sql: string): ExportColumn => ({
  name,
  words,
  kind: "WORD",
  sql,
});
const ownOf = (ctx: Context, row: string, filter: SealedFilter | null) => ({
  where: `${row}.partner_account_id = ? and ${row}.currency = coalesce(?, ${row}.currency)`,
  values: [ctx.scope.requireAccountId(), filter?.currency ?? null],
});

const sealed: TableFilter<SealedFilter> = {
  name: "sealed",
  type: () => SealedFilter,
  words: "they are of all programs of the partner",
};
export const sealedEntryTable: ExportTable<SealedFilter> = {
  title: "Ledger as it is sealed",
  words:
    "All rows of a partner's ledger as they are sealed, oldest first, of all its programs. " +
    "A partner's alone.",
  needs: ["payouts:read"],
  only: "PARTNER",
  filter: sealed,
  columns: [
    { name: "effectiveAt", words: "Its instant.", kind: "INSTANT", sql: "t.effective_at" },
    word("subjectId", "The click, change or bonus.", "t.subject_id"),
    word("event", "What it books.", "t.event"),
    word("brandId", "The brand.", "t.brand_account_id"),
    word("partnerId", "The partner.", "t.partner_account_id"),
    word("programId", "The program.", "t.program_id"),
    word("contractId", "The contract.", "t.contract_id"),
    word("debit", "From which account.", "t.debit"),
    word("credit", "To which account.", "t.credit"),
    {
      name: "amountMicros",
      words: "How much, in millionths of the currency.",
      kind: "COUNT",
      sql: "t.amount_micros",
    },
    word("currency", "In what.", "t.currency"),
    { name: "postedAt", words: "When it was posted.", kind: "INSTANT", sql: "t.posted_at" },
    word("postingId", "The posting that one seal covers.", "t.batch_id"),
  ],
  rows: async (ctx, { filter }) => {
    const { where, values } = ownOf(ctx, "t", filter);
    return {
      sql: `from ledger_transfer t where ${where}`,
      values,
      orderBy: "t.effective_at, t.subject_id",
    };
  },
};

export const sealTable: ExportTable<SealedFilter> = {
  title: "Seals of the ledger",
  words: "The seals of a partner's ledger, each over the one before. A partner's alone.",
  needs: ["payouts:read"],
  only: "PARTNER",
  filter: sealed,
  columns: [
    word("partnerId", "The partner.", "s.partner_account_id"),
    word("currency", "One chain a currency.", "s.currency"),
    { name: "number", words: "Its place in the chain, from 1.", kind: "COUNT", sql: "s.number" },
    word("postingId", "The posting that it covers.", "s.batch_id"),
    { name: "transfers", words: "Rows in it.", kind: "COUNT", sql: "s.transfers" },
    word("transfersHash", "SHA-256 of their texts.", "encode(s.transfers_hash, 'hex')"),
    word("previousHash", "The seal before; empty: none.", "encode(s.previous_hash, 'hex')"),
    word("hash", "The seal.", "encode(s.hash, 'hex')"),
  ],
  rows: async (ctx, { filter }) => {
    const { where, values } = ownOf(ctx, "s", filter);
    return {
      sql: `from ledger_seal s where ${where}`,
      values,
      orderBy: "s.partner_account_id, s.currency, s.number",
    };
  },
};
