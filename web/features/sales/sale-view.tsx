"use client";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import {
  SaleList_SaleFragmentDoc,
  type SaleDetailQuery,
  type SaleList_SaleFragment,
} from "../../gql/graphql.ts";
import { graphql, readFragment } from "../../gql/index.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatDate, formatExact, formatPlainDate, zoneName } from "../../lib/format.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { Button } from "../../ui/button.tsx";
import { Card, Facts } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { FormAlert } from "../../ui/form.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ListSkeleton } from "../reporting/log/click-list.tsx";
import { TestBadge } from "../reporting/log/decision.tsx";
import { TraceActions } from "../reporting/log/trace-actions.tsx";
import { Steps } from "../reporting/log/trace-steps.tsx";
import { dialogOf } from "./sale-dialogs.tsx";
import { SaleHistory } from "./sale-history.tsx";
import { LeadBadge, LockDate, SaleDecision, SaleState } from "./sale-state.tsx";
import { meaningOf, stepsFor, teller, waitsOutside, type SaleStep } from "./standing.ts";

const SaleDetail = graphql(/* GraphQL */ `
  query SaleDetail($id: ID!) {
    conversion(id: $id) {
      conversion {
        ...SaleList_sale
        orderId
        programId
        partnerAccountId
        contractId
        reversalReason
        adjustment {
          amount
          currency
        }
      }
      updates {
        number
        kind
        state
        actor
        code
        comment
        at
        deltaAmount {
          amount
          currency
        }
        deltaPayout {
          amount
          currency
        }
        adjustment {
          amount
          currency
        }
      }
      requests {
        id
        kind
        state
        refusal
      }
      returns {
        text
      }
      payableAt
      steps {
        ...TraceSteps_step
      }
    }
  }
`);

type Detail = NonNullable<SaleDetailQuery["conversion"]>;
/** While a change is being booked the page looks again this often. */
const lookAgainMs = 700;
const answerMs = 5_000;

interface SaleViewProps {
  id: string;
  initial: Loaded<SaleDetailQuery>;
  timeZone: string;
  /** The marketplace's, which alone cuts sales into dates. */
  salesTimeZone: string;
  canWrite: boolean;
  withPartner: boolean;
  /** Address of this page. */
  pageHref: string;
}
export function SaleView({
  id,
  initial,
  timeZone,
  salesTimeZone,
  canWrite,
  withPartner,
  pageHref,
}: SaleViewProps): ReactNode {
  const t = useTranslations("sales");
  const trace = useTranslations("reporting.trace");
  const state = useLoaded(SaleDetail, { id }, initial);
  const { fetching, retry } = state;
  const [asked, setAsked] = useState<string | null>(null);
  const requests = state.data?.conversion?.requests ?? [];
  const waitsFor = (id: string) =>
    !requests.some((request) => request.id === id && request.state !== "QUEUED");
  const booking =
    requests.some((request) => request.state === "QUEUED") || (asked !== null && waitsFor(asked));
  useEffect(() => {
    if (!booking) return;
    // An answer that is on its way is waited for, but not for ever.
    const timer = setTimeout(retry, fetching ? answerMs : lookAgainMs);
    return () => clearTimeout(timer);
  }, [booking, fetching, retry]);
  return (
    <Panel state={state} skeleton={<ListSkeleton />}>
      {({ conversion }) =>
        conversion ? (
          <div className="flex flex-col gap-5">
            <Standing
              detail={conversion}
              timeZone={timeZone}
              canWrite={canWrite}
              booking={booking}
              onAsked={setAsked}
            />
            <SaleFacts
              detail={conversion}
              timeZone={timeZone}
              salesTimeZone={salesTimeZone}
              withPartner={withPartner}
            />
            <SaleHistory
              updates={conversion.updates}
              timeZone={timeZone}
              kind={readFragment(SaleList_SaleFragmentDoc, conversion.conversion).kind}
            />
            <Steps
              id="sale"
              title={trace("steps")}
              steps={conversion.steps}
              heading="h2"
              timeZone={timeZone}
            />
            <SaleActions detail={conversion} pageHref={pageHref} withPartner={withPartner} />
          </div>
        ) : (
          <Empty title={t("notFound")}>{t("notFoundText")}</Empty>
        )
      }
    </Panel>
  );
}

