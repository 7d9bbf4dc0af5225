"use client";
import dynamic from "next/dynamic";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";

/** Most of the time nothing is about to change. */
export const LateUpcomingCard = dynamic(
  () => import("./upcoming-card.tsx").then((module) => module.UpcomingCard),
  { loading: () => <RowsSkeleton rows={4} /> },
);
