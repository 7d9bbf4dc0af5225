import type { ReactNode } from "react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { load } from "../../lib/api-server.ts";
import { partnerPages } from "../../lib/addresses.ts";
import { graphql } from "../../gql/index.ts";
import type { OwnEarningsQuery } from "../../gql/graphql.ts";
import {
  exactMonies,
  formatCount,
  formatMoney,
  formatMonies,
  formatPlainDate,
  formatShort,
} from "../../lib/format.ts";
import { Badge } from "../../ui/badge.tsx";
import { PageHead } from "../../ui/card.tsx";
import { LinkTabs } from "../../ui/link-tabs.tsx";
import { RowHead, Table, Td, Th } from "../../ui/table.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { Figure } from "../overview/figure.tsx";
import { ChangeFigure } from "../partners/change-figure.tsx";

const OwnEarnings = graphql(/* GraphQL */ `
  query OwnEarnings($range: RangeInput!) {
    ownEarnings(range: $range) {
      hasMore
      totals {
        currency
        earned {
          amount
          currency
        }
        pending {
          amount
          currency
        }
        approved {
          amount
          currency
        }
        due {
          amount
          currency
        }
        owed {
          amount
          currency
        }
      }
      programs {
        programId
        programName
        programCode
        brandName
        figures {
          clicks {
            raw
          }
          earned {
            amount
            currency
          }
        }
        change {
          ...ChangeFigure_change
        }
        owed {
          currency
          pending {
            amount
            currency
          }
          approved {
            amount
            currency
          }
          due {
            amount
            currency
          }
          nextDueOn
        }
        unread
        offers
        lastClickAt
      }
    }
  }
`);

export const earningRanges = ["mtd", "last-month", "30d", "ytd"] as const;
type EarningRange = (typeof earningRanges)[number];
export const readOwnEarnings = (last: EarningRange) => load(OwnEarnings, { range: { last } });

interface AllProgramsProps {
  earnings: NonNullable<OwnEarningsQuery["ownEarnings"]>;
  range: EarningRange;
  partnerName: string;
  timeZone: string;
}
/** What a partner earns over all programs of all brands: in all, and by program. */
export async function AllPrograms({
  earnings,
  range,
  partnerName,
  timeZone,
}: AllProgramsProps): Promise<ReactNode> {
  const t = await getTranslations("allPrograms");
  return (
    <>
      <PageHead title={t("title", { partner: partnerName })} lead={t("lead")} />
      <LinkTabs
        label={t("range")}
        tabs={earningRanges.map((each) => ({
          href: each === "mtd" ? "/p" : `/p?last=${each}`,
          text: t(`ranges.${each}`),
          current: each === range,
        }))}
      />
      <div className="flex flex-col gap-4">
        {earnings.totals.length === 0 ? <p className="text-muted">{t("nothing")}</p> : null}
        {earnings.totals.map(({ currency, earned, pending, approved, due, owed }) => (
          <section key={currency} aria-label={t("in", { currency })}>
            <h2 className="mb-2">{t("in", { currency })}</h2>
            <dl className="grid grid-cols-2 gap-2 lg:grid-cols-5">
              <Figure
                label={t("earned")}
                value={formatMoney(earned)}
                exact={exactMonies([earned])}
                note={t(`ranges.${range}`)}
              />
              <Figure label={t("pending")} value={formatMoney(pending)} note={t("pendingNote")} />
              <Figure
                label={t("approved")}
                value={formatMoney(approved)}
                note={t("approvedNote")}
              />
              <Figure label={t("due")} value={formatMoney(due)} note={t("dueNote")} />
              <Figure label={t("owed")} value={formatMoney(owed)} note={t("owedNote")} />
            </dl>
          </section>
        ))}
        <Programs programs={earnings.programs} timeZone={timeZone} t={t} />
        {earnings.hasMore ? <p className="text-muted">{t("more")}</p> : null}
      </div>
    </>
  );
}

const figureColumns = [
  "clicks",
  "change",
  "earned",
  "pending",
  "approved",
  "due",
  "lastClick",
] as const;
function Programs({
  programs,
  timeZone,
  t,
}: {
  programs: AllProgramsProps["earnings"]["programs"];
  timeZone: string;
  t: Awaited<ReturnType<typeof getTranslations<"allPrograms">>>;
}): ReactNode {
  return (
    <Table label={t("programs")}>
      <thead>
        <tr>
          <Th pinned>{t("program")}</Th>
          <Th>{t("new")}</Th>
          {figureColumns.map((word) => (
            <Th key={word} numeric>
              {t(word)}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {programs.map(({ programId, programName, brandName, programCode, figures, ...row }) => (
          <tr key={programId}>
            <RowHead className="max-sm:max-w-44">
              <Link href={partnerPages(programCode).home} className={textLinkClass}>
                {programName}
              </Link>
              <span className="block text-caption font-normal text-muted">{brandName}</span>
              <span className="tabular block text-caption font-normal sm:hidden">
                {formatMonies(figures.earned)}
              </span>
            </RowHead>
            <Td>
              <span className="flex flex-wrap gap-1">
                {row.offers > 0 ? (
                  <Link href={partnerPages(programCode).contracts}>
                    <Badge tone="info">{t("offers", { count: row.offers })}</Badge>
                  </Link>
                ) : null}
                {row.unread > 0 ? (
                  <Link href="/notices">
                    <Badge tone="neutral">{t("unread", { count: row.unread })}</Badge>
                  </Link>
                ) : null}
              </span>
            </Td>
            <Td numeric>{formatCount(figures.clicks.raw)}</Td>
            <Td numeric>
              <ChangeFigure change={row.change} />
            </Td>
            <Td numeric title={exactMonies(figures.earned) ?? undefined}>
              {formatMonies(figures.earned)}
            </Td>
            <Td numeric>{formatMonies(row.owed.map(({ pending }) => pending))}</Td>
            <Td numeric>
              {formatMonies(row.owed.map(({ approved }) => approved))}
              {row.owed.map(({ currency, nextDueOn }) =>
                nextDueOn ? (
                  <span key={currency} className="block text-caption text-subtle">
                    {t("falls", { on: formatPlainDate(nextDueOn) })}
                  </span>
                ) : null,
              )}
            </Td>
            <Td numeric>{formatMonies(row.owed.map(({ due }) => due))}</Td>
            <Td numeric>{row.lastClickAt ? formatShort(row.lastClickAt, timeZone) : "–"}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
