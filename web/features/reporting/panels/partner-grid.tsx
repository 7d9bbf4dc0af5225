"use client";
import { useState, type ReactNode } from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { Spark } from "../../../charts/spark.tsx";
import type { PartnerGrid_PartnerFragment } from "../../../gql/graphql.ts";
import { exactMonies, formatCount, formatMonies, formatShort } from "../../../lib/format.ts";
import { Badge, type Tone } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { controlClass, Select } from "../../../ui/form.tsx";
import {
  orderPartners,
  partnerSorts,
  stateOf,
  type PartnerSort,
  type PartnerState,
} from "./partner-order.ts";
import type { Earning } from "./click-measures.ts";
import { graphql } from "../../../gql/index.ts";

export const PartnerGrid_partner = graphql(/* GraphQL */ `
  fragment PartnerGrid_partner on PartnerReport {
    partnerAccountId
    partnerName
    lastClickAt
    clickSpark
    salesSpark
    clicks {
      raw
      paid
      paidZero
      unpaid
    }
    sales {
      orders
      amount {
        amount
        currency
      }
    }
    leads {
      leads
      discardedLeads
    }
    payout {
      clicks {
        amount
        currency
      }
      sales {
        amount
        currency
      }
      leads {
        amount
        currency
      }
    }
    wouldPay {
      clicks {
        amount
        currency
      }
      sales {
        amount
        currency
      }
      leads {
        amount
        currency
      }
    }
  }
`);

const pageSize = 24;
const tones: Record<PartnerState, Tone> = {
  bothArrive: "success",
  waitingSale: "waiting",
  noClicksBadge: "danger",
};
type Values = readonly (number | null)[];
const largest = (values: Values): number =>
  values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);

interface PartnerGridProps {
  partners: readonly PartnerGrid_PartnerFragment[];
  scale: "own" | "shared";
  onScale: (scale: "own" | "shared") => void;
  timeZone: string;
  currency: string;
  earning: Earning;
  /** Filters the page to one partner. */
  onPick: (partnerId: string) => void;
}
/** Small multiples: does each partner bring clicks and sales? */
export function PartnerGrid({
  partners,
  scale,
  onScale,
  timeZone,
  currency,
  earning,
  onPick,
}: PartnerGridProps): ReactNode {
  const t = useTranslations("reporting.partners");
  const [sort, setSort] = useState<PartnerSort>("attention");
  const [search, setSearch] = useState("");
  const [page, setPage] = useState(0);
  const found = orderPartners(partners, sort, earning).filter(({ partnerName }) =>
    partnerName.toLowerCase().includes(search.trim().toLowerCase()),
  );
  const from = Math.min(page, Math.max(0, Math.ceil(found.length / pageSize) - 1)) * pageSize;
  const shown = found.slice(from, from + pageSize);
  const shared =
    scale === "shared"
      ? {
          clicks: largest(partners.flatMap(({ clickSpark }) => clickSpark)),
          sales: largest(partners.flatMap(({ salesSpark }) => salesSpark)),
        }
      : null;
  return (
    <section aria-labelledby="partners-title" className="@container">
      <GridBar
        count={partners.length}
        search={search}
        onSearch={setSearch}
        sort={sort}
        onSort={setSort}
        scale={scale}
        onScale={onScale}
      />
      {shown.length === 0 ? <p className="text-muted">{t("notFound")}</p> : null}
      <ul className="grid grid-cols-1 gap-4 @sm:grid-cols-2 @md:grid-cols-3 @lg:grid-cols-4">
        {shown.map((partner) => (
          <PartnerCard
            key={partner.partnerAccountId ?? "none"}
            partner={partner}
            shared={shared}
            timeZone={timeZone}
            currency={currency}
            earning={earning}
            onPick={onPick}
          />
        ))}
      </ul>
      <Pager from={from} shown={shown.length} count={found.length} onPage={setPage} />
    </section>
  );
}

