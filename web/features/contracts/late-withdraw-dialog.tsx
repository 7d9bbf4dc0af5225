"use client";
import dynamic from "next/dynamic";

/** Loaded when somebody wants to take a proposal back. */
export const LateWithdrawDialog = dynamic(
  () => import("./withdraw-dialog.tsx").then((module) => module.WithdrawDialog),
  { ssr: false },
);
