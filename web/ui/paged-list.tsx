"use client";
import type { ReactNode } from "react";
import type { PagesState } from "../lib/use-pages.ts";
import { Card } from "./card.tsx";
import { MoreButton } from "./more-button.tsx";
import { Panel } from "./panel.tsx";
import { RowsSkeleton } from "./rows-skeleton.tsx";

interface PagedListProps<T> {
  list: PagesState<T>;
  skeletonRows?: number;
  /** Stands there when there are no rows. */
  empty?: ReactNode;
  children: (rows: readonly T[]) => ReactNode;
}
/** Rows that come page by page, and what to say when there are none. */
export function PagedList<T>({
  list,
  skeletonRows,
  empty,
  children,
}: PagedListProps<T>): ReactNode {
  return (
    <>
      <Panel
        state={list}
        skeleton={
          skeletonRows === undefined ? <RowsSkeleton /> : <RowsSkeleton rows={skeletonRows} />
        }
      >
        {(rows) => (rows.length === 0 && empty ? <Card>{empty}</Card> : children(rows))}
      </Panel>
      <MoreButton more={list.more} busy={list.loadingMore} />
    </>
  );
}
