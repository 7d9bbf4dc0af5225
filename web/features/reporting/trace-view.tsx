"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { ClickRowFragment, ClickTraceQuery, TraceVerdict } from "../../gql/graphql.ts";
import { readFragment } from "../../gql/index.ts";
import { formatDateTime, formatMoney, formatSecond } from "../../lib/format.ts";
import { Badge, type Tone, toneIcon, toneText } from "../../ui/badge.tsx";
import { Facts } from "../../ui/card.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { cx } from "../../ui/cx.ts";
import { Table, Td, Th } from "../../ui/table.tsx";
import { Decision, TestBadge } from "./decision.tsx";
import { ClickRow } from "./log-documents.ts";

type Detail = NonNullable<ClickTraceQuery["click"]>;
type Trace = NonNullable<Detail["trace"]>;
const tones: Record<TraceVerdict, Tone> = { PASSED: "success", STOPPED: "danger", NOT_REACHED: "neutral", NOTED: "info" };

type Heading = "h2" | "h3";
interface TraceViewProps {
  detail: Detail;
  timeZone: string;
  pageHref: string;
  /** One below what stands above: the page's title, or the drawer's. */
  heading: Heading;
}
/** One click: what became of it, why, and every step of the decision with the value seen. */
export function TraceView({ detail, timeZone, pageHref, heading }: TraceViewProps): ReactNode {
  const t = useTranslations("reporting.trace");
  const click = readFragment(ClickRow, detail.click);
  return (
    <div className="flex flex-col gap-5">
      <Outcome click={click} />
      {detail.trace ? <Steps steps={detail.trace.steps} heading={heading} /> : <p className="text-muted">{t("undecided")}</p>}
      {detail.trace && detail.trace.limits.length > 0 ? <Limits limits={detail.trace.limits} timeZone={timeZone} heading={heading} /> : null}
      <ClickFacts detail={detail} click={click} timeZone={timeZone} />
      {detail.trace ? (
        <p className={cx("text-caption", detail.trace.consistent ? "text-subtle" : "text-danger")}>
          {detail.trace.consistent ? t("consistent", { version: detail.trace.engineVersion }) : t("inconsistent")}
        </p>
      ) : null}
      <div className="print-hidden flex flex-wrap gap-2">
        <CopyLink href={pageHref} />
        <CopyButton text={JSON.stringify(detail, null, 2)} label={t("copyJson")} />
      </div>
    </div>
  );
}

function CopyLink({ href }: { href: string }): ReactNode {
  const t = useTranslations("reporting.trace");
  const origin = typeof window === "undefined" ? "" : window.location.origin;
  return <CopyButton text={`${origin}${href}`} label={t("copyLink")} />;
}

function Outcome({ click }: { click: ClickRowFragment }): ReactNode {
  const t = useTranslations("reporting");
  return (
    <div className="flex flex-col gap-2 rounded-card bg-sunken p-3">
      <div className="flex flex-wrap items-center gap-2">
        <Decision outcome={click.outcome} amount={click.amount} />
        <TestBadge isTest={click.isTest} />
        {click.reason ? <code className="font-mono text-caption text-muted">{click.reason}</code> : null}
      </div>
      {click.reasonText ? <p>{click.reasonText}</p> : null}
      {click.isTest && click.wouldPay ? <p className="text-muted">{t("drawer.wouldPay", { amount: formatMoney(click.wouldPay) })}</p> : null}
    </div>
  );
}

/** Every step of a decision with the value seen. */
export function Steps({ steps, heading: Head }: { steps: Trace["steps"]; heading: Heading }): ReactNode {
  const t = useTranslations("reporting.trace");
  return (
    <section aria-labelledby="trace-steps">
      <Head id="trace-steps" className="mb-2 text-body font-semibold">
        {t("steps")}
      </Head>
      <ol className="flex flex-col">
        {steps.map(({ step, verdict, seen, reason }, index) => {
          const Icon = toneIcon[tones[verdict]];
          return (
            <li
              key={step}
              className={cx(
                "relative flex gap-3 pb-3",
                verdict === "NOT_REACHED" && "text-subtle",
                index < steps.length - 1 && "before:absolute before:inset-y-5 before:start-2 before:w-px before:bg-border",
              )}
            >
              <Icon aria-hidden size={17} className={cx("mt-0.5 shrink-0", toneText[tones[verdict]])} />
              <div className="min-w-0 flex-1">
                <p className="flex flex-wrap items-center gap-x-2">
                  <span className="font-medium">{t(`step.${step}`)}</span>
                  <span className="text-caption text-muted">{t(`verdict.${verdict}`)}</span>
                  {reason ? (
                    <Badge tone={tones[verdict]} icon={false}>
                      {reason}
                    </Badge>
                  ) : null}
                </p>
                {seen && verdict !== "NOT_REACHED" ? <p className="text-table break-words text-muted">{seen}</p> : null}
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Limits({ limits, timeZone, heading: Head }: { limits: Trace["limits"]; timeZone: string; heading: Heading }): ReactNode {
  const t = useTranslations("reporting.trace");
  return (
    <div>
      <Head className="mb-2 text-body font-semibold">{t("limits")}</Head>
      <Table label={t("limits")}>
        <thead>
          <tr>
            <Th>{t("limit")}</Th>
            <Th numeric>{t("limitBefore")}</Th>
            <Th numeric>{t("limitAfter")}</Th>
            <Th numeric>{t("limitMax")}</Th>
            <Th>{t("limitWindow")}</Th>
          </tr>
        </thead>
        <tbody>
          {limits.map(({ limitId, text, before, after, max, windowStart, windowEnd }) => (
            <tr key={limitId}>
              <Td className="min-w-36">{text}</Td>
              <Td numeric>{before}</Td>
              <Td numeric>{after}</Td>
              <Td numeric>{max}</Td>
              <Td className="whitespace-nowrap">
                {formatDateTime(windowStart, timeZone)} – {windowEnd ? formatDateTime(windowEnd, timeZone) : t("openEnd")}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function ClickFacts({ detail, click, timeZone }: { detail: Detail; click: ClickRowFragment; timeZone: string }): ReactNode {
  const t = useTranslations("reporting");
  const { landingPage, browser, os, referrerHost, sharedId, termsVersion, warnings } = detail.click;
  const device = t.has(`devices.${click.device as "PHONE"}`) ? t(`devices.${click.device as "PHONE"}`) : click.device;
  const items = [
    { label: t("trace.when"), value: `${formatSecond(click.clickedAt, timeZone)} ${timeZone}` },
    { label: t("log.partner"), value: click.partnerName },
    { label: t("log.link"), value: click.linkName },
    { label: t("trace.visitor"), value: [click.country, device, browser, os].filter(Boolean).join(" · ") },
    { label: t("trace.landing"), value: <span className="break-all">{landingPage}</span> },
    ...(referrerHost ? [{ label: t("trace.referrer"), value: referrerHost }] : []),
    ...(sharedId ? [{ label: t("trace.sharedId"), value: sharedId }] : []),
    ...(termsVersion === null ? [] : [{ label: t("trace.terms"), value: String(termsVersion) }]),
    ...(warnings.length > 0 ? [{ label: t("trace.notes"), value: warnings.join(", ") }] : []),
  ];
  return <Facts items={items} />;
}
