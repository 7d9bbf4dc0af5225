"use client";
import dynamic from "next/dynamic";

/** Loaded when somebody answers: most who read a contract do not. */
export const LateAcceptDialog = dynamic(
  () => import("./answer-dialogs.tsx").then((module) => module.AcceptDialog),
  { ssr: false },
);
export const LateDeclineDialog = dynamic(
  () => import("./answer-dialogs.tsx").then((module) => module.DeclineDialog),
  { ssr: false },
);
