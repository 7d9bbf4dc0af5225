/** Rows of the matrix's world that no mutation makes, and how its table is read. */
import type { Client } from "../worlds/client.ts";
import type { Pair } from "../worlds/pairs.ts";
import type { World } from "../worlds/world.ts";
import type { People } from "../worlds/people.ts";
import {
  accept,
  inline,
  intent,
  makeProgram,
  makeTerms,
  propose,
  run,
  type Ok,
} from "../worlds/steps.ts";
import { principals, type Principal } from "./matrix-viewers.ts";

export const expects = (flags: string, principal: Principal): boolean =>
  flags[principals.indexOf(principal)] === principal;

/**
 * Whether the ledger holds, how far a program is set up, what Amazon tells beside it, and how all
 * partners are verified, are questions of the brand's alone.
 */
export const ofBrandsAlone: readonly string[] = [
  "Query.alerts",
  "Query.amazonReport",
  "Query.ledgerCheck",
  "Query.programPartners",
  "Query.programSetUp",
  "Query.reconciliation",
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

/** What a shop handed in as a file that waits for a word, and a partner's code. */
export async function handInFile(people: People, pair: Pair, person: string): Promise<void> {
  const name = `${pair.programCode}-orders.csv`;
  await people.sql(
    `with s as (
        insert into conversion_submission (
          id, brand_account_id, program_id, source, name, digest, state, row_count, preview, faults,
          submitted_by, submitted_at
        )
        select gen_random_uuid(), $1, $2, 'CSV', $3, $3, 'PREVIEW', 1, $4, $5, u.id, now()
        from app_user u
        where u.email = $6
        returning *
      )
      insert into submitted_conversion (
        submission_id, number, brand_account_id, program_id, body, state, reason, message, done_at
      )
      select id, 2, $1, $2, $7, 'FAILED', 'MALFORMED', 'It has no order', now() from s`,
    [
      pair.brand.accountId,
      pair.program,
      name,
      JSON.stringify({
        orders: 1,
        modifications: 0,
        reversals: 0,
        duplicates: 0,
        amounts: [{ currency: "USD", micros: "1000000" }],
        from: null,
        to: null,
      }),
      JSON.stringify([
        { row: 2, code: "OID_MISSING", path: ["orderId"], message: "It is missing" },
      ]),
      person,
      JSON.stringify({ event: "SALE" }),
    ],
  );
  await people.sql(
    `insert into promo_code (
        id, brand_account_id, program_id, partner_account_id, code, code_key, policy, starts_at,
        created_by, created_at
      )
      select gen_random_uuid(), $1, $2, $3, $4, $4, 'ALWAYS', now(), u.id, now()
      from app_user u
      where u.email = $5`,
    [
      pair.brand.accountId,
      pair.program,
      pair.partner.accountId,
      `code-${pair.partnerCode}-${pair.programCode}`,
      person,
    ],
  );
}

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

/** As the worker opens an alert. */
export async function openAlert(people: People, pair: Pair): Promise<void> {
  await people.sql(
    `insert into alert (
        id, brand_account_id, program_id, partner_account_id, measure, opened_at, first_day,
        last_day, seen, bound, is_line
      )
      values (
        gen_random_uuid(), $1, $2, $3, 'CLICKS_ABOVE', now(), '2026-11-01', '2026-11-01', 8000, 40,
        false
      )`,
    [pair.brand.accountId, pair.program, pair.partner.accountId],
  );
}

/** A partner's inquiry about an order that is missing. */
const askAbout = (partner: Client, { program, contract }: Pair): Promise<Ok> =>
  run(
    partner,
    `openInquiry(
      input: {
        programId: "${program}", kind: UNTRACKED, orderNumber: "1", orderDate: "2026-11-01",
        expected: "1", text: "Missing at ${contract}"
      },
      idempotencyKey: "${intent()}"
    )`,
    "InquiryOk",
    "inquiry { id }",
  );
/** Of each partner at each of its brands. */
export async function askAll({ ax, ay, bx }: World, x: Client, y: Client): Promise<void> {
  for (const [partner, pair] of [
    [x, ax],
    [x, bx],
    [y, ay],
  ] as const)
    await askAbout(partner, pair);
}

/** As a brand sent a report in a file, and the worker tried it: with something of everything. */
export async function sendReport(people: People, pair: Pair, letter: string): Promise<void> {
  const sums = { orders: "1", amount: "1", payout: "1", ordersTaken: "0", amountTaken: "0" };
  const fault = { row: 2, column: "date", fault: "is none", fix: "write it" };
  const preview = {
    startDate: "2026-11-01",
    endDate: "2026-11-02",
    changed: 1,
    unchanged: 0,
    stale: 0,
    foreign: 0,
    masked: 0,
    waiting: 0,
    parked: 0,
    hold: { ordersBooked: "10", ordersTaken: "6", amountTaken: "1" },
    total: sums,
    partners: [{ partnerId: pair.partner.accountId, ...sums }],
    partnerCount: 1,
    faults: [],
    faultCount: 0,
  };
  await people.sql(
    `insert into report_upload (
        id,
        brand_account_id,
        program_id,
        file_name,
        file_hash,
        file_bytes,
        grouping,
        row_count,
        rows,
        numbers,
        unused_columns,
        downloaded_at,
        faults,
        fault_count,
        state,
        preview,
        created_by,
        created_at
      )
      select
        gen_random_uuid(), $1, $2, $3, 'hash', 1, 'ADGROUP', 1, '[]', '[]', '[]', now(), $4, 1,
        'READY', $5, user_id, now()
      from membership
      where account_id = $1
      limit 1`,
    [
      pair.brand.accountId,
      pair.program,
      `Report of ${letter}.csv`,
      JSON.stringify([fault]),
      JSON.stringify(preview),
    ],
  );
}

/**
 * What only terms in full have: a clause with a file, signed by partner X; a campaign; rules; all
 * of brand A.
 */
export async function fillTerms(
  world: World,
  { brand, partner }: { brand: Client; partner: Client },
): Promise<void> {
  const fileId = await world.upload(brand, "only the brand calls it so.pdf");
  const { id: program } = await makeProgram(brand, "Program of clauses");
  const customTerms = [{ name: "only the brand sees this name", fileId }];
  const terms = await makeTerms(
    brand,
    program,
    "Terms of clauses",
    [{ event: "SALE", rate: "8%" }],
    { customTerms },
  );
  await accept(partner, await propose(brand, terms, world.partnerX.accountId));
  const campaign = inline({
    name: "Campaign of A",
    firstDate: "2026-12-01",
    lastDate: "2026-12-31",
    currency: "USD",
    eventPayouts: [{ event: "SALE", rate: "9%" }],
  });
  await run(
    brand,
    `createCampaignTerms(programId: "${program}", input: ${campaign}, idempotencyKey: ` +
      `"${intent()}")`,
    "CampaignTermsOk",
    "campaignTerms { id }",
  );
  const rules = inline({
    enforced: false,
    noticeDays: 3,
    mayChangeNotice: true,
    maxNoticeDays: 30,
    openEndedAllowed: true,
  });
  await run(
    brand,
    `setTermsRules(input: ${rules}, idempotencyKey: "${intent()}")`,
    "SetTermsRulesOk",
    "rules { noticeDays }",
  );
}
