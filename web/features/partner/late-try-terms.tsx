"use client";
import dynamic from "next/dynamic";

/** Below what the terms say: not needed before the first paint. */
export const LateTryTerms = dynamic(
  () => import("./try-terms.tsx").then((module) => module.TryTerms),
  { ssr: false },
);
