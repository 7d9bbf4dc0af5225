"use client";
/**
 * What the server draws and hardly anybody presses at once: its scripts come beside the first ones.
 * No boundary of its own stands around it, for the server would send what is in one apart, to be
 * put in its place by a script.
 */
import { lazy } from "react";

const tables = () => import("./report-table.tsx");
const verdicts = () => import("./verdicts.tsx");
if (typeof document !== "undefined") {
  void tables();
  void verdicts();
}
export const ReportTable = lazy(async () => ({ default: (await tables()).ReportTable }));
export const SalesDaysTable = lazy(async () => ({ default: (await tables()).SalesDaysTable }));
export const Verdicts = lazy(async () => ({ default: (await verdicts()).Verdicts }));
