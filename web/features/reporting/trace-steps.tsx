"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { ClickTraceQuery, TraceVerdict } from "../../gql/graphql.ts";
import { formatDateTime } from "../../lib/format.ts";
import { Badge, type Tone, toneIcon, toneText } from "../../ui/badge.tsx";
import { cx } from "../../ui/cx.ts";
import { Table, Td, Th } from "../../ui/table.tsx";

type Trace = NonNullable<NonNullable<ClickTraceQuery["click"]>["trace"]>;
export type Heading = "h2" | "h3";
const tones: Record<TraceVerdict, Tone> = { PASSED: "success", STOPPED: "danger", NOT_REACHED: "neutral", NOTED: "info" };

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
                  <span className="font-medium">
                    {index + 1}. {t(`step.${step}`)}
                  </span>
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

/** Each limit that was asked: before, after, its window. */
export function Limits({ limits, timeZone, heading: Head }: { limits: Trace["limits"]; timeZone: string; heading: Heading }): ReactNode {
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
