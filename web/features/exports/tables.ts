/** Which table needs which right, as the API says it of each. */
const rightOf = {
  CLICKS: "clicks:read",
  CONVERSIONS: "sales:read",
  LEDGER_ENTRIES: "payouts:read",
  TRACKING_LINKS: "links:read",
  CONTRACTS: "contracts:read",
  REPORT_BUCKETS: "reports:read",
  REPORT_PARTNERS: "reports:read",
  INQUIRIES: "sales:read",
  STATEMENT_LINES: "payouts:read",
  SEALED_ENTRIES: "payouts:read",
  SEALS: "payouts:read",
} as const;
export type TableName = keyof typeof rightOf;
/** A partner follows its own chain of seals. */
const ofPartners: readonly TableName[] = ["SEALED_ENTRIES", "SEALS"];
/** Those that a viewer may have as a file. */
export const tablesFor = (
  { rights }: { rights: readonly string[] },
  space: "brand" | "partner",
): TableName[] =>
  (Object.keys(rightOf) as TableName[]).filter(
    (table) =>
      rights.includes(rightOf[table]) && (space === "partner" || !ofPartners.includes(table)),
  );