interface GridBarProps extends Pick<PartnerGridProps, "scale" | "onScale"> {
  /** Of all partners. */
  count: number;
  search: string;
  onSearch: (text: string) => void;
  sort: PartnerSort;
  onSort: (sort: PartnerSort) => void;
}
/** Title, search, order and scale. */
function GridBar(props: GridBarProps): ReactNode {
  const { count, search, onSearch, sort, onSort, scale, onScale } = props;
  const t = useTranslations("reporting.partners");
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <h2 id="partners-title" className="me-auto">
        {t("title")} <span className="ms-1 font-normal text-muted">{t("count", { count })}</span>
      </h2>
      {count > 6 ? (
        <input
          type="search"
          aria-label={t("search")}
          placeholder={t("search")}
          value={search}
          onChange={(event) => onSearch(event.target.value)}
          className={`${controlClass} max-w-44!`}
        />
      ) : null}
      <Select
        aria-label={t("sort")}
        value={sort}
        onChange={(event) => onSort(event.target.value as PartnerSort)}
        className="w-auto!"
      >
        {partnerSorts.map((each) => (
          <option key={each} value={each}>
            {t(each)}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t("scale")}
        value={scale}
        onChange={(event) => onScale(event.target.value as "own" | "shared")}
        className="w-auto!"
      >
        <option value="own">{`${t("scale")}: ${t("own")}`}</option>
        <option value="shared">{`${t("scale")}: ${t("shared")}`}</option>
      </Select>
    </div>
  );
}

interface PagerProps {
  /** Of the first one shown. */
  from: number;
  shown: number;
  count: number;
  onPage: (page: number) => void;
}
function Pager({ from, shown, count, onPage }: PagerProps): ReactNode {
  const t = useTranslations("reporting.partners");
  if (count <= pageSize) return null;
  return (
    <div className="mt-3 flex items-center gap-2">
      <Button size="small" disabled={from === 0} onClick={() => onPage(from / pageSize - 1)}>
        {t("previous")}
      </Button>
      <Button
        size="small"
        disabled={from + pageSize >= count}
        onClick={() => onPage(from / pageSize + 1)}
      >
        {t("next")}
      </Button>
      <span className="text-caption text-muted">
        {t("pages", { from: from + 1, to: from + shown, count })}
      </span>
    </div>
  );
}

interface PartnerCardProps {
  partner: PartnerGrid_PartnerFragment;
  shared: { clicks: number; sales: number } | null;
  timeZone: string;
  currency: string;
  earning: Earning;
  onPick: (partnerId: string) => void;
}
function PartnerCard(props: PartnerCardProps): ReactNode {
  const { partner, shared, timeZone, currency, earning, onPick } = props;
  const t = useTranslations("reporting.partners");
  const {
    partnerAccountId,
    partnerName,
    clicks,
    sales,
    [earning]: earned,
    clickSpark,
    salesSpark,
    lastClickAt,
  } = partner;
  const state = stateOf(partner);
  const name = partnerAccountId === null ? t("unattributed") : partnerName;
  const [mostClicks, mostSales] = [largest(clickSpark), largest(salesSpark)];
  return (
    <li
      className={clsx(
        "relative flex min-w-0 flex-col gap-2 rounded-card border border-border bg-surface p-4",
        "has-[button:hover]:border-border-strong",
      )}
    >
      <div className="flex flex-wrap items-start justify-between gap-x-2 gap-y-1">
        <CardTitle
          name={name}
          onPick={partnerAccountId === null ? null : () => onPick(partnerAccountId)}
        />
        <Badge tone={tones[state]}>{t(state)}</Badge>
      </div>
      <Mini
        text={t("clicksMax", { clicks: formatCount(clicks.raw), max: formatCount(mostClicks) })}
        values={clickSpark}
        top={shared?.clicks ?? mostClicks}
        color="var(--clicks)"
        none={clicks.raw === 0 ? t("noClicks") : null}
      />
      <Mini
        text={t("salesMax", { sales: formatCount(sales.orders), max: formatCount(mostSales) })}
        values={salesSpark}
        top={shared?.sales ?? mostSales}
        color="var(--sales)"
        none={sales.orders === 0 ? t("noSales") : null}
      />
      <p className="tabular mt-auto flex flex-col text-caption text-muted">
        <span title={exactMonies(earned.clicks) ?? undefined}>
          {t(earning, { clicks: formatMonies(earned.clicks, { amount: "0", currency }) })}
        </span>
        {lastClickAt ? (
          <span>{t("lastClick", { time: formatShort(lastClickAt, timeZone) })}</span>
        ) : null}
      </p>
    </li>
  );
}

/** The partner's name, which filters the page; null where nobody is known. */
function CardTitle({ name, onPick }: { name: string; onPick: (() => void) | null }): ReactNode {
  const t = useTranslations("reporting.partners");
  if (onPick === null) return <h3 className="min-w-0 font-semibold break-words">{name}</h3>;
  return (
    <h3 className="min-w-0 font-semibold break-words">
      <button
        type="button"
        title={t("filter", { name })}
        onClick={onPick}
        className={clsx(
          "max-w-full text-start before:absolute before:inset-0 before:rounded-card",
          "hover:underline",
        )}
      >
        {name}
      </button>
    </h3>
  );
}

function Mini({
  text,
  values,
  top,
  color,
  none,
}: {
  text: string;
  values: Values;
  top: number;
  color: string;
  none: string | null;
}): ReactNode {
  return (
    <div>
      <p className="tabular text-caption text-muted">{text}</p>
      {none === null ? (
        <Spark values={values} top={top} color={color} />
      ) : (
        <p className="h-7 text-caption text-subtle">{none}</p>
      )}
    </div>
  );
}
