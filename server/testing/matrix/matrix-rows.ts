/** Rows of the matrix's world that no mutation makes, and how its table is read. */
import type { Pair } from "../worlds/pairs.ts";
import type { People } from "../worlds/people.ts";
import { principals, type Principal } from "./matrix.expected.ts";

export const expects = (flags: string, principal: Principal): boolean =>
  flags[principals.indexOf(principal)] === principal;

/**
 * Whether the ledger holds, how far a program is set up, and how all partners are verified, are
 * questions of the brand's alone.
 */
export const ofBrandsAlone: readonly string[] = [
  "Query.ledgerCheck",
  "Query.programSetUp",
  "Query.verificationBoard",
  "Query.verificationRun",
];

export const verifyAll = (programId: string): string =>
  `mutation {
    startVerification(
      input: { programId: "${programId}", scope: ALL },
      idempotencyKey: "verification"
    ) {
      __typename
    }
  }`;

/** As the worker holds a report that would take back too much. */
export async function holdReport(people: People, pair: Pair): Promise<void> {
  const row = {
    date: "2026-11-01",
    adGroup: pair.partnerCode,
    ordersBooked: "6",
    ordersTold: "0",
    amountBooked: "60000000",
    amountTold: "0",
  };
  await people.sql(
    `insert into attribution_hold (
        id,
        brand_account_id,
        program_id,
        start_date,
        end_date,
        orders_booked,
        orders_taken,
        amount_taken_micros,
        currency,
        row_count,
        rows,
        held_at,
        measured_at
      )
      values (
        gen_random_uuid(), $1, $2, '2026-11-01', '2026-11-02', 10, 6, 60000000, 'USD', 1, $3,
        now(), now()
      )`,
    [pair.brand.accountId, pair.program, JSON.stringify([row])],
  );
}
