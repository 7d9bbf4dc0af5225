/** A partner's statement of one month, for both sides. */
import { badInput } from "../../platform/api/bad-input.ts";
import { Account } from "../../partnership/accounts/account.entity.ts";
import { instantText } from "../../partnership/notices/notices.ts";
import { findProgram } from "../../partnership/programs/programs.ts";
import { now, type Context } from "../../platform/context.ts";
import { addDays, dateOf } from "../../domain/calendar.ts";
import { ledgerEvents, type LedgerEvent } from "../../domain/ledger.ts";
import { formatMicros } from "../../domain/money.ts";
import { entryDays, type EntryDay } from "../../money/entries/entry-days.ts";
import type { StatementLineView } from "../../money/statements/statement.types.ts";
import { isMonth, statementLines } from "../../money/statements/statements.ts";
import { pdfOf, type Block, type Cell } from "./statement-pdf.ts";

const eventWords: Record<LedgerEvent, string> = {
  CLICK: "Clicks",
  SALE: "Sales",
  LEAD: "Leads",
  APPROVAL: "Approved sales and leads",
  ADJUSTMENT: "Changes after approval",
  BONUS: "Bonuses and what was granted",
};
const parts = [
  ["openingCarry", "Carried in from the line before"],
  ["clicks", eventWords.CLICK],
  ["sales", eventWords.APPROVAL],
  ["adjustments", eventWords.ADJUSTMENT],
  ["bonuses", eventWords.BONUS],
] as const;

const left = (text: string, strong = false): Cell => ({ text, strong });
const right = (text: string, strong = false): Cell => ({ text, numeric: true, strong });

function stageText(line: StatementLineView, zone: string): string {
  const { state, payoutStage, dueOn, closesAt, transfers } = line;
  const until = `Approved so far: it takes entries until ${instantText(closesAt.getTime(), zone)}.`;
  if (state === "OPEN")
    return transfers === 0 ? until : `${until} By now the last of it falls due on ${dueOn}.`;
  return payoutStage === "DUE" ? `Due since ${dueOn}.` : `Approved, due on ${dueOn}.`;
}

function sumsOf(line: StatementLineView): Block {
  const { currency, amount, carry, transfers, pending } = line;
  const rows = parts.map(([name, words]) => [left(words), right(line[name].amount)]);
  return {
    kind: "table",
    head: [left("What"), right(currency)],
    rows: [
      ...rows,
      [left(`All ${transfers.toLocaleString("en")} entries, exact`), right(line.entries.amount)],
      [left("Owed for the month, rounded once", true), right(`${amount.amount} ${currency}`, true)],
      [left("Carried on to the next line"), right(carry.amount)],
      ...(line.state === "OPEN"
        ? [[left("Pending besides, in no sum above"), right(pending.amount)]]
        : []),
    ],
  };
}
const daysOf = (days: readonly EntryDay[]): Block => ({
  kind: "table",
  wide: 1,
  head: [left("Date"), left("What"), right("Entries"), right("Amount")],
  rows: days
    .toSorted(
      (a, b) =>
        Number(a.date > b.date) - Number(a.date < b.date) ||
        ledgerEvents.indexOf(a.event) - ledgerEvents.indexOf(b.event),
    )
    .map(({ date, event, entries, micros }) => [
      left(date),
      left(eventWords[event]),
      right(entries.toLocaleString("en")),
      right(formatMicros(micros)),
    ]),
});
const sealText = (seal: string | null): string =>
  seal === null
    ? "No seal is noted: the month is open, or it was closed before seals were noted."
    : `Seal of the ledger when this line was closed: ${seal}. The partner's exports of its ` +
      "sealed entries, seals and statement lines prove it by verify-statement.mjs.";

function sectionOf(line: StatementLineView, days: readonly EntryDay[], zone: string): Block[] {
  return [
    { kind: "heading", text: `In ${line.currency}` },
    { kind: "text", text: stageText(line, zone) },
    sumsOf(line),
    { kind: "heading", text: "Entries by date" },
    daysOf(days.filter(({ currency }) => currency === line.currency)),
    { kind: "text", text: sealText(line.seal) },
  ];
}
const monthName = (month: string): string =>
  Temporal.PlainYearMonth.from(month)
    .toPlainDate({ day: 1 })
    .toLocaleString("en", { month: "long", year: "numeric" });

export interface StatementAsked {
  programId: string;
  month: string;
  /** Of a brand; a partner's own is the only one that it has. */
  partnerId: string | null;
}
/** Null: there is no such line for this viewer. */
export async function statementFile(
  ctx: Context,
  { programId, month, partnerId: given }: StatementAsked,
): Promise<{ name: string; content: Buffer } | null> {
  if (!isMonth(month)) throw badInput("month is one such as 2026-11", "month");
  const partnerId = ctx.scope.kind === "PARTNER" ? ctx.scope.requireAccountId() : given;
  if (partnerId === null) throw badInput("partnerId says whose statement it is", "partnerId");
  const program = await findProgram(ctx, programId);
  if (!program) return null;
  const filter = { partnerIds: [partnerId], from: month, to: month };
  const { nodes: lines } = await statementLines(
    ctx,
    programId,
    { first: 100, after: null },
    filter,
  );
  const [first] = lines;
  const brand = await ctx.em.findOne(Account, { id: program.brandAccountId });
  if (!first || !brand) return null;
  const zone = brand.timeZone;
  const days = await entryDays(ctx, program, { partnerId, month, zone });
  const last = addDays(dateOf(first.endsAt.getTime(), zone), -1);
  const facts = [
    ["Brand", brand.name],
    ["Partner", first.partnerName],
    ["Program", program.name],
    ["Period", `${dateOf(first.startsAt.getTime(), zone)} to ${last}, by the clock of ${zone}`],
    ["Made", instantText(now(ctx).getTime(), zone)],
  ].map(([name = "", value = ""]) => [left(name), left(value)]);
  const content = await pdfOf({
    title: `Statement ${monthName(month)}`,
    subtitle: `${brand.name} for ${first.partnerName}`,
    madeAt: now(ctx),
    blocks: [
      { kind: "table", head: [left("About"), left("")], rows: facts, wide: 1 },
      ...lines.flatMap((line) => sectionOf(line, days, zone)),
      {
        kind: "text",
        text: "Counterfoil moves no money: whether this was paid is told by whoever pays.",
      },
    ],
  });
  return { name: `statement_${month}_${partnerId}.pdf`, content };
}
