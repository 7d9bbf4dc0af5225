/** The events of many contracts in one line of time: pure. */
import type { AuditContractsQuery } from "../../gql/graphql.ts";

type AuditContract = AuditContractsQuery["contracts"]["nodes"][number];
export type AuditLine = AuditContract["events"][number] & { contractId: string; partnerName: string; termsName: string };

/** Newest first; events of one instant in the order in which a contract goes through them, the last on top. */
export const auditLines = (contracts: readonly AuditContract[]): AuditLine[] =>
  contracts
    .flatMap(({ id, partnerName, termsName, events }) => events.map((event, place) => ({ line: { ...event, contractId: id, partnerName, termsName }, place })))
    .toSorted((a, b) => Date.parse(b.line.at) - Date.parse(a.line.at) || b.place - a.place)
    .map(({ line }) => line);
