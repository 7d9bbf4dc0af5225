"use client";
/** The tables below the charts, whose heads are pressed late if at all. */
import { serverDrawn } from "../../../lib/server-drawn.tsx";

const tables = () => import("./report-table.tsx");
export const ReportTable = serverDrawn(async () => (await tables()).ReportTable);
export const SalesDaysTable = serverDrawn(async () => (await tables()).SalesDaysTable);
