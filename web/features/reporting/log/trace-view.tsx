"use client";
import { useEffect, useState, type ReactNode } from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import {
  ClickList_ClickFragmentDoc,
  type ClickList_ClickFragment,
  type ClickTraceQuery,
} from "../../../gql/graphql.ts";
import { readFragment } from "../../../gql/index.ts";
import { formatExact, formatSecond } from "../../../lib/format.ts";
import { Facts } from "../../../ui/card.tsx";
import { Decision, TestBadge } from "./decision.tsx";
import { TraceActions } from "./trace-actions.tsx";
import { Simulation } from "../panels/simulation.tsx";
import { Steps, type Heading } from "./trace-steps.tsx";

type Detail = NonNullable<ClickTraceQuery["click"]>;
interface TraceViewProps {
  detail: Detail;
  space: "brand" | "partner";
  timeZone: string;
  pageHref: string;
  /** One below what stands above: the page's title, or the drawer's. */
  heading: Heading;
}
/** One click: what became of it, why, and every step of the decision with the value seen. */
export function TraceView({
  detail,
  space,
  timeZone,
  pageHref,
  heading,
}: TraceViewProps): ReactNode {
  const t = useTranslations("reporting.trace");
  const click = readFragment(ClickList_ClickFragmentDoc, detail.click);
  const { programId, partnerAccountId: partnerId } = detail.click;
  const place = { id: click.id, programId, partnerId };
  return (
    <div className="flex flex-col gap-5">
      <Outcome click={click} />
      {detail.trace ? (
        <Steps
          id="then"
          title={t("steps")}
          steps={detail.trace.steps}
          heading={heading}
          timeZone={timeZone}
        />
      ) : (
        <Untraced clickedAt={click.clickedAt} />
      )}
      <ClickFacts detail={detail} click={click} space={space} timeZone={timeZone} />
      {detail.trace ? (
        <p
          className={clsx("text-caption", detail.trace.consistent ? "text-subtle" : "text-danger")}
        >
          {detail.trace.consistent
            ? t("consistent", { version: detail.trace.engineVersion })
            : t("inconsistent")}
        </p>
      ) : null}
      {detail.trace ? <Simulation click={place} heading={heading} timeZone={timeZone} /> : null}
      <TraceActions
        subject={{ kind: "click", ...place }}
        space={space}
        pageHref={pageHref}
        json={detail}
        about={t("about", {
          at: `${formatSecond(click.clickedAt, timeZone)} ${timeZone}`,
          outcome: click.reasonText ?? t(outcomeKey(click)),
        })}
      />
    </div>
  );
}

const outcomeKey = ({
  outcome,
}: ClickList_ClickFragment): "paidNote" | "zeroNote" | "unpaidNote" | "undecidedNote" => {
  if (outcome === null) return "undecidedNote";
  if (outcome === "PAID") return "paidNote";
  if (outcome === "PAID_ZERO") return "zeroNote";
  return "unpaidNote";
};

const usualMs = 60_000;
/** Why there is no trace: nothing is ever purged, so the click waits to be decided. */
function Untraced({ clickedAt }: { clickedAt: string }): ReactNode {
  const t = useTranslations("reporting.trace");
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(
      () => setLate(true),
      Math.max(0, Date.parse(clickedAt) + usualMs - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [clickedAt]);
  return <p className="text-muted">{t(late ? "undecidedLate" : "undecided")}</p>;
}

function Outcome({ click }: { click: ClickList_ClickFragment }): ReactNode {
  const t = useTranslations("reporting");
  return (
    <div className="flex flex-col gap-2 rounded-card bg-sunken p-3">
      <div className="flex flex-wrap items-center gap-2">
        <Decision outcome={click.outcome} amount={click.amount} />
        <TestBadge isTest={click.isTest} />
        {click.reason ? (
          <code className="font-mono text-caption text-muted">{click.reason}</code>
        ) : null}
      </div>
      {click.reasonText ? <p>{click.reasonText}</p> : null}
      {click.isTest && click.wouldPay ? (
        <p className="text-muted">
          {t("drawer.wouldPay", { amount: formatExact(click.wouldPay) })}
        </p>
      ) : null}
    </div>
  );
}

/** "WINDOWS_10" as "Windows 10". */
const wordsOf = (code: string): string =>
  code === "IOS"
    ? "iOS"
    : code
        .split("_")
        .map((word) => word.slice(0, 1) + word.slice(1).toLowerCase())
        .join(" ");

function ClickFacts({
  detail,
  click,
  space,
  timeZone,
}: Pick<TraceViewProps, "detail" | "space" | "timeZone"> & {
  click: ClickList_ClickFragment;
}): ReactNode {
  const t = useTranslations("reporting");
  const {
    landingPage,
    browser,
    os,
    referrerHost,
    sharedId,
    subId1,
    subId2,
    subId3,
    termsVersion,
    warnings,
    hidden,
  } = detail.click;
  // The partner's own; the brand never has them.
  const subIds = [subId1, subId2, subId3].filter(Boolean).join(", ");
  const device = t.has(`devices.${click.device as "PHONE"}`)
    ? t(`devices.${click.device as "PHONE"}`)
    : click.device;
  const items = [
    { label: t("trace.when"), value: `${formatSecond(click.clickedAt, timeZone)} ${timeZone}` },
    ...(space === "brand" ? [{ label: t("log.partner"), value: click.partnerName }] : []),
    { label: t("log.link"), value: click.linkName },
    {
      label: t("trace.visitor"),
      value: [click.country ?? t("trace.unknownCountry"), device, wordsOf(browser), wordsOf(os)]
        .filter(Boolean)
        .join(" · "),
    },
    { label: t("trace.landing"), value: <span className="break-all">{landingPage}</span> },
    ...(referrerHost ? [{ label: t("trace.referrer"), value: referrerHost }] : []),
    ...(sharedId ? [{ label: t("trace.sharedId"), value: sharedId }] : []),
    ...(subIds ? [{ label: t("trace.subIds"), value: subIds }] : []),
    ...(hidden ? [{ label: t("trace.hidden"), value: t("trace.hiddenText") }] : []),
    ...(termsVersion === null ? [] : [{ label: t("trace.terms"), value: String(termsVersion) }]),
    ...(warnings.length > 0 ? [{ label: t("trace.notes"), value: warnings.join(", ") }] : []),
  ];
  return <Facts items={items} />;
}
