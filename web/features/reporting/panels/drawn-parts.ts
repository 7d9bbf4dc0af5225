"use client";
/** What is read at once and pressed late, if at all. */
import { serverDrawn } from "../../../lib/server-drawn.tsx";

const tables = () => import("./report-table.tsx");
export const ReportTable = serverDrawn(async () => (await tables()).ReportTable);
export const SalesDaysTable = serverDrawn(async () => (await tables()).SalesDaysTable);
export const HeardFreshness = serverDrawn(
  async () => (await import("../freshness.tsx")).HeardFreshness,
);
export const KpiStrip = serverDrawn(async () => (await import("./kpi-strip.tsx")).KpiStrip);
export const Verdicts = serverDrawn(async () => (await import("./verdicts.tsx")).Verdicts);
export const UnpaidReasons = serverDrawn(
  async () => (await import("./unpaid-reasons.tsx")).UnpaidReasons,
);
export const NothingMeasured = serverDrawn(
  async () => (await import("./nothing-measured.tsx")).NothingMeasured,
);
export const ComparedNote = serverDrawn(
  async () => (await import("./compared-note.tsx")).ComparedNote,
);
export const LostTraffic = serverDrawn(
  async () => (await import("./lost-traffic.tsx")).LostTraffic,
);
