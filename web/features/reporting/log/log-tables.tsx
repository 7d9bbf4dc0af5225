"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import {
  ClickList_ClickFragmentDoc,
  ClickLogDocument,
  SaleList_SaleFragmentDoc,
  SaleLogDocument,
  type ClickLogQuery,
  type ClickLogQueryVariables,
  type ClickList_ClickFragment,
  type SaleLogQuery,
  type SaleLogQueryVariables,
  type SaleList_SaleFragment,
} from "../../../gql/graphql.ts";
import { readFragment } from "../../../gql/index.ts";
import type { Loaded } from "../../../lib/failure.ts";
import { formatCount, formatPlainDate, formatExact, formatSecond } from "../../../lib/format.ts";
import { Amount } from "../../../ui/amount.tsx";
import { useLoaded } from "../../../lib/use-loaded.ts";
import { ButtonLink } from "../../../ui/button.tsx";
import { Empty } from "../../../ui/empty-state.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { RowHead, Table, Td, Th, wideOnly } from "../../../ui/table.tsx";
import { textLinkClass } from "../../../ui/text-link.ts";
import { LeadBadge, LockNote, SaleDecision, SaleState } from "../../sales/sale-state.tsx";
import { ListSkeleton } from "./click-list.tsx";
import { Decision, TestBadge } from "./decision.tsx";

interface PagesProps {
  firstHref: string | null;
  nextHref: string | null;
}
/** Pages by link: works without scripts, and Back goes back. */
function PageLinks({ firstHref, nextHref }: PagesProps): ReactNode {
  const t = useTranslations("reporting.log");
  return (
    <div className="mt-3 flex gap-2 empty:hidden">
      {firstHref ? <ButtonLink href={firstHref}>{t("first")}</ButtonLink> : null}
      {nextHref ? <ButtonLink href={nextHref}>{t("next")}</ButtonLink> : null}
    </div>
  );
}

interface ClickTableProps extends PagesProps {
  variables: ClickLogQueryVariables;
  initial: Loaded<ClickLogQuery>;
  timeZone: string;
  withPartner: boolean;
  /** Address under which one click is. */
  parent: string;
}
export function ClickTable({
  variables,
  initial,
  timeZone,
  withPartner,
  parent,
  ...pages
}: ClickTableProps): ReactNode {
  const t = useTranslations("reporting");
  const state = useLoaded(ClickLogDocument, variables, initial);
  return (
    <Panel state={state} skeleton={<ListSkeleton />}>
      {({ clicks }) => {
        const rows = readFragment(ClickList_ClickFragmentDoc, clicks.nodes);
        if (rows.length === 0)
          return <Empty title={t("drawer.noClicks")}>{t("drawer.noClicksText")}</Empty>;
        return (
          <>
            <Table label={t("log.clicksTitle")} stacked>
              <caption className="sr-only">{t("log.caption")}</caption>
              <thead className={wideOnly}>
                <tr>
                  <Th pinned>{t("log.time")}</Th>
                  {withPartner ? <Th>{t("log.partner")}</Th> : null}
                  <Th>{t("log.link")}</Th>
                  <Th>{t("log.country")}</Th>
                  <Th>{t("log.device")}</Th>
                  <Th>{t("log.class")}</Th>
                  <Th>{t("log.decision")}</Th>
                  <Th>{t("log.reason")}</Th>
                </tr>
              </thead>
              <tbody>
                {rows.map((click) => (
                  <ClickTableRow
                    key={click.id}
                    click={click}
                    timeZone={timeZone}
                    withPartner={withPartner}
                    href={`${parent}/${click.id}`}
                  />
                ))}
              </tbody>
            </Table>
            <PageLinks {...pages} />
          </>
        );
      }}
    </Panel>
  );
}

