"use client";
import type { ReactNode } from "react";
import { clsx } from "clsx";
import {
  Breakdown_FiguresFragmentDoc,
  MeasureChange_ChangeFragmentDoc,
} from "../../../gql/graphql.ts";
import { readFragment } from "../../../gql/index.ts";
import { Td } from "../../../ui/table.tsx";
import type { Row } from "./breakdown-query.ts";
import { deltaOf, textOf, type ShownChange } from "./columns.ts";
import { DeltaText } from "./delta-text.tsx";
import type { RankedMeasure } from "./ranked.ts";

/** On phones the column that one came for, beside clicks. */
export const onPhones = (measure: RankedMeasure, rank: RankedMeasure): boolean =>
  measure === rank || measure === "clicks";

/** Heads and figures leave the names of groups what room there is. */
export const narrow = "max-sm:px-2 max-sm:whitespace-normal";

interface CellsProps {
  columns: readonly RankedMeasure[];
  rank: RankedMeasure;
  currency: string;
  figures: Row["figures"];
  changes: Row["changes"];
  foot?: boolean;
  className?: string;
}
export function Cells({
  columns,
  rank,
  currency,
  figures: masked,
  changes: maskedChanges,
  foot = false,
  className,
}: CellsProps): ReactNode {
  const figures = readFragment(Breakdown_FiguresFragmentDoc, masked);
  const changes: readonly ShownChange[] = readFragment(
    MeasureChange_ChangeFragmentDoc,
    maskedChanges,
  );
  const none = { amount: "0", currency };
  return columns.map((measure) => (
    <Td
      key={measure}
      numeric
      className={clsx(
        "max-sm:px-2",
        !onPhones(measure, rank) && "max-sm:hidden",
        foot && "sticky bottom-0 border-t border-b-0",
        className,
      )}
    >
      {textOf(measure, figures, none)}
      <DeltaText delta={deltaOf(measure, changes)} />
    </Td>
  ));
}