interface StandingProps {
  detail: Detail;
  timeZone: string;
  canWrite: boolean;
  booking: boolean;
  onAsked: (requestId: string) => void;
}
/** What became of it, what that means, and what may still be done. */
function Standing({ detail, timeZone, canWrite, booking, onAsked }: StandingProps): ReactNode {
  const t = useTranslations("sales");
  const [open, setOpen] = useState<SaleStep | null>(null);
  const sale = readFragment(SaleList_SaleFragmentDoc, detail.conversion);
  const steps = canWrite ? stepsFor({ ...sale, contractId: detail.conversion.contractId }) : [];
  const [last] = detail.requests;
  const DialogOf = open ? dialogOf[open] : null;
  return (
    <Card className="flex flex-col gap-3">
      {last?.state === "REFUSED" ? (
        <FormAlert>{t("refused", { code: last.refusal ?? "" })}</FormAlert>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        <LeadBadge sale={sale} />
        <SaleState sale={sale} />
        <SaleDecision sale={sale} />
        <TestBadge isTest={sale.isTest} simulated={sale.simulated} />
        {sale.reason ? (
          <code className="font-mono text-caption text-muted">{sale.reason}</code>
        ) : null}
      </div>
      {sale.outcome !== "PAID" && sale.reasonText ? <p>{sale.reasonText}</p> : null}
      {sale.wouldPay ? (
        <p className="text-muted">
          {t(waitsOutside(sale) ? "wouldPayApproved" : "wouldPayLive", {
            kind: sale.kind,
            amount: formatExact(sale.wouldPay),
          })}
        </p>
      ) : null}
      <p className="text-muted">
        {t(`means.${meaningOf(sale)}`, {
          told: teller(sale),
          date: sale.locksAt ? formatDate(sale.locksAt, timeZone) : "",
        })}
      </p>
      {booking ? <p className="text-muted">{t("booking")}</p> : null}
      {steps.length > 0 ? (
        <div className="print-hidden flex flex-wrap gap-2">
          {steps.map((step, index) => (
            <Button
              key={step}
              tone={index === 0 && step !== "modify" ? "primary" : "plain"}
              busy={booking}
              onClick={() => setOpen(step)}
            >
              {t(`dialogs.${step}.open`)}
            </Button>
          ))}
        </div>
      ) : null}
      {DialogOf ? (
        <DialogOf
          sale={sale}
          returns={detail.returns?.text ?? null}
          onClose={() => setOpen(null)}
          onAsked={onAsked}
        />
      ) : null}
    </Card>
  );
}

function SaleActions({
  detail,
  pageHref,
  withPartner,
}: {
  detail: Detail;
  pageHref: string;
  withPartner: boolean;
}): ReactNode {
  const t = useTranslations("reporting.trace");
  const sale = readFragment(SaleList_SaleFragmentDoc, detail.conversion);
  const { programId, partnerAccountId } = detail.conversion;
  return (
    <TraceActions
      subject={{ kind: "sale", id: sale.id, programId, partnerId: partnerAccountId }}
      space={withPartner ? "brand" : "partner"}
      pageHref={pageHref}
      json={detail}
      about={t("about", {
        at: formatPlainDate(sale.date),
        outcome: sale.reasonText ?? formatExact(sale.payout),
      })}
    />
  );
}

const lockLabel = ({ lockedAt, outcome }: Pick<SaleList_SaleFragment, "lockedAt" | "outcome">) => {
  if (lockedAt) return "facts.locked" as const;
  return outcome === "PAID" ? ("facts.locks" as const) : ("facts.final" as const);
};

function SaleFacts({
  detail,
  timeZone,
  salesTimeZone,
  withPartner,
}: {
  detail: Detail;
  timeZone: string;
  salesTimeZone: string;
  withPartner: boolean;
}): ReactNode {
  const t = useTranslations("sales");
  const log = useTranslations("reporting.log");
  const sale = readFragment(SaleList_SaleFragmentDoc, detail.conversion);
  const { source } = sale;
  const { orderId, adjustment, reversalReason } = detail.conversion;
  const isAdjusted = detail.updates.some((update) => update.kind === "ADJUSTED");
  const items = [
    {
      label: log("date"),
      value: t("facts.date", { date: formatPlainDate(sale.date), zone: zoneName(salesTimeZone) }),
    },
    ...(withPartner
      ? [{ label: log("partner"), value: sale.partnerName ?? log("noPartner") }]
      : []),
    { label: log("link"), value: sale.linkText },
    ...(source === "REPORT" ? [] : [{ label: t("facts.source"), value: t(`sources.${source}`) }]),
    {
      label: t("facts.figures"),
      value:
        sale.kind === "LEAD"
          ? t("facts.leads", { leads: sale.leads })
          : t("facts.figuresText", {
              orders: sale.orders,
              units: sale.units,
              amount: formatExact(sale.amount),
            }),
    },
    { label: log("payout"), value: formatExact(sale.payout) },
    ...(isAdjusted ? [{ label: t("facts.adjustment"), value: formatExact(adjustment) }] : []),
    {
      label: t(lockLabel(sale)),
      value: <LockDate sale={sale} timeZone={timeZone} />,
    },
    ...(detail.payableAt
      ? [{ label: t("facts.payable"), value: formatDate(detail.payableAt, timeZone) }]
      : []),
    ...(reversalReason
      ? [
          {
            label: t("reason"),
            value: t.has(`reasons.${reversalReason as "OTHER"}`)
              ? t(`reasons.${reversalReason as "OTHER"}`)
              : reversalReason,
          },
        ]
      : []),
    {
      label: t("facts.orderId", { kind: sale.kind }),
      value: <span className="font-mono text-caption break-all">{orderId}</span>,
    },
  ];
  return <Facts items={items} />;
}
