"use client";
import { useState, type ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { brandPages } from "../../lib/addresses.ts";
import { graphql, readFragment } from "../../gql/index.ts";
import { ReplayResult_PlaceFragmentDoc, type ReplayMovesQuery } from "../../gql/graphql.ts";
import { formatExact, formatSecond } from "../../lib/format.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Button } from "../../ui/button.tsx";
import { Drawer } from "../../ui/dialog.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { TwoTraces } from "./two-traces.tsx";
import { usePlaceName } from "./use-place-name.ts";

const ReplayMoves = graphql(/* GraphQL */ `
  query ReplayMoves($id: ID!, $after: String) {
    replay(id: $id) {
      id
      moves(first: 10, after: $after) {
        nodes {
          subjectId
          event
          at
          partnerName
          paidNow {
            amount
            currency
          }
          paidThen {
            amount
            currency
          }
          from {
            ...ReplayResult_place
          }
          to {
            ...ReplayResult_place
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

interface MovesDrawerProps {
  open: boolean;
  onClose: () => void;
  replay: { id: string };
  programCode: string;
  timeZone: string;
}
/** Clicks that would have ended elsewhere, one by one, with the two decisions side by side. */
export function MovesDrawer({ open, onClose, ...of }: MovesDrawerProps): ReactNode {
  const t = useTranslations("simulator");
  return (
    <Drawer open={open} onClose={onClose} title={t("movesTitle")}>
      {open ? <MoveList {...of} /> : null}
    </Drawer>
  );
}

const pick = (data: ReplayMovesQuery) =>
  data.replay?.moves ?? { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };

function MoveList({ replay, ...of }: Omit<MovesDrawerProps, "open" | "onClose">): ReactNode {
  const list = usePages(ReplayMoves, { id: replay.id, after: null }, null, pick);
  return (
    <>
      <Panel state={list} skeleton={<RowsSkeleton />}>
        {(moves) => (
          <ul className="flex flex-col divide-y divide-border">
            {moves.map((move) => (
              <Move key={move.subjectId} move={move} replayId={replay.id} {...of} />
            ))}
          </ul>
        )}
      </Panel>
      <MoreButton more={list.more} busy={list.loadingMore} />
    </>
  );
}

type MoveFacts = ReturnType<typeof pick>["nodes"][number];

function Move({
  move,
  replayId,
  programCode,
  timeZone,
}: { move: MoveFacts; replayId: string } & Omit<
  MovesDrawerProps,
  "open" | "onClose" | "replay"
>): ReactNode {
  const t = useTranslations("simulator");
  const nameOf = usePlaceName();
  const [shown, setShown] = useState(false);
  const [from, to] = [
    readFragment(ReplayResult_PlaceFragmentDoc, move.from),
    readFragment(ReplayResult_PlaceFragmentDoc, move.to),
  ];
  const isClick = move.event === "CLICK";
  return (
    <li className="flex flex-col gap-2 py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-medium">{move.partnerName}</span>
        <span className="text-caption text-subtle">
          {t(isClick ? "clickAt" : "saleAt", {
            event: move.event,
            at: formatSecond(move.at, timeZone),
          })}
        </span>
      </div>
      <p className="break-words">
        {t("moveText", {
          from: nameOf(from),
          to: nameOf(to),
          now: move.paidNow ? formatExact(move.paidNow) : t("nothing"),
          draft: move.paidThen ? formatExact(move.paidThen) : t("nothing"),
        })}
      </p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button size="small" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {t(shown ? "hideTraces" : "showTraces")}
        </Button>
        {isClick ? (
          <Link
            href={`${brandPages(programCode).clicks}/${move.subjectId}`}
            className={textLinkClass}
          >
            {t("openClick")}
          </Link>
        ) : null}
      </div>
      {shown ? (
        <TwoTraces replayId={replayId} subjectId={move.subjectId} timeZone={timeZone} />
      ) : null}
    </li>
  );
}
