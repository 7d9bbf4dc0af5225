"use client";
import type { ReactNode } from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { graphql, readFragment, type FragmentType } from "../../../gql/index.ts";
import type {
  TraceSteps_StepFragment,
  TraceRowVerdict,
  TraceVerdict,
} from "../../../gql/graphql.ts";
import { formatDateTime } from "../../../lib/format.ts";
import { Badge, type Tone, toneIcon, toneText } from "../../../ui/badge.tsx";

const TraceSteps_step = graphql(/* GraphQL */ `
  fragment TraceSteps_step on TraceStep {
    step
    verdict
    seen
    reason
    rows {
      label
      text
      verdict
      conditions {
        text
        seen
        holds
      }
      limit {
        windowStart
        windowEnd
      }
    }
  }
`);

export type Heading = "h2" | "h3" | "h4";
type Row = TraceSteps_StepFragment["rows"][number];

const stepTones: Record<TraceVerdict, Tone> = {
  PASSED: "success",
  STOPPED: "danger",
  NOT_REACHED: "neutral",
  NOTED: "info",
};
/**
 * Rules and limits are what a decision hangs on; what else was looked at is folded away, and so is
 * a long list that decided nothing.
 */
const telling: readonly string[] = ["RESTRICTIONS", "GROUP", "LIMITS"];
const openRows = 6;

interface StepsProps {
  /** Part of the list's id: two traces may stand on one page. */
  id: string;
  steps: readonly FragmentType<typeof TraceSteps_step>[];
  title: string;
  heading: Heading;
  timeZone: string;
}
/** Every step of a decision with the values seen, row by row. */
export function Steps({ id, steps, title, heading: Head, timeZone }: StepsProps): ReactNode {
  const all = steps.map((step) => readFragment(TraceSteps_step, step));
  return (
    <section aria-labelledby={`steps-${id}`}>
      <Head id={`steps-${id}`} className="mb-2 text-body font-semibold">
        {title}
      </Head>
      <ol className="flex flex-col">
        {all.map((step, index) => (
          <Step
            key={step.step}
            step={step}
            number={index + 1}
            isLast={index === all.length - 1}
            timeZone={timeZone}
          />
        ))}
      </ol>
    </section>
  );
}

function Step({
  step: { step, verdict, seen, reason, rows },
  number,
  isLast,
  timeZone,
}: {
  step: TraceSteps_StepFragment;
  number: number;
  isLast: boolean;
  timeZone: string;
}): ReactNode {
  const t = useTranslations("reporting.trace");
  const Icon = toneIcon[stepTones[verdict]];
  return (
    <li
      className={clsx(
        "relative flex gap-3 pb-3",
        verdict === "NOT_REACHED" && "text-subtle",
        !isLast && "before:absolute before:inset-y-5 before:start-2 before:w-px before:bg-border",
      )}
    >
      <Icon
        aria-hidden
        size={17}
        className={clsx("mt-0.5 shrink-0", toneText[stepTones[verdict]])}
      />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium">
            {number}. {t(`step.${step}`)}
          </span>
          <span className="text-caption text-muted">{t(`verdict.${verdict}`)}</span>
          {reason ? (
            <Badge tone={stepTones[verdict]} icon={false}>
              {reason}
            </Badge>
          ) : null}
        </p>
        {seen && verdict !== "NOT_REACHED" ? (
          <p className="text-table break-words text-muted first-letter:uppercase">{seen}</p>
        ) : null}
        <Rows
          rows={rows}
          startsOpen={verdict === "STOPPED" || (telling.includes(step) && rows.length <= openRows)}
          timeZone={timeZone}
        />
      </div>
    </li>
  );
}

function Rows({
  rows,
  startsOpen,
  timeZone,
}: {
  rows: readonly Row[];
  startsOpen: boolean;
  timeZone: string;
}): ReactNode {
  const t = useTranslations("reporting.trace");
  if (rows.length === 0) return null;
  return (
    <details open={startsOpen} className="mt-1 text-table">
      <summary className="min-h-6 cursor-pointer text-link">
        {t("rows", { count: rows.length })}
      </summary>
      <ul className="mt-1 flex flex-col gap-1.5 border-s-2 border-border ps-3">
        {rows.map((row, index) => (
          <TraceRow key={index} row={row} timeZone={timeZone} />
        ))}
      </ul>
    </details>
  );
}

const rowTones: Record<TraceRowVerdict, string> = {
  YES: "text-success",
  NO: "text-muted",
  NOT_REACHED: "text-subtle",
  NOTED: "text-muted",
};
function TraceRow({
  row: { label, text, verdict, conditions, limit },
  timeZone,
}: {
  row: Row;
  timeZone: string;
}): ReactNode {
  const t = useTranslations("reporting.trace");
  return (
    <li className={clsx("min-w-0 break-words", verdict === "NOT_REACHED" && "text-subtle")}>
      <span className="inline-block font-medium first-letter:uppercase">{label}</span>
      {text ? <span>: {text}</span> : null}
      {verdict === "NOTED" ? null : (
        <span className={clsx("ms-2 font-medium", rowTones[verdict])}>
          {t(limit ? `limitRow.${verdict}` : `row.${verdict}`)}
        </span>
      )}
      {conditions.length > 0 ? (
        <ul className="ps-3 text-muted">
          {conditions.map((condition) => (
            <li key={condition.text}>
              {condition.holds === null
                ? t("conditionNotShown", { text: condition.text, seen: condition.seen })
                : t("condition", {
                    text: condition.text,
                    seen: condition.seen,
                    holds: String(condition.holds),
                  })}
            </li>
          ))}
        </ul>
      ) : null}
      {limit ? (
        <span className="tabular block text-muted">
          {limit.windowStart === null
            ? t("limitEver")
            : t("limitWindow", {
                from: formatDateTime(limit.windowStart, timeZone),
                to: limit.windowEnd ? formatDateTime(limit.windowEnd, timeZone) : t("openEnd"),
              })}
        </span>
      ) : null}
    </li>
  );
}
