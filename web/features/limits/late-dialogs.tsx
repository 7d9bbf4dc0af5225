"use client";
import dynamic from "next/dynamic";

/** Loaded when somebody sets or removes a limit: most only look. */
export const LateLimitDialog = dynamic(
  () => import("./limit-dialog.tsx").then((module) => module.LimitDialog),
  { ssr: false },
);
export const LateRemoveDialog = dynamic(
  () => import("./remove-dialog.tsx").then((module) => module.RemoveDialog),
  { ssr: false },
);
