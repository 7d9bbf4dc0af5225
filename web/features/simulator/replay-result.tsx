"use client";
import { useState, type ReactNode } from "react";
import { clsx } from "clsx";
import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import type { ReplayResult_PlaceFragment } from "../../gql/graphql.ts";
import { formatCount, formatShort } from "../../lib/format.ts";
import { Amount } from "../../ui/amount.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Table, Td, Th, RowHead } from "../../ui/table.tsx";
import { placesOf, signedAll, type Signed } from "./figures.ts";
import { Untried } from "./untried.tsx";
import { MovesDrawer } from "./moves-drawer.tsx";
import type { Replay } from "./use-replay.ts";
import { usePlaceName } from "./use-place-name.ts";

const ReplayResult_place = graphql(/* GraphQL */ `
  fragment ReplayResult_place on ReplayPlace {
    key
    kind
    groupId
    groupName
  }
`);

interface ReplayResultProps {
  replay: Replay;
  figures: NonNullable<Replay["figures"]>;
  programCode: string;
  timeZone: string;
}
/** Cost now and then, what moved from where to where, limits, and who it touches most. */
export function ReplayResult(props: ReplayResultProps): ReactNode {
  const { replay, figures, timeZone } = props;
  const t = useTranslations("simulator");
  const [listing, setListing] = useState(false);
  const moved = replay.moved ?? 0;
  return (
    <div className="flex flex-col gap-4">
      <p className="flex flex-wrap items-center gap-2">
        <span>{t("lookedAt", { count: figures.clicks })}</span>
        {replay.weakEvidence ? <Badge tone="warning">{t("weak")}</Badge> : null}
      </p>
      <Untried of={replay.untried} />
      <Comparison figures={figures} />
      <LimitHits hits={replay.limitHits} timeZone={timeZone} />
      <Matrix cells={replay.matrix.filter(({ event }) => event === "CLICK")} />
      <div className="flex flex-wrap items-center gap-2">
        <span>{t("moved", { count: moved })}</span>
        {moved > 0 && (replay.movesKept ?? 0) > 0 ? (
          <Button size="small" onClick={() => setListing(true)}>
            {t("seeMoves")}
          </Button>
        ) : null}
      </div>
      <Partners of={replay.byPartner.nodes} />
      <MovesDrawer
        replay={replay}
        programCode={props.programCode}
        timeZone={timeZone}
        open={listing}
        onClose={() => setListing(false)}
      />
    </div>
  );
}

/**
 * A cost that grows is not bad and one that shrinks not good: the sign says which, the colour
 * nothing.
 */
export function SignedText({ of }: { of: readonly Signed[] }): ReactNode {
  const exact = of.some((each) => each.exact !== null)
    ? of.map(({ text, exact: all }) => all ?? text).join(", ")
    : undefined;
  return (
    <span title={exact} className="tabular font-medium">
      {of.length === 0 ? "±0" : of.map(({ text }) => text).join(", ")}
    </span>
  );
}

