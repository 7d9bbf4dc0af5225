"use client";
import dynamic from "next/dynamic";

/** Loaded when somebody reports a problem: hardly ever. */
export const LateProblemDialog = dynamic(
  () => import("./problem-dialog.tsx").then((module) => module.ProblemDialog),
  { ssr: false },
);
