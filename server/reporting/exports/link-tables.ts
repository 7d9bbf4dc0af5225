/** Links with their figures as a file, in the order and under the filters of their list. */
import type { LinkRowView } from "../links/link-list.types.ts";
import { linkList } from "../links/link-lists.ts";
import { amount, count, currenciesOf, currency, linesBy, type Line } from "./figure-columns.ts";
import { linkColumns } from "./other-tables.ts";
import { ExportLinksFilter } from "./table-filters.types.ts";
import { anyRange, everyPage, linesOfPages, narrowed, noPage, tableOfViews } from "./table.ts";

const linesOf = (view: LinkRowView): Line<LinkRowView>[] =>
  linesBy(view, currenciesOf(view.figures.earned));

export const linkListTable = tableOfViews<Line<LinkRowView>, ExportLinksFilter>({
  title: "Links with figures",
  words: "Links with what they brought in a range, and how they are.",
  needs: ["links:read", "reports:read"],
  filter: { name: "links", type: () => ExportLinksFilter },
  period: (filter) => filter?.range,
  within: (filter, dates) =>
    narrowed<ExportLinksFilter>(filter, { range: { last: null, ...dates } }),
  columns: [
    ...linkColumns.map(({ of, ...column }) => ({
      ...column,
      of: ({ view }: Line<LinkRowView>) => of(view.link),
    })),
    count("rawClicks", "Raw clicks.", ({ figures }) => figures.clicks),
    count("uniqueClicks", "Without repeats and robots.", ({ figures }) => figures.unique),
    count("payableClicks", "Paid, also at rate 0.", ({ figures }) => figures.payable),
    count("orders", "Orders.", ({ figures }) => figures.orders),
    amount("earned", "For clicks, sales and leads together.", ({ figures }) => figures.earned),
    currency,
    {
      name: "lastClickAt",
      words: "Newest click of all.",
      kind: "INSTANT",
      of: ({ view }) => view.lastClickAt,
    },
    { name: "health", words: "How it is.", kind: "WORD", of: ({ view }) => view.health },
    {
      name: "healthText",
      words: "The same in a sentence.",
      kind: "TEXT",
      of: ({ view }) => view.healthText,
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
          order: filter?.order ?? "MADE",
          ascending: filter?.ascending ?? false,
        };
        return (await linkList(ctx, { ...asked, ...page })) ?? noPage;
      }),
      linesOf,
    ),
});
