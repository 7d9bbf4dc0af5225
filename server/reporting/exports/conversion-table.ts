/** Conversions as a file, each as the API shows it. */
import { ConversionFilter, type ConversionView } from "../conversions/conversion.types.ts";
import { conversions } from "../conversions/conversions.ts";
import type { ViewColumn } from "./columns.ts";
import { narrowed, everyPage, tableOfViews } from "./table.ts";

type Column = ViewColumn<ConversionView>;
const whatAndWhose: Column[] = [
  { name: "id", words: "Identity.", kind: "WORD", of: (sale) => sale.id },
  { name: "kind", words: "A sale or a lead.", kind: "WORD", of: (sale) => sale.kind },
  {
    name: "eventType",
    words: "Code of a lead's event type.",
    kind: "TEXT",
    of: (sale) => sale.eventTypeCode,
  },
  {
    name: "orderId",
    words: "The shop's own id of order or lead; of Amazon's sales one of this platform.",
    kind: "TEXT",
    of: (sale) => sale.orderId,
  },
  {
    name: "date",
    words: "Date of the events in the marketplace's zone.",
    kind: "DATE",
    of: (sale) => sale.date,
  },
  { name: "programId", words: "The program.", kind: "WORD", of: (sale) => sale.programId },
  {
    name: "partnerId",
    words: "The credited partner; empty: none that is known.",
    kind: "WORD",
    of: (sale) => sale.partnerAccountId,
  },
  { name: "partnerName", words: "Its name.", kind: "TEXT", of: (sale) => sale.partnerName },
  { name: "linkId", words: "The tracking link.", kind: "WORD", of: (sale) => sale.linkId },
  {
    name: "link",
    words: "The link's name, or why none is known.",
    kind: "TEXT",
    of: (sale) => sale.linkText,
  },
  {
    name: "notSplit",
    words: "The part of a partner's date that Amazon did not split by creative.",
    kind: "FLAG",
    of: (sale) => sale.notSplit,
  },
  { name: "source", words: "How it came.", kind: "WORD", of: (sale) => sale.source },
  { name: "isTest", words: "Through a test link.", kind: "FLAG", of: (sale) => sale.isTest },
  {
    name: "simulated",
    words: "Made by the simulator, not by Amazon.",
    kind: "FLAG",
    of: (sale) => sale.simulated,
  },
  {
    name: "clickedAt",
    words: "The click that an order of a shop is credited by.",
    kind: "INSTANT",
    of: (sale) => sale.clickedAt,
  },
];
const standing: Column[] = [
  { name: "state", words: "Where it stands.", kind: "WORD", of: (sale) => sale.state },
  { name: "outcome", words: "What became of it.", kind: "WORD", of: (sale) => sale.outcome },
  {
    name: "payoutStage",
    words: "How far what it earns is on its way; empty: it earns nothing.",
    kind: "WORD",
    of: (sale) => sale.payoutStage,
  },
  {
    name: "reason",
    words: "Why it is not paid, as a code.",
    kind: "WORD",
    of: (sale) => sale.reason,
  },
  {
    name: "reasonText",
    words: "The same in a sentence.",
    kind: "TEXT",
    of: (sale) => sale.reasonText,
  },
];
const figures: Column[] = [
  { name: "leads", words: "Leads.", kind: "COUNT", of: (sale) => sale.leads },
  { name: "orders", words: "Orders.", kind: "COUNT", of: (sale) => sale.orders },
  { name: "units", words: "Units.", kind: "COUNT", of: (sale) => sale.units },
  { name: "amount", words: "Sales amount.", kind: "MONEY", of: (sale) => sale.amount.amount },
  { name: "payout", words: "Payout.", kind: "MONEY", of: (sale) => sale.payout.amount },
  {
    name: "adjustment",
    words: "Booked beside the payout after locking; else 0.",
    kind: "MONEY",
    of: (sale) => sale.adjustment.amount,
  },
  {
    name: "wouldPay",
    words: "Of tests what a live sale would earn, outside of terms what approval would pay.",
    kind: "MONEY",
    of: (sale) => sale.wouldPay?.amount ?? null,
  },
  {
    name: "currency",
    words: "Currency of the amounts.",
    kind: "WORD",
    of: (sale) => sale.amount.currency,
  },
];
const history: Column[] = [
  { name: "contractId", words: "The contract.", kind: "WORD", of: (sale) => sale.contractId },
  {
    name: "locksAt",
    words: "When it locks by itself.",
    kind: "INSTANT",
    of: (sale) => sale.locksAt,
  },
  { name: "lockedAt", words: "When it was locked.", kind: "INSTANT", of: (sale) => sale.lockedAt },
  {
    name: "outsideOfTerms",
    words: "Past a limit of its contract.",
    kind: "FLAG",
    of: (sale) => sale.outsideOfTerms,
  },
  {
    name: "outsideApprovedAt",
    words: "When the brand approved it past the limit.",
    kind: "INSTANT",
    of: (sale) => sale.outsideApprovedAt,
  },
  {
    name: "modificationReason",
    words: "Why people changed it last.",
    kind: "WORD",
    of: (sale) => sale.modificationReason,
  },
  {
    name: "reversalReason",
    words: "Why people reversed it.",
    kind: "WORD",
    of: (sale) => sale.reversalReason,
  },
  {
    name: "createdAt",
    words: "When it was first booked.",
    kind: "INSTANT",
    of: (sale) => sale.createdAt,
  },
  {
    name: "updatedAt",
    words: "When it last changed.",
    kind: "INSTANT",
    of: (sale) => sale.updatedAt,
  },
];

export const conversionTable = tableOfViews<ConversionView, ConversionFilter>({
  title: "Sales",
  words: "Sales, newest date first, as they stand.",
  needs: ["sales:read"],
  filter: { name: "conversions", type: () => ConversionFilter },
  columns: [...whatAndWhose, ...standing, ...figures, ...history],
  period: (filter) => filter,
  within: (filter, dates) => narrowed<ConversionFilter>(filter, dates),
  views: (ctx, { programId, filter }) =>
    everyPage((page) => conversions(ctx, programId, page, filter)),
});
