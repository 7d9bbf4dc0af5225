/** Every table that leaves as a file. A further one is a record here: API and pages follow. */
import { breakdownTable } from "./breakdown-table.ts";
import { clickTable } from "./click-table.ts";
import { conversionTable } from "./conversion-table.ts";
import { alertTable, annotationTable, owedTable } from "./desk-tables.ts";
import { inquiryTable } from "./inquiry-table.ts";
import { exposureTable, limitTable } from "./limit-tables.ts";
import { linkListTable } from "./link-tables.ts";
import { sealedEntryTable, sealTable, statementTable } from "./money-tables.ts";
import { contractTable, ledgerEntryTable, linkTable } from "./other-tables.ts";
import { partnerListTable } from "./partner-table.ts";
import { bucketTable, partnerTable } from "./report-tables.ts";
import type { ExportTable } from "./table.ts";

export const exportTables = {
  CLICKS: clickTable,
  CONVERSIONS: conversionTable,
  REPORT_BUCKETS: bucketTable,
  REPORT_PARTNERS: partnerTable,
  BREAKDOWN: breakdownTable,
  ANNOTATIONS: annotationTable,
  ALERTS: alertTable,
  PARTNERS: partnerListTable,
  TRACKING_LINKS: linkTable,
  LINK_FIGURES: linkListTable,
  INQUIRIES: inquiryTable,
  CONTRACTS: contractTable,
  LIMITS: limitTable,
  EXPOSURE: exposureTable,
  OWED: owedTable,
  STATEMENT_LINES: statementTable,
  LEDGER_ENTRIES: ledgerEntryTable,
  SEALED_ENTRIES: sealedEntryTable,
  SEALS: sealTable,
} as const satisfies Record<string, ExportTable>;
export type ExportTableName = keyof typeof exportTables;
export const exportTableNames = Object.keys(exportTables) as ExportTableName[];
