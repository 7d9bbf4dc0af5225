/** Ledger entries, tracking links and contracts as files, each as the API shows it. */
import { ledgerEntries } from "../../money/entries/ledger-entries.ts";
import { LedgerEntryFilter, type LedgerEntryView } from "../../money/entries/ledger-entry.types.ts";
import { ContractFilter, type ContractView } from "../../partnership/contracts/contract.types.ts";
import { contracts } from "../../partnership/contracts/contracts.ts";
import { TrackingLinkFilter, type TrackingLinkView } from "../../partnership/links/link.types.ts";
import { trackingLinks } from "../../partnership/links/links.ts";
import type { ViewColumn } from "./columns.ts";
import { narrowed, everyPage, tableOfViews } from "./table.ts";

export const ledgerEntryTable = tableOfViews<LedgerEntryView, LedgerEntryFilter>({
  title: "Ledger entries",
  words: "Entries of the ledger, newest first; none is ever changed.",
  needs: ["payouts:read"],
  filter: { name: "ledgerEntries", type: () => LedgerEntryFilter },
  period: (filter) => filter,
  within: (filter, dates) => narrowed<LedgerEntryFilter>(filter, dates),
  columns: [
    { name: "id", words: "Of the click, change or bonus.", kind: "WORD", of: (entry) => entry.id },
    { name: "kind", words: "What it books.", kind: "WORD", of: (entry) => entry.kind },
    {
      name: "at",
      words: "When what it books happened.",
      kind: "INSTANT",
      of: (entry) => entry.at,
    },
    { name: "postedAt", words: "When it was posted.", kind: "INSTANT", of: (e) => e.postedAt },
    { name: "partnerId", words: "The partner.", kind: "WORD", of: (entry) => entry.partnerId },
    { name: "partnerName", words: "Its name.", kind: "TEXT", of: (entry) => entry.partnerName },
    { name: "contractId", words: "The contract.", kind: "WORD", of: (entry) => entry.contractId },
    {
      name: "amount",
      words: "What was moved; negative: taken back.",
      kind: "MONEY",
      of: (entry) => entry.amount.amount,
    },
    {
      name: "owed",
      words: "Change of what the partner is owed.",
      kind: "MONEY",
      of: (entry) => entry.owed.amount,
    },
    {
      name: "pending",
      words: "Change of what waits for approval.",
      kind: "MONEY",
      of: (entry) => entry.pending.amount,
    },
    {
      name: "currency",
      words: "Currency of the amounts.",
      kind: "WORD",
      of: (entry) => entry.amount.currency,
    },
    { name: "reason", words: "Why it was posted.", kind: "TEXT", of: (entry) => entry.reason },
    { name: "clickId", words: "The click.", kind: "WORD", of: (entry) => entry.clickId },
    { name: "conversionId", words: "The sale.", kind: "WORD", of: (e) => e.conversionId },
  ],
  views: (ctx, { programId, filter }) =>
    everyPage((page) => ledgerEntries(ctx, programId, page, filter)),
});

export const linkColumns: ViewColumn<TrackingLinkView>[] = [
  { name: "id", words: "Identity.", kind: "WORD", of: (link) => link.id },
  { name: "name", words: "Name for people.", kind: "TEXT", of: (link) => link.name },
  { name: "url", words: "The address to share.", kind: "TEXT", of: (link) => link.url },
  { name: "programId", words: "The program.", kind: "WORD", of: (link) => link.programId },
  {
    name: "partnerId",
    words: "The partner it credits.",
    kind: "WORD",
    of: (link) => link.partnerAccountId,
  },
  { name: "partnerName", words: "Its name.", kind: "TEXT", of: (link) => link.partnerName },
  { name: "adName", words: "The ad it carries.", kind: "TEXT", of: (link) => link.ad.name },
  { name: "level", words: "What it leads to.", kind: "WORD", of: (link) => link.level },
  { name: "isTest", words: "Its clicks pay nothing.", kind: "FLAG", of: (link) => link.isTest },
  {
    name: "sharedId",
    words: "Shared id; both sides see it.",
    kind: "TEXT",
    of: (link) => link.sharedId,
  },
  {
    name: "mediaProperty",
    words: "Where the partner uses it.",
    kind: "TEXT",
    of: (link) => link.mediaProperty?.name ?? null,
  },
  {
    name: "state",
    words: "Whether its clicks can be paid.",
    kind: "WORD",
    of: (link) => link.state,
  },
  {
    name: "destination",
    words: "Where a click lands.",
    kind: "TEXT",
    of: (link) => link.destination,
  },
  {
    name: "createdAt",
    words: "When it was made.",
    kind: "INSTANT",
    of: (link) => link.createdAt,
  },
];
export const linkTable = tableOfViews<TrackingLinkView, TrackingLinkFilter>({
  title: "Links",
  words: "Tracking links, newest first.",
  needs: ["links:read"],
  filter: {
    name: "trackingLinks",
    type: () => TrackingLinkFilter,
    words: "the program is the export's",
  },
  columns: linkColumns,
  views: (ctx, { programId, filter: asked }) => {
    const { partnerId = null, isTest = null } = asked ?? {};
    const filter = { programId, partnerId, isTest };
    return everyPage((page) => trackingLinks(ctx, page, filter));
  },
});

export const contractTable = tableOfViews<ContractView, ContractFilter>({
  title: "Contracts",
  words: "Contracts, newest first; those in force unless states are named.",
  needs: ["contracts:read"],
  filter: {
    name: "contracts",
    type: () => ContractFilter,
    words: "the program is the export's",
  },
  columns: [
    { name: "id", words: "Identity.", kind: "WORD", of: (contract) => contract.id },
    {
      name: "state",
      words: "Where it stands.",
      kind: "WORD",
      of: (contract) => contract.state,
    },
    { name: "programId", words: "The program.", kind: "WORD", of: ({ programId }) => programId },
    { name: "brandName", words: "The brand.", kind: "TEXT", of: ({ brandName }) => brandName },
    {
      name: "partnerId",
      words: "The partner.",
      kind: "WORD",
      of: ({ partnerAccountId }) => partnerAccountId,
    },
    { name: "partnerName", words: "Its name.", kind: "TEXT", of: (c) => c.partnerName },
    { name: "termsName", words: "The template terms.", kind: "TEXT", of: (c) => c.termsName },
    {
      name: "termsVersion",
      words: "The version that is signed or offered.",
      kind: "COUNT",
      of: ({ version }) => version.number,
    },
    {
      name: "startsAt",
      words: "First instant of its validity.",
      kind: "INSTANT",
      of: ({ startsAt }) => startsAt,
    },
    {
      name: "endsAt",
      words: "First instant after it; empty: open end.",
      kind: "INSTANT",
      of: ({ endsAt }) => endsAt,
    },
    {
      name: "proposedAt",
      words: "When it was proposed.",
      kind: "INSTANT",
      of: ({ proposedAt }) => proposedAt,
    },
    {
      name: "decidedAt",
      words: "When it was accepted, declined or withdrawn.",
      kind: "INSTANT",
      of: ({ decidedAt }) => decidedAt,
    },
  ],
  views: (ctx, { programId, filter: asked }) => {
    const { partnerId = null, partnerIds = null, termsId = null, states = null } = asked ?? {};
    const filter = { programId, partnerId, partnerIds, termsId, states };
    return everyPage((page) => contracts(ctx, page, filter));
  },
});
