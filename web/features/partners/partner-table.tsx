"use client";
import { createContext, memo, use, type ReactNode } from "react";
import Link from "next/link";
import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import type { ProgramPartnerOrder, ProgramPartnersQuery } from "../../gql/graphql.ts";
import type { BrandPages } from "../../lib/addresses.ts";
import {
  exactMonies,
  formatCount,
  formatExact,
  formatMonies,
  formatShort,
} from "../../lib/format.ts";
import { Badge } from "../../ui/badge.tsx";
import { RowHead, Table, Td, Th, type SortState } from "../../ui/table.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { ChangeFigure } from "./change-figure.tsx";
import { partnerListAddress, sortedBy, type PartnerListState } from "./partner-list-state.ts";
import { partnerPageAddress } from "./partner-sections.ts";
import { StandingBadge, VerifiedBadge } from "./standing-badge.tsx";

export type PartnerRow = NonNullable<ProgramPartnersQuery["programPartners"]>["nodes"][number];

interface TableProps {
  rows: readonly PartnerRow[];
  state: PartnerListState;
  pages: BrandPages;
  timeZone: string;
  mayPropose: boolean;
  onSort: (sort: Pick<PartnerListState, "sort" | "down">) => void;
}
const columns = [
  ["NAME", "name", false],
  ["STANDING", "contract", false],
  ["VERIFICATION", "verified", false],
  ["PAYABLE", "payable", true],
  ["RAW", "raw", true],
  ["CHANGE", "change", true],
  ["EPC", "epc", true],
  ["EARNED", "earned", true],
  ["LAST_CLICK", "lastClick", true],
] as const satisfies readonly (readonly [ProgramPartnerOrder, string, boolean])[];

/** What rows are sorted by: another order draws no row anew that stays. */
const Sorted = createContext<ProgramPartnerOrder>("NAME");

export function PartnerTable({ rows, ...props }: TableProps): ReactNode {
  const t = useTranslations("partners");
  const { state, pages, timeZone, mayPropose } = props;
  return (
    <Sorted value={state.sort}>
      <Table label={t("title")}>
        <thead>
          <tr>
            {columns.map(([order, word, numeric]) => (
              <SortHead key={order} order={order} numeric={numeric} {...props}>
                {t(word)}
              </SortHead>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <PartnerCells
              key={row.id}
              row={row}
              range={state.last}
              {...{ pages, timeZone, mayPropose }}
            />
          ))}
        </tbody>
      </Table>
    </Sorted>
  );
}

const icons = { ascending: ArrowUp, descending: ArrowDown, none: ChevronsUpDown };
const stateOf = (down: boolean): SortState => (down ? "descending" : "ascending");
/** A link, so that it sorts without scripts too. */
function SortHead({
  order,
  numeric,
  state,
  pages,
  onSort,
  children,
}: Pick<TableProps, "state" | "pages" | "onSort"> & {
  order: ProgramPartnerOrder;
  numeric: boolean;
  children: ReactNode;
}): ReactNode {
  const sort = state.sort === order ? stateOf(state.down) : "none";
  const next = sortedBy(state, order);
  const Icon = icons[sort];
  return (
    <Th numeric={numeric} pinned={order === "NAME"} aria-sort={sort}>
      <a
        href={`${pages.partners}${partnerListAddress({ ...state, ...next })}`}
        onClick={(event) => {
          event.preventDefault();
          onSort(next);
        }}
        className={clsx(
          "inline-flex min-h-6 items-center gap-1 rounded-badge hover:text-fg",
          numeric && "flex-row-reverse",
        )}
      >
        {children}
        <Icon aria-hidden size={12} />
      </a>
    </Th>
  );
}

const PartnerCells = memo(function PartnerCells({
  row,
  range,
  pages,
  timeZone,
  mayPropose,
}: Pick<TableProps, "pages" | "timeZone" | "mayPropose"> & {
  row: PartnerRow;
  range: PartnerListState["last"];
}): ReactNode {
  const t = useTranslations("partners");
  const { clicks, earned, epc } = row.figures;
  return (
    <tr>
      <RowHead className="max-sm:max-w-44">
        <Link
          href={partnerPageAddress(`${pages.partners}/${row.id}`, { last: range })}
          className={clsx(textLinkClass, "break-words")}
        >
          {row.name}
        </Link>
        {row.state === "ACTIVE" ? null : <Badge tone="warning">{t("notActive")}</Badge>}
        <span className="block text-caption font-normal sm:hidden">
          <SortedFigure row={row} timeZone={timeZone} />
        </span>
      </RowHead>
      <Td>
        <Standing row={row} pages={pages} mayPropose={mayPropose} />
      </Td>
      <Td>
        <VerifiedBadge result={row.verification} />
      </Td>
      <Td numeric>{formatCount(clicks.payable)}</Td>
      <Td numeric>{formatCount(clicks.raw)}</Td>
      <Td numeric>
        <ChangeFigure change={row.change} />
      </Td>
      <Td numeric>{epc.length === 0 ? "–" : epc.map(formatExact).join(" + ")}</Td>
      <Td numeric title={exactMonies(earned) ?? undefined}>
        {earned.length === 0 ? "–" : formatMonies(earned)}
      </Td>
      <Td numeric>
        <LastClick at={row.lastClickAt} timeZone={timeZone} />
      </Td>
    </tr>
  );
});

function LastClick({ at, timeZone }: { at: string | null; timeZone: string }): ReactNode {
  const t = useTranslations("partners");
  if (at === null) return <span className="text-subtle">{t("never")}</span>;
  return <time dateTime={at}>{formatShort(at, timeZone)}</time>;
}

/** On phones what one sorted by stands below the name, since the rest is out of sight. */
function SortedFigure({ row, timeZone }: { row: PartnerRow; timeZone: string }): ReactNode {
  const t = useTranslations("partners");
  const { clicks, earned, epc } = row.figures;
  switch (use(Sorted)) {
    case "NAME":
    case "TERMS":
    case "STANDING":
      return <StandingBadge standing={row.standing} />;
    case "VERIFICATION":
      return <VerifiedBadge result={row.verification} />;
    case "PAYABLE":
      return t("ofPayable", { count: clicks.payable });
    case "RAW":
      return t("ofRaw", { count: clicks.raw });
    case "CHANGE":
      return <ChangeFigure change={row.change} />;
    case "EPC":
      return epc.map(formatExact).join(" + ");
    case "EARNED":
      return formatMonies(earned);
    case "LAST_CLICK":
      return <LastClick at={row.lastClickAt} timeZone={timeZone} />;
  }
}

function Standing({
  row: { id, name, standing, isAsked, contract },
  pages,
  mayPropose,
}: Pick<TableProps, "pages" | "mayPropose"> & { row: PartnerRow }): ReactNode {
  const t = useTranslations("partners");
  return (
    <span className="flex flex-col items-start gap-1">
      <span className="flex flex-wrap items-center gap-1">
        <StandingBadge standing={standing} />
        {isAsked && standing !== "ASKED" ? <Badge tone="waiting">{t("askedToo")}</Badge> : null}
      </span>
      {contract ? (
        <Link href={`${pages.contracts}/${contract.id}`} className={textLinkClass}>
          {contract.termsName}
        </Link>
      ) : null}
      {contract === null && mayPropose ? (
        <Link
          href={`${pages.contracts}?partner=${id}`}
          aria-label={t("proposeTo", { name })}
          className={textLinkClass}
        >
          {t("propose")}
        </Link>
      ) : null}
    </span>
  );
}
