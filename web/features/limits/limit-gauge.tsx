"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { LimitGauge_LimitFragment } from "../../gql/graphql.ts";
import { Badge } from "../../ui/badge.tsx";
import { placeOf, stateOf, stateTone } from "./limit-state.ts";
import { graphql } from "../../gql/index.ts";
import { useLimitWords } from "./use-limit-words.ts";

export const LimitGauge_limit = graphql(/* GraphQL */ `
  fragment LimitGauge_limit on LimitUsage {
    limitId
    event
    groupName
    kind
    scope
    reset
    currency
    max
    used
    percent
    windowStart
    windowEnd
    countsFrom
    elapsedPercent
    expected
    expectedPercent
    reachedOn
    unpaidClicks
    unpaid {
      amount
      currency
    }
    paused
  }
`);

const trackPx = 20;
const barPx = { top: 4, height: 10 };
/** Colour says what is counted, as in the charts. */
const colorOf = ({ kind, event }: LimitGauge_LimitFragment): string => {
  if (kind === "PAYOUT") return "var(--payout)";
  if (event === "CLICK") return "var(--clicks)";
  return "var(--sales)";
};

/** Bar: used. Line: the limit. Triangle: time gone. Dashes: where this pace leads. */
function Track({ limit }: { limit: LimitGauge_LimitFragment }): ReactNode {
  const { percent, elapsedPercent, expectedPercent } = limit;
  const color = colorOf(limit);
  const [used, expected] = [placeOf(percent ?? 0), placeOf(expectedPercent ?? 0)];
  return (
    <svg aria-hidden width="100%" height={trackPx} className="block overflow-visible">
      <rect
        x={0}
        y={barPx.top}
        width="100%"
        height={barPx.height}
        rx={2}
        style={{ fill: "var(--sunken)", stroke: "var(--border-strong)" }}
      />
      {expectedPercent !== null && expectedPercent > (percent ?? 0) ? (
        <rect
          x={used}
          y={barPx.top + 2}
          height={barPx.height - 4}
          style={{
            width: `calc(${expected} - ${used})`,
            fill: "none",
            stroke: color,
            strokeWidth: 1.5,
            strokeDasharray: "4 3",
          }}
        />
      ) : null}
      <rect x={0} y={barPx.top} width={used} height={barPx.height} rx={2} style={{ fill: color }} />
      <line
        x1={placeOf(100)}
        x2={placeOf(100)}
        y1={0}
        y2={trackPx - 2}
        style={{ stroke: "var(--fg)", strokeWidth: 2 }}
      />
      {elapsedPercent === null ? null : (
        <svg x={placeOf(elapsedPercent)} y={barPx.top + barPx.height} overflow="visible">
          <path d="M0 0 L4 6 L-4 6 Z" style={{ fill: "var(--muted)" }} />
        </svg>
      )}
    </svg>
  );
}

interface LimitGaugeProps {
  limit: LimitGauge_LimitFragment;
  space: "brand" | "partner";
  /** The brand's: limits are cut by it. */
  timeZone: string;
  /** Whose limit it is, above its name. */
  owner?: ReactNode;
  /** Said before the name for those who do not see the owner beside it. */
  ownerName?: string;
  actions?: ReactNode;
  badges?: ReactNode;
}
/** How much of a limit is used, as a picture and always in words too. */
export function LimitGauge({
  limit,
  space,
  timeZone,
  owner,
  ownerName,
  actions,
  badges,
}: LimitGaugeProps): ReactNode {
  const t = useTranslations("limits");
  const { name, figures, meaning } = useLimitWords(space, timeZone)(limit);
  const state = stateOf(limit);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
        <div className="min-w-0">
          {owner ? <p className="font-medium break-words">{owner}</p> : null}
          <p className={owner ? "text-muted" : "font-medium"}>{name}</p>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          {state === null || state === "within" ? null : (
            <Badge tone={stateTone[state]}>{t(`states.${state}`)}</Badge>
          )}
          {badges}
          {actions}
        </div>
      </div>
      {limit.percent === null ? null : (
        <>
          <meter
            className="sr-only"
            aria-label={ownerName === undefined ? name : `${ownerName}: ${name}`}
            min={0}
            max={Math.max(100, limit.percent)}
            value={limit.percent}
            aria-valuetext={figures}
          />
          <Track limit={limit} />
        </>
      )}
      <p className="tabular text-table break-words text-muted">{figures}</p>
      {meaning ? <p className="text-table break-words">{meaning}</p> : null}
    </div>
  );
}

/** How the pictures are read: once a page. */
export function GaugeLegend(): ReactNode {
  const t = useTranslations("limits");
  return <p className="mb-3 text-caption text-subtle">{t("legend")}</p>;
}
