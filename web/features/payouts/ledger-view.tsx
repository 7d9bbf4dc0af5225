"use client";
import type { FormEvent, ReactNode } from "react";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { pagesOf, type SharedPages } from "../../lib/addresses.ts";
import { graphql } from "../../gql/index.ts";
import type {
  LedgerEntryFilter,
  LedgerEntryKind,
  LedgerQuery,
  PayoutStage,
} from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { textOf } from "../../lib/form-values.ts";
import {
  formatEffect,
  formatExact,
  formatMonth,
  formatPlainDate,
  formatSecond,
  zoneName,
} from "../../lib/format.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { controlClass, Select } from "../../ui/form.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { RowHead, Table, Td, Th, wideOnly } from "../../ui/table.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import type { Choices, Typed } from "../partners/choice-types.ts";
import { PartnerFilter, TypedPartners } from "../partners/partner-select.tsx";

const Ledger = graphql(/* GraphQL */ `
  query Ledger($programId: ID!, $filter: LedgerEntryFilter, $after: String) {
    ledgerEntries(programId: $programId, first: 50, after: $after, filter: $filter) {
      nodes {
        id
        kind
        at
        postedAt
        partnerName
        reason
        clickId
        conversionId
        amount {
          amount
          currency
        }
        owed {
          amount
          currency
        }
        pending {
          amount
          currency
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

const pick = (data: LedgerQuery) => data.ledgerEntries;
type Entry = LedgerQuery["ledgerEntries"]["nodes"][number];

/** What a figure shows its entries by. */
export interface Narrowing {
  stage: PayoutStage | null;
  currency: string | null;
  month: string | null;
  /** Dates on which it leaves its stage. */
  sfrom: string | null;
  sto: string | null;
  undated: "1" | null;
}
interface LedgerFilter extends Narrowing {
  /** Identity of a partner. */
  who: string | null;
  kind: LedgerEntryKind | null;
  /** Dates, both included. */
  from: string | null;
  to: string | null;
}
interface LedgerViewProps {
  program: { code: string; timeZone: string };
  space: "brand" | "partner";
  kinds: readonly LedgerEntryKind[];
  filter: LedgerFilter;
  /** The partner as the address has it: an id, or words. */
  asked: string | null;
  /** The last date is before the first. */
  isTurned: boolean;
  /** Null where there is nobody to choose from. */
  partners: { choices: Choices | null; typed: Typed | null };
  /** Of the first page. */
  variables: { programId: string; filter: LedgerEntryFilter; after: null };
  first: Loaded<LedgerQuery>;
  /** The button that makes a file of the list. */
  asFile: ReactNode;
}
export function LedgerView({
  partners,
  variables,
  first,
  asFile,
  ...rest
}: LedgerViewProps): ReactNode {
  const { program, space, filter, asked, isTurned } = rest;
  const t = useTranslations("ledger");
  const list = usePages(Ledger, variables, first, pick);
  const isFiltered = Object.values(filter).some((value) => value !== null);
  const pages = pagesOf(space, program.code);
  return (
    <>
      <PageHead
        title={t("title")}
        lead={t("lead", { zone: zoneName(program.timeZone), space })}
        actions={asFile}
      />
      <Filter {...rest} choices={partners.choices} isFiltered={isFiltered} />
      {isTurned ? (
        <p role="alert" className="mb-3 text-danger">
          {t("turned")}
        </p>
      ) : null}
      <Only filter={filter} />
      <TypedPartners typed={partners.typed} now={asked} />
      <PagedList
        list={list}
        empty={
          isFiltered ? (
            <Empty title={t("noneOfThese")} action={<ShowAll />} />
          ) : (
            <Empty
              title={t("none")}
              action={<ButtonLink href={pages.links}>{t("toLinks")}</ButtonLink>}
            >
              {t("noneText")}
            </Empty>
          )
        }
      >
        {(entries) => <Entries entries={entries} space={space} pages={pages} {...program} />}
      </PagedList>
      <p className="mt-3 max-w-prose text-muted">{t("rule")}</p>
    </>
  );
}

/** Of which figure the entries are, in words. */
function Only({ filter }: { filter: LedgerFilter }): ReactNode {
  const t = useTranslations("ledger");
  const { stage, currency, month, sfrom, sto, undated } = filter;
  const [from, to] = [sfrom, sto].map((date) => date && formatPlainDate(date));
  const when =
    from && to && from !== to
      ? t("narrowed.between", { from, to })
      : (from ?? to) && t("narrowed.on", { date: from ?? to ?? "" });
  const parts = [
    stage && t(`narrowed.${stage}`),
    when,
    undated && t("narrowed.undated"),
    currency && t("narrowed.currency", { currency }),
    month && t("narrowed.month", { month: formatMonth(month) }),
  ].filter(Boolean);
  if (parts.length === 0) return null;
  return <p className="mb-3 max-w-prose">{t("only", { parts: parts.join(" ") })}</p>;
}

function ShowAll(): ReactNode {
  const t = useTranslations("ledger");
  return <ButtonLink href="?">{t("showAll")}</ButtonLink>;
}

type FilterProps = Pick<LedgerViewProps, "filter" | "kinds"> & {
  choices: Choices | null;
  isFiltered: boolean;
};
const narrowing = ["stage", "currency", "month", "sfrom", "sto", "undated"] as const;
/** A form of the page itself: without scripts its button asks. */
function Filter({ filter, kinds, choices, isFiltered }: FilterProps): ReactNode {
  const t = useTranslations("ledger");
  const page = usePathname();
  const router = useRouter();
  const go = (next: Partial<LedgerFilter>) => {
    const kept = Object.entries({ ...filter, ...next }).filter(([, value]) => value);
    const query = new URLSearchParams(kept as [string, string][]).toString();
    router.push(query === "" ? page : `${page}?${query}`);
  };
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    go({ from: textOf(values, "from"), to: textOf(values, "to") });
  };
  return (
    <form method="get" onSubmit={send} className="mb-3 flex flex-wrap items-end gap-2">
      {choices ? (
        <PartnerFilter
          name="who"
          choices={choices}
          value={filter.who}
          onChange={(who) => go({ who })}
        />
      ) : null}
      <Select
        name="kind"
        aria-label={t("kind")}
        value={filter.kind ?? ""}
        onChange={(event) => go({ kind: (event.target.value || null) as LedgerEntryKind | null })}
        className="sm:w-56"
      >
        <option value="">{t("everyKind")}</option>
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(`kinds.${kind}`)}
          </option>
        ))}
      </Select>
      {(["from", "to"] as const).map((name) => (
        <label key={name} className="flex items-center gap-2 text-muted">
          {t(name)}
          <input
            key={filter[name]}
            type="date"
            name={name}
            defaultValue={filter[name] ?? ""}
            className={`${controlClass} w-40!`}
          />
        </label>
      ))}
      {narrowing.map((name) =>
        filter[name] === null ? null : (
          <input key={name} type="hidden" name={name} value={filter[name]} />
        ),
      )}
      <Button type="submit">{t("show")}</Button>
      {isFiltered ? <ShowAll /> : null}
    </form>
  );
}

interface EntriesProps {
  entries: readonly Entry[];
  space: "brand" | "partner";
  pages: SharedPages;
  timeZone: string;
}
function Entries({ entries, pages, space, timeZone }: EntriesProps): ReactNode {
  const t = useTranslations("ledger");
  const withPartner = space === "brand";
  return (
    <Table label={t("title")} stacked>
      <thead className={wideOnly}>
        <tr>
          <Th pinned>{t("at")}</Th>
          <Th>{t("kind")}</Th>
          <Th numeric>{t("amount")}</Th>
          {withPartner ? <Th>{t("partner")}</Th> : null}
          <Th numeric>{t("owed")}</Th>
          <Th numeric>{t("pending")}</Th>
          <Th>{t("reason")}</Th>
          <Th>{t("posted")}</Th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={`${entry.id} ${entry.at}`}>
            <RowHead className="whitespace-nowrap" label={t("at")}>
              <Traced href={traceOf(entry, pages)}>{formatSecond(entry.at, timeZone)}</Traced>
            </RowHead>
            <Td className="whitespace-nowrap" label={t("kind")}>
              {t(`kinds.${entry.kind}`)}
            </Td>
            <Td numeric className="font-medium" label={t("amount")}>
              {formatExact(entry.amount)}
            </Td>
            {withPartner ? (
              <Td className="min-w-36" label={t("partner")}>
                {entry.partnerName}
              </Td>
            ) : null}
            <Td numeric label={t("owed")}>
              {formatEffect(entry.owed)}
            </Td>
            <Td numeric label={t("pending")}>
              {formatEffect(entry.pending)}
            </Td>
            <Td className="min-w-64" label={t("reason")}>
              {entry.reason}
            </Td>
            <Td className="whitespace-nowrap" label={t("posted")}>
              {formatSecond(entry.postedAt, timeZone)}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** Where it is told how it came about; null where nothing more is told. */
function traceOf({ clickId, conversionId }: Entry, pages: SharedPages): string | null {
  if (clickId !== null) return `${pages.clicks}/${clickId}`;
  return conversionId === null ? null : `${pages.conversions}/${conversionId}`;
}

function Traced({ href, children }: { href: string | null; children: ReactNode }): ReactNode {
  return href === null ? (
    children
  ) : (
    <Link href={href} className={textLinkClass}>
      {children}
    </Link>
  );
}
