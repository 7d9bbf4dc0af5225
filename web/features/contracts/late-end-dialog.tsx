"use client";
import dynamic from "next/dynamic";

/** Loaded when somebody wants to end contracts. */
export const LateEndDialog = dynamic(
  () => import("./end-dialog.tsx").then((module) => module.EndDialog),
  { ssr: false },
);
/** Loaded when somebody wants to propose one. */
export const LateProposeDialog = dynamic(
  () => import("./propose-dialog.tsx").then((module) => module.ProposeDialog),
  { ssr: false },
);
