"use client";
import { lateView } from "../../lib/late.ts";

/** Beside what a page shows: its first scripts do without. */
export const LateExport = lateView(async () => (await import("./export-menu.tsx")).ExportMenu);