function Comparison({ figures }: Pick<ReplayResultProps, "figures">): ReactNode {
  const t = useTranslations("simulator");
  const { clicksNow, clicksThen } = figures;
  const rows: [string, ReactNode, ReactNode, ReactNode][] = [
    [
      t("cost"),
      <Amount key="now" of={figures.costNow} />,
      <Amount key="then" of={figures.costThen} />,
      <SignedText key="cost" of={signedAll(figures.difference)} />,
    ],
    ...(["paid", "zero", "unpaid"] as const).map(
      (name): [string, ReactNode, ReactNode, ReactNode] => [
        t(`outcomes.${name}`),
        formatCount(clicksNow[name]),
        formatCount(clicksThen[name]),
        countChange(clicksThen[name] - clicksNow[name]),
      ],
    ),
  ];
  return (
    <Table label={t("comparison")}>
      <thead>
        <tr>
          <Th>
            <span className="sr-only">{t("figure")}</span>
          </Th>
          <Th numeric>{t("now")}</Th>
          <Th numeric>{t("then")}</Th>
          <Th numeric>{t("change")}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, now, then, change]) => (
          <tr key={name}>
            <RowHead pinned={false}>{name}</RowHead>
            <Td numeric>{now}</Td>
            <Td numeric>{then}</Td>
            <Td numeric>{change}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
const countChange = (change: number): string => {
  if (change === 0) return "±0";
  if (change > 0) return `+${formatCount(change)}`;
  return `\u2212${formatCount(-change)}`;
};

function LimitHits({ hits, timeZone }: { hits: Replay["limitHits"]; timeZone: string }): ReactNode {
  const t = useTranslations("simulator");
  if (hits.length === 0) return <p className="text-muted">{t("noLimit")}</p>;
  return (
    <ul className="flex flex-col gap-1">
      {hits.slice(0, 3).map(({ limitId, text, firstAt, partnerName, events }) => (
        <li key={`${limitId} ${partnerName}`} className="flex items-start gap-2">
          <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0 text-warning" />
          <span className="min-w-0 break-words">
            {t("limitHit", {
              limit: text,
              at: formatShort(firstAt, timeZone),
              partner: partnerName ?? t("program"),
              count: events,
            })}
          </span>
        </li>
      ))}
      {hits.length > 3 ? (
        <li className="ps-6 text-caption text-subtle">
          {t("moreLimits", { count: hits.length - 3 })}
        </li>
      ) : null}
    </ul>
  );
}

const kindRank = { GROUP: 0, DEFAULT: 1, OVER_LIMIT: 2, RESTRICTED: 3, REFUSED: 4 } as const;
const rankOf = ({ kind, groupId }: ReplayResult_PlaceFragment): number =>
  kindRank[kind] * 1_000 + Number(/\d+/.exec(groupId ?? "")?.[0] ?? 0);

interface CellFacts {
  events: number;
  from: FragmentType<typeof ReplayResult_place>;
  to: FragmentType<typeof ReplayResult_place>;
}
/** From which payout group to which: what stays is on the diagonal. */
function Matrix({ cells: given }: { cells: readonly CellFacts[] }): ReactNode {
  const t = useTranslations("simulator");
  const nameOf = usePlaceName();
  const cells = given.map(({ events, from, to }) => ({
    events,
    from: readFragment(ReplayResult_place, from),
    to: readFragment(ReplayResult_place, to),
  }));
  if (cells.length === 0) return null;
  const [rows, columns] = [placesOf(cells, "from", rankOf), placesOf(cells, "to", rankOf)];
  return (
    <Table label={t("matrix")}>
      <caption className="px-3 pt-2 text-start text-caption text-muted">
        {t("matrixCaption")}
      </caption>
      <thead>
        <tr>
          <Th pinned>{t("fromTo")}</Th>
          {columns.map((place) => (
            <Th key={place.key} numeric className="max-w-32 whitespace-normal!">
              {nameOf(place)}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <RowHead className="max-w-36">{nameOf(row)}</RowHead>
            {columns.map((column) => {
              const events = cells
                .filter(({ from, to }) => from.key === row.key && to.key === column.key)
                .reduce((sum, cell) => sum + cell.events, 0);
              return (
                <Td
                  key={column.key}
                  numeric
                  className={clsx(
                    events > 0 && row.key !== column.key && "bg-info-ground! font-medium",
                    events === 0 && "text-subtle",
                  )}
                >
                  {formatCount(events)}
                </Td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Partners({ of }: { of: Replay["byPartner"]["nodes"] }): ReactNode {
  const t = useTranslations("simulator");
  if (of.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-medium">{t("partners")}</h3>
      <ul className="flex flex-col gap-1">
        {of.map(({ partnerId, partnerName, figures }) => (
          <li key={partnerId} className="flex flex-wrap items-baseline justify-between gap-x-3">
            <span className="min-w-0 break-words">{partnerName}</span>
            <SignedText of={signedAll(figures.difference)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
