"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { clsx } from "clsx";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { pagesOf } from "../../../lib/addresses.ts";
import { RowHead, SortTh, Table, Th, type SortState } from "../../../ui/table.tsx";
import { textLinkClass } from "../../../ui/text-link.ts";
import { logAddress } from "../log/log-address.ts";
import { addressOf, type ViewState } from "../view-state.ts";
import type { Row, TableProps } from "./breakdown-query.ts";
import { Cells, narrow, onPhones } from "./cells.tsx";
import { NestedRows } from "./nested-rows.tsx";
import { within } from "./opened.ts";
import type { RankedMeasure } from "./ranked.ts";
import { useValueWords } from "./value-words.ts";

export function BreakdownTable(props: TableProps): ReactNode {
  const { found, grouping, handle, columns } = props;
  const t = useTranslations("reporting.breakdown");
  const names = useTranslations("reporting.filters");
  const { view } = handle;
  const cells = { columns, rank: view.rank, currency: props.program.marketplaceCurrency };
  const hidden = found.groups - found.rows.length;
  return (
    <Table label={t("title")} className="max-h-[720px]">
      <caption className="sticky start-0 px-3 pt-3 pb-1 text-start text-caption text-subtle">
        {t("caption", { groups: found.groups, of: names(grouping.by) })}
      </caption>
      <Head {...props} />
      <tbody>
        {found.rows.map((row) => (
          <GroupRow key={row.values[0]?.value} {...props} row={row} />
        ))}
        {found.rest ? (
          <tr>
            <RowHead className="text-muted">{t("rest", { count: hidden })}</RowHead>
            <Cells {...cells} figures={found.rest} changes={found.restChanges} />
          </tr>
        ) : null}
      </tbody>
      <tfoot>
        <tr className="font-semibold">
          <RowHead className="sticky bottom-0 z-[2] border-t border-b-0 font-semibold">
            {t("total")}
          </RowHead>
          <Cells {...cells} figures={found.total} changes={found.totalChanges} foot />
        </tr>
      </tfoot>
    </Table>
  );
}

type HeadProps = Pick<TableProps, "handle" | "grouping" | "columns">;
function Head({ handle: { view, setView }, grouping, columns }: HeadProps): ReactNode {
  const names = useTranslations("reporting.filters");
  const words = useTranslations("reporting.breakdown.columns");
  const descends = view.way === "most" || view.way === "rise";
  const stateOf = (measure: RankedMeasure): SortState => {
    if (measure !== view.rank) return "none";
    return descends ? "descending" : "ascending";
  };
  const turned = { most: "least", least: "most", rise: "fall", fall: "rise" } as const;
  return (
    <thead>
      <tr>
        <Th pinned className="z-20">
          {names(grouping.by)}
        </Th>
        {columns.map((measure) => (
          <SortTh
            key={measure}
            numeric
            sort={stateOf(measure)}
            className={clsx(narrow, !onPhones(measure, view.rank) && "max-sm:hidden")}
            onSort={() =>
              setView(measure === view.rank ? { way: turned[view.way] } : { rank: measure })
            }
          >
            {words(measure)}
          </SortTh>
        ))}
      </tr>
    </thead>
  );
}

type GroupRowProps = TableProps & { row: Row };
/** A group; a press opens what it is made of. */
function GroupRow(props: GroupRowProps): ReactNode {
  const { row, columns, grouping, handle, program } = props;
  const { view, setView } = handle;
  const wordOf = useValueWords();
  const page = usePathname();
  const value = row.values[0]?.value ?? "";
  const label = wordOf(grouping.by, value, row.values[0]?.label ?? value);
  const inside = within(view, grouping.by, row);
  const isOpen = view.open === value && inside !== null;
  const Icon = isOpen ? ChevronDown : ChevronRight;
  const next = { open: isOpen ? null : value };
  return (
    <>
      <tr>
        <RowHead className="max-w-80 sm:min-w-64 max-sm:max-w-44 max-sm:min-w-32">
          {inside ? (
            <a
              href={addressOf(page, { ...view, ...next })}
              aria-expanded={isOpen}
              onClick={(event) => {
                event.preventDefault();
                setView(next);
              }}
              className="inline-flex min-h-6 items-start gap-1 hover:underline"
            >
              <Icon aria-hidden size={16} className="mt-0.5 shrink-0 text-muted" />
              <span className="min-w-0 break-words">{label}</span>
            </a>
          ) : (
            <span className="ps-5">{label}</span>
          )}
        </RowHead>
        <Cells
          columns={columns}
          rank={view.rank}
          currency={program.marketplaceCurrency}
          figures={row.figures}
          changes={row.changes}
        />
      </tr>
      {isOpen ? (
        <>
          <WaysOn {...props} inside={inside} label={label} />
          <NestedRows {...props} inside={inside} />
        </>
      ) : null}
    </>
  );
}

type WaysOnProps = TableProps & { inside: ViewState; label: string };
/** From an open group to its clicks, to itself alone, and to its chart. */
function WaysOn({
  found,
  grouping,
  columns,
  inside,
  label,
  space,
  program,
}: WaysOnProps): ReactNode {
  const t = useTranslations("reporting.breakdown");
  const page = usePathname();
  const { clicks } = pagesOf(space, program.code);
  const closed = { ...inside, open: null };
  return (
    <tr>
      <td
        colSpan={columns.length + 1}
        aria-label={t("waysOn", { name: label })}
        className="border-b border-border px-3 py-1.5 ps-8"
      >
        <span className="sticky start-8 inline-flex flex-wrap gap-x-4 gap-y-1">
          <Link href={logAddress(clicks, inside, found)} className={textLinkClass}>
            {t("seeClicks")}
          </Link>
          <Link
            href={addressOf(page, { ...closed, by: grouping.into, into: null })}
            className={textLinkClass}
          >
            {t("only", { name: label })}
          </Link>
          <Link href={addressOf(page, { ...closed, view: "pair" })} className={textLinkClass}>
            {t("overTime")}
          </Link>
        </span>
      </td>
    </tr>
  );
}
