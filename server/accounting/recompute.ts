/** Makes every stored click decision again from its raw click, the contract it names and the usage it saw. */
import type pg from "pg";
import { decide, engineVersion, type ContractInForce, type Decision } from "../domain/decide.ts";
import type { LimitUse } from "../domain/limits.ts";
import { factsOf, hasRules, type FactRow } from "../domain/rule-facts.ts";
import { rateText } from "../domain/terms.ts";
import type { Classification } from "../domain/validity.ts";
import { loadContractsById } from "./catalog.ts";
import type { Comparison } from "./compare.ts";
import { asThen, usesFromJson, usesToJson, type StoredUse } from "../domain/stored-use.ts";
import { readFacts } from "./rule-facts.ts";

const batchSize = 5_000;
const noTerms = { eventPayouts: [] };

interface Stored {
  brand: string;
  occurredAt: Date;
  at: number;
  id: string;
  zone: string;
  yearStartMonth: number;
  programActive: boolean;
  partnerActive: boolean;
  adActive: boolean;
  robot: boolean;
  isTest: boolean;
  outcome: string;
  reason: string | null;
  classification: Classification;
  groupId: string | null;
  rate: string | null;
  amount: bigint;
  wouldPay: bigint;
  currency: string | null;
  contract: string | null;
  version: string | null;
  uses: StoredUse[];
}

const sql = `
  select d.brand_account_id as brand, d.occurred_at as "occurredAt", (extract(epoch from d.occurred_at) * 1000)::float8 as at, d.subject_id as id, a.time_zone as zone, a.financial_year_start as "yearStartMonth",
    c.program_active as "programActive", c.partner_active as "partnerActive", c.ad_active as "adActive", c.robot, c.is_test as "isTest", d.outcome, d.reason, d.classification,
    d.group_id as "groupId", d.rate, d.amount_micros as amount, d.would_pay_micros as "wouldPay", d.currency, d.contract_id as contract, d.terms_version_id as version, d.uses
  from decision d join click c on c.brand_account_id = d.brand_account_id and c.clicked_at = d.occurred_at and c.id = d.subject_id
  left join account a on a.id = d.brand_account_id
  where d.event = 'CLICK' and d.engine_version between 1 and ${engineVersion} and ($1::uuid is null or d.program_id = $1)
    and ($2::uuid is null or (d.brand_account_id, d.occurred_at, d.subject_id) > ($2, $3, $4))
  order by d.brand_account_id, d.occurred_at, d.subject_id limit ${batchSize}`;

/** The end of a contract may be moved, and with it the end of its limits' window; nothing else of a use may change. */
const fixed = (uses: readonly LimitUse[]): string => usesToJson(uses.map((use) => ({ ...use, windowEnd: null })));

function again(stored: Stored, uses: readonly LimitUse[], contract: ContractInForce | null, seen: FactRow | undefined): Decision {
  const { at, isTest, classification, programActive, partnerActive, adActive } = stored;
  return decide({
    event: { kind: "CLICK", at, isTest, classification: stored.robot ? "R" : classification, ...(seen ? { facts: factsOf(seen, stored.zone) } : {}) },
    standing: {
      // A program or event type may have been closed since; the stored reason says what was found then.
      programActive: programActive && stored.reason !== "PROGRAM_NOT_ACTIVE",
      partnerActive,
      adActive,
      eventTypeActive: stored.reason !== "CLICK_TRACKER_NOT_FOUND",
    },
    ...asThen(contract, stored.uses),
    calendar: { zone: stored.zone, yearStartMonth: stored.yearStartMonth },
    usage: (limit) => uses.find((use) => use.limitId === limit.id)?.before ?? 0n,
  });
}

/** What differs between the stored decision and the one made again, in words; null when nothing does. */
function differenceOf(stored: Stored, contract: ContractInForce | null, seen: FactRow | undefined): string | null {
  if (stored.contract !== null && contract?.termsVersionId !== stored.version) return "the contract names another terms version";
  const uses = usesFromJson(stored.uses);
  const made = again(stored, uses, contract, seen);
  const text = (d: Pick<Decision, "outcome" | "reason" | "groupId" | "amount" | "wouldPay" | "currency">, rate: string | null, of: readonly LimitUse[]) =>
    [d.outcome, d.reason, d.groupId, rate, d.amount, d.wouldPay, d.currency, fixed(of)].map((value) => value ?? "-").join(" ");
  const left = text(stored as Pick<Decision, "outcome" | "reason" | "groupId" | "amount" | "wouldPay" | "currency">, stored.rate, uses);
  const right = text(made, made.rate && rateText(made.rate), made.uses);
  return left === right ? null : `${left} against ${right}`;
}

export async function recompute(client: pg.ClientBase, program: string | null): Promise<Comparison> {
  let after: Stored | null = null;
  let count = 0;
  let differing = 0;
  let difference: string | null = null;
  do {
    const values: unknown[] = [program, after?.brand ?? null, after?.occurredAt ?? null, after?.id ?? null];
    const { rows }: { rows: Stored[] } = await client.query<Stored>(sql, values);
    const contracts = await loadContractsById(client, [...new Set(rows.flatMap((row) => row.contract ?? []))]);
    const contractOf = ({ contract }: Stored): ContractInForce | null => (contract === null ? null : (contracts.get(contract) ?? null));
    const ruled = rows.filter((row) => hasRules(contractOf(row)?.terms ?? noTerms));
    const facts = await readFacts(client, ruled);
    for (const stored of rows) {
      const found = differenceOf(stored, contractOf(stored), facts.get(stored.id));
      if (found === null) continue;
      differing += 1;
      difference ??= `click ${stored.id}: ${found}`;
    }
    count += rows.length;
    after = rows.length === batchSize ? (rows.at(-1) ?? null) : null;
  } while (after !== null);
  return { check: "decisions = the same decisions made again from the raw clicks", left: String(count), right: String(count - differing), equal: differing === 0, difference };
}
