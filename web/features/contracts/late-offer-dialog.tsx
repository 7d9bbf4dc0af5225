"use client";
import dynamic from "next/dynamic";

/** Loaded when somebody wants to offer other terms: most who read a contract do not. */
export const LateOfferDialog = dynamic(
  () => import("./offer-dialog.tsx").then((module) => module.OfferDialog),
  { ssr: false },
);