function ClickTableRow({
  click,
  timeZone,
  withPartner,
  href,
}: {
  click: ClickList_ClickFragment;
  timeZone: string;
  withPartner: boolean;
  href: string;
}): ReactNode {
  const t = useTranslations("reporting");
  const device = `devices.${click.device as "PHONE"}` as const;
  const wouldPay = click.isTest ? click.wouldPay : null;
  const reasons = [
    click.outcome === "PAID" ? null : click.reasonText,
    wouldPay ? t("drawer.wouldPay", { amount: formatExact(wouldPay) }) : null,
  ].filter(Boolean);
  return (
    <tr>
      <RowHead className="whitespace-nowrap" label={t("log.time")}>
        <Link href={href} className={textLinkClass}>
          {formatSecond(click.clickedAt, timeZone)}
        </Link>{" "}
        <TestBadge isTest={click.isTest} />
      </RowHead>
      {withPartner ? <Td label={t("log.partner")}>{click.partnerName}</Td> : null}
      <Td label={t("log.link")}>{click.linkName}</Td>
      <Td label={t("log.country")}>{click.country ?? "–"}</Td>
      <Td label={t("log.device")}>{t.has(device) ? t(device) : click.device}</Td>
      <Td label={t("log.class")}>
        {click.classification ? t(`classes.${click.classification}`) : "–"}
      </Td>
      <Td label={t("log.decision")}>
        <Decision outcome={click.outcome} amount={click.amount} />
      </Td>
      {reasons.length > 0 ? (
        <Td className="min-w-64 text-muted" label={t("log.reason")}>
          {reasons.join(" ")}
        </Td>
      ) : (
        <Td />
      )}
    </tr>
  );
}

interface SaleTableProps extends PagesProps {
  variables: SaleLogQueryVariables;
  initial: Loaded<SaleLogQuery>;
  /** The brand account's: locking dates are its dates. */
  timeZone: string;
  withPartner: boolean;
  /** Address under which one sale is. */
  parent: string;
}
export function SaleTable({
  variables,
  initial,
  timeZone,
  withPartner,
  parent,
  ...pages
}: SaleTableProps): ReactNode {
  const t = useTranslations("reporting");
  const state = useLoaded(SaleLogDocument, variables, initial);
  return (
    <Panel state={state} skeleton={<ListSkeleton />}>
      {({ conversions }) => {
        const rows = readFragment(SaleList_SaleFragmentDoc, conversions.nodes);
        if (rows.length === 0)
          return <Empty title={t("drawer.noSales")}>{t("drawer.noSalesText")}</Empty>;
        return (
          <>
            <Table label={t("log.salesTitle")} stacked>
              <caption className="sr-only">{t("log.salesCaption")}</caption>
              <thead className={wideOnly}>
                <tr>
                  <Th pinned>{t("log.date")}</Th>
                  {withPartner ? <Th>{t("log.partner")}</Th> : null}
                  <Th>{t("log.link")}</Th>
                  <Th numeric>{t("log.orders")}</Th>
                  <Th numeric>{t("log.units")}</Th>
                  <Th numeric>{t("log.amount")}</Th>
                  <Th>{t("log.decision")}</Th>
                  <Th>{t("log.state")}</Th>
                  <Th>{t("log.reason")}</Th>
                </tr>
              </thead>
              <tbody>
                {rows.map((sale) => (
                  <SaleTableRow
                    key={sale.id}
                    sale={sale}
                    timeZone={timeZone}
                    withPartner={withPartner}
                    href={`${parent}/${sale.id}`}
                  />
                ))}
              </tbody>
            </Table>
            <PageLinks {...pages} />
          </>
        );
      }}
    </Panel>
  );
}

function SaleTableRow({
  sale,
  timeZone,
  withPartner,
  href,
}: {
  sale: SaleList_SaleFragment;
  timeZone: string;
  withPartner: boolean;
  href: string;
}): ReactNode {
  const t = useTranslations("reporting");
  const isLead = sale.kind === "LEAD";
  const reason = sale.outcome === "PAID" ? "" : sale.reasonText;
  return (
    <tr>
      <RowHead className="whitespace-nowrap">
        <Link href={href} className={textLinkClass}>
          {formatPlainDate(sale.date)}
        </Link>{" "}
        <LeadBadge sale={sale} />
        <TestBadge isTest={sale.isTest} simulated={sale.simulated} />
      </RowHead>
      {withPartner ? (
        <Td label={t("log.partner")}>{sale.partnerName ?? t("log.noPartner")}</Td>
      ) : null}
      <Td label={t("log.link")}>{sale.linkText}</Td>
      <Td numeric label={t("log.orders")}>
        {isLead ? "–" : formatCount(sale.orders)}
      </Td>
      <Td numeric label={t("log.units")}>
        {isLead ? "–" : formatCount(sale.units)}
      </Td>
      <Td numeric label={t("log.amount")}>
        {isLead ? "–" : <Amount of={sale.amount} />}
      </Td>
      <Td label={t("log.decision")}>
        <SaleDecision sale={sale} />
      </Td>
      <Td label={t("log.state")}>
        <SaleState sale={sale} />
        <LockNote sale={sale} timeZone={timeZone} />
      </Td>
      <Td label={reason ? t("log.reason") : undefined} className="min-w-64 text-muted">
        {reason}
      </Td>
    </tr>
  );
}
