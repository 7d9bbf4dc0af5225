"use client";
import dynamic from "next/dynamic";

/** Loaded when somebody wants the new terms now. */
export const LateOptInDialog = dynamic(
  () => import("./opt-in-dialog.tsx").then((module) => module.OptInDialog),
  { ssr: false },
);
