"use client";
/**
 * Below the fold: their scripts come beside the first ones. No boundary of theirs stands around
 * them, for the server would send what is in one apart, to be put in its place by a script.
 */
import { lazy } from "react";

const tables = () => import("./report-table.tsx");
if (typeof document !== "undefined") void tables();
export const ReportTable = lazy(async () => ({ default: (await tables()).ReportTable }));
export const SalesDaysTable = lazy(async () => ({ default: (await tables()).SalesDaysTable }));
