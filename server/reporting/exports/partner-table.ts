/** The table of a program's partners as a file, with its figures, order and filters. */
import type { ProgramPartnerView } from "../partners/program-partner.types.ts";
import { programPartners } from "../partners/program-partners.ts";
import {
  amount,
  count,
  currenciesOf,
  currency,
  figureColumns,
  figureCurrencies,
  linesBy,
  ratio,
  type Line,
} from "./figure-columns.ts";
import { ExportPartnersFilter } from "./table-filters.types.ts";
import { anyRange, everyPage, linesOfPages, narrowed, noPage, tableOfViews } from "./table.ts";

const linesOf = (view: ProgramPartnerView): Line<ProgramPartnerView>[] =>
  linesBy(view, [...figureCurrencies(view.figures), ...currenciesOf(view.figures.earned)]);

export const partnerListTable = tableOfViews<Line<ProgramPartnerView>, ExportPartnersFilter>({
  title: "Partners",
  words: "Partners of the brand with what they brought and earned in the program.",
  needs: ["reports:read", "contracts:read"],
  only: "BRAND",
  filter: { name: "partners", type: () => ExportPartnersFilter },
  period: (filter) => filter?.range,
  within: (filter, dates) =>
    narrowed<ExportPartnersFilter>(filter, { range: { last: null, ...dates } }),
  columns: [
    { name: "partnerId", words: "The partner.", kind: "WORD", of: ({ view }) => view.id },
    { name: "partnerName", words: "Its name.", kind: "TEXT", of: ({ view }) => view.name },
    { name: "code", words: "Its public code.", kind: "WORD", of: ({ view }) => view.code },
    {
      name: "accountState",
      words: "Whether its account can be used.",
      kind: "WORD",
      of: ({ view }) => view.state,
    },
    {
      name: "since",
      words: "Since when brand and partner work together.",
      kind: "INSTANT",
      of: ({ view }) => view.since,
    },
    {
      name: "standing",
      words: "How it stands with the program.",
      kind: "WORD",
      of: ({ view }) => view.standing,
    },
    {
      name: "isAsked",
      words: "An offer of the brand waits for its answer.",
      kind: "FLAG",
      of: ({ view }) => view.isAsked,
    },
    {
      name: "contractId",
      words: "The contract behind the standing.",
      kind: "WORD",
      of: ({ view }) => view.contract?.id ?? null,
    },
    {
      name: "termsName",
      words: "Its template terms.",
      kind: "TEXT",
      of: ({ view }) => view.contract?.termsName ?? null,
    },
    {
      name: "verification",
      words: "How the verification board found it last.",
      kind: "WORD",
      of: ({ view }) => view.verification,
    },
    ...figureColumns<ProgramPartnerView>(({ figures }) => figures),
    amount("earned", "For clicks, sales and leads together.", ({ figures }) => figures.earned),
    amount("epc", "What was earned / raw clicks.", ({ figures }) => figures.epc),
    count(
      "rawClicksCompared",
      "Raw clicks, as far as they are compared with the period before.",
      ({ change }) => change?.now.raw,
    ),
    count("rawClicksBefore", "Those of the period before.", ({ change }) => change?.before.raw),
    count("rawClicksChange", "The one less the other.", ({ change }) => change?.raw),
    ratio("rawClicksChangeRatio", "That / those before.", ({ change }) => change?.share),
    count("payableClicksChange", "The same of payable clicks.", ({ change }) => change?.payable),
    currency,
    {
      name: "lastClickAt",
      words: "Newest click of all.",
      kind: "INSTANT",
      of: ({ view }) => view.lastClickAt,
    },
  ],
  views: (ctx, { programId, filter, timeZone }) =>
    linesOfPages(
      everyPage(async (page) => {
        const asked = {
          programId,
          range: filter?.range ?? anyRange,
          timeZone,
          filter: filter?.filter ?? null,
          order: filter?.order ?? "NAME",
          descending: filter?.descending ?? false,
        };
        return (await programPartners(ctx, { ...asked, ...page })) ?? noPage;
      }),
      linesOf,
    ),
});
