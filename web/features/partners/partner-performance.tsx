"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { BrandPages } from "../../lib/addresses.ts";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import {
  exactMonies,
  formatCount,
  formatExact,
  formatMonies,
  formatShort,
} from "../../lib/format.ts";
import { buttonClass } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { Select } from "../../ui/form.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { Figure } from "../overview/figure.tsx";
import { SmallPair } from "../overview/small-pair.tsx";
import { ChangeFigure } from "./change-figure.tsx";
import { partnerRanges } from "./partner-list-state.ts";
import { grainOf, type PartnerPageState } from "./partner-sections.ts";

const PartnerPerformance_partner = graphql(/* GraphQL */ `
  fragment PartnerPerformance_partner on ProgramPartner {
    figures {
      clicks {
        raw
        payable
        unpaid
      }
      sales {
        orders
        amount {
          amount
          currency
        }
      }
      earned {
        amount
        currency
      }
      epc {
        amount
        currency
      }
    }
    change {
      ...ChangeFigure_change
    }
    lastClickAt
  }
`);
const PartnerPerformance_report = graphql(/* GraphQL */ `
  fragment PartnerPerformance_report on Report {
    totals {
      reasons {
        reason
        text
        clicks
      }
    }
    buckets {
      ...SmallPair_bucket
    }
  }
`);

interface PartnerPerformanceProps {
  partner: FragmentType<typeof PartnerPerformance_partner>;
  report: FragmentType<typeof PartnerPerformance_report>;
  partnerId: string;
  pages: BrandPages;
  timeZone: string;
  last: PartnerPageState["last"];
  onRange: (last: PartnerPageState["last"]) => void;
}
/** What the partner brought, against as long before, and why clicks earned nothing. */
export function PartnerPerformance({
  partner: given,
  report,
  partnerId,
  pages,
  timeZone,
  last,
  onRange,
}: PartnerPerformanceProps): ReactNode {
  const t = useTranslations("partnerPage");
  const { figures, change, lastClickAt } = readFragment(PartnerPerformance_partner, given);
  const { totals, buckets } = readFragment(PartnerPerformance_report, report);
  const { clicks, sales, earned, epc } = figures;
  return (
    <div className="flex flex-col gap-3">
      <section aria-label={t("figures")}>
        <RangeForm last={last} onRange={onRange} />
        <dl className="grid grid-cols-2 gap-2 md:grid-cols-3 lg:grid-cols-6">
          <Figure
            label={t("clicks")}
            value={formatCount(clicks.raw)}
            note={<ChangeFigure change={change} />}
          />
          <Figure label={t("payable")} value={formatCount(clicks.payable)} />
          <Figure
            label={t("sales")}
            value={formatCount(sales.orders)}
            note={sales.amount.length > 0 ? formatMonies(sales.amount) : null}
          />
          <Figure label={t("earned")} value={formatMonies(earned)} exact={exactMonies(earned)} />
          <Figure
            label={t("epc")}
            value={epc.length === 0 ? "–" : epc.map(formatExact).join(" + ")}
          />
          <Figure
            label={t("lastClick")}
            value={lastClickAt === null ? "–" : formatShort(lastClickAt, timeZone)}
          />
        </dl>
      </section>
      <SmallPair buckets={buckets} grain={grainOf(last)} />
      <Card>
        <CardHead
          title={t("why")}
          actions={
            <Link
              href={`${pages.explore}?${changeOf({ partner: partnerId, last })}`}
              className={textLinkClass}
            >
              {t("whatChanged")}
            </Link>
          }
        />
        {totals.reasons.length === 0 ? <p className="text-muted">{t("whyNone")}</p> : null}
        <ul className="flex flex-col divide-y divide-border">
          {totals.reasons.map(({ reason, text, clicks: count }) => (
            <li key={reason} className="flex flex-wrap justify-between gap-x-3 py-2">
              <Link
                href={`${pages.clicks}?partner=${partnerId}&reason=${reason}&last=${last}`}
                className={textLinkClass}
              >
                {text}
              </Link>
              <span className="tabular">{t("whyClicks", { count })}</span>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}

/** What fell most, link by link, against the time before. */
const changeOf = (of: { partner: string; last: string }): string =>
  new URLSearchParams({
    ...of,
    view: "by",
    by: "link",
    way: "fall",
    compare: "previous",
  }).toString();

/** A form of the page itself, so that it works without scripts too. */
function RangeForm({
  last,
  onRange,
}: Pick<PartnerPerformanceProps, "last" | "onRange">): ReactNode {
  const t = useTranslations("partnerPage");
  const ranges = useTranslations("partners.ranges");
  return (
    <form
      method="get"
      className="mb-2 flex items-center gap-2"
      onSubmit={(event) => event.preventDefault()}
    >
      <Select
        name="last"
        aria-label={t("range")}
        value={last}
        onChange={({ target }) => {
          const chosen = partnerRanges.find((range) => range === target.value);
          if (chosen) onRange(chosen);
        }}
        className="sm:w-44"
      >
        {partnerRanges.map((range) => (
          <option key={range} value={range}>
            {ranges(range)}
          </option>
        ))}
      </Select>
      <noscript>
        <button type="submit" className={buttonClass()}>
          {t("show")}
        </button>
      </noscript>
    </form>
  );
}
