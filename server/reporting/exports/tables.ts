/** Every table that leaves as a file. A further one is a record here, and its filter in the API. */
import { clickTable } from "./click-table.ts";
import { conversionTable } from "./conversion-table.ts";
import { contractTable, ledgerEntryTable, linkTable } from "./other-tables.ts";
import { inquiryTable } from "./inquiry-table.ts";
import { sealedEntryTable, sealTable, statementTable } from "./money-tables.ts";
import { bucketTable, partnerTable } from "./report-tables.ts";
import type { ExportTable } from "./table.ts";

export const exportTables = {
  CLICKS: clickTable,
  CONVERSIONS: conversionTable,
  LEDGER_ENTRIES: ledgerEntryTable,
  TRACKING_LINKS: linkTable,
  CONTRACTS: contractTable,
  REPORT_BUCKETS: bucketTable,
  REPORT_PARTNERS: partnerTable,
  INQUIRIES: inquiryTable,
  STATEMENT_LINES: statementTable,
  SEALED_ENTRIES: sealedEntryTable,
  SEALS: sealTable,
} as const satisfies Record<string, ExportTable>;
export type ExportTableName = keyof typeof exportTables;
export const exportTableNames = Object.keys(exportTables) as ExportTableName[];
