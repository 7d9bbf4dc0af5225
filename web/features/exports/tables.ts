/** Which table needs which right, as the API says it of each. */
const rightOf = {
  CLICKS: "clicks:read",
  CONVERSIONS: "sales:read",
  LEDGER_ENTRIES: "payouts:read",
  TRACKING_LINKS: "links:read",
  CONTRACTS: "contracts:read",
  REPORT_BUCKETS: "reports:read",
  REPORT_PARTNERS: "reports:read",
} as const;
export type TableName = keyof typeof rightOf;
/** Those that a viewer may have as a file. */
export const tablesFor = (rights: readonly string[]): TableName[] =>
  (Object.keys(rightOf) as TableName[]).filter((table) => rights.includes(rightOf[table]));
