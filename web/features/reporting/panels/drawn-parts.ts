"use client";
/**
 * What is read at once and pressed late, if at all. None of these stands inside another: what the
 * server drew of it would go with the one around it.
 */
import { serverDrawn } from "../../../lib/server-drawn.tsx";

const tables = () => import("./report-table.tsx");
export const ReportTable = serverDrawn(async () => (await tables()).ReportTable);
export const SalesDaysTable = serverDrawn(async () => (await tables()).SalesDaysTable);
export const HeardFreshness = serverDrawn(
  async () => (await import("../freshness.tsx")).HeardFreshness,
);
export const KpiStrip = serverDrawn(async () => (await import("./kpi-strip.tsx")).KpiStrip);
export const Verdicts = serverDrawn(async () => (await import("./verdicts.tsx")).Verdicts);
export const LostTraffic = serverDrawn(
  async () => (await import("./lost-traffic.tsx")).LostTraffic,
);
