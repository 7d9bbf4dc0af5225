/**
 * Brand A with two partners, changes of their contracts, and what is in force at an instant: for
 * tests of contract changes.
 */
import { keyScopes } from "../../platform/auth/rights.ts";
import { createContractChanges, type ContractChanges } from "../../start/jobs/contract-changes.ts";
import { createClient, type Client } from "./client.ts";
import { createWorld, readScopes, type World } from "./world.ts";
import { accept, inline, intent, makeProgram, makeTerms, propose, run, type Ok } from "./steps.ts";

export let world: World;
export let brand: Client;
export let x: Client;
export let y: Client;
export let job: ContractChanges;
export async function openContracts(): Promise<void> {
  world = await createWorld();
  brand = createClient(world.url, { key: await world.keyOf(world.brandA, keyScopes) });
  x = createClient(world.url, {
    key: await world.keyOf(world.partnerX, [...readScopes, "contracts:decide"]),
  });
  y = createClient(world.url, {
    key: await world.keyOf(world.partnerY, [...readScopes, "contracts:decide"]),
  });
  job = await createContractChanges({
    databaseUrl: world.people.url,
    log: world.people.deps.log,
    telling: {
      clock: () => world.clock.now,
      newId: world.people.deps.newId,
      publicUrl: "http://counterfoil.example",
    },
  });
}
export async function closeContracts(): Promise<void> {
  await job?.close();
  await world?.close();
}

// Brand A lives in Berlin: its days begin at 23:00 UTC in winter.
export const day = (n: number): string => `2026-12-${String(n).padStart(2, "0")}`;
export const midnight = (n: number): number => Date.parse(`${day(n)}T00:00:00+01:00`);
export async function at<T>(instant: number, step: () => Promise<T>): Promise<T> {
  const now = world.clock.now;
  world.clock.now = instant;
  try {
    return await step();
  } finally {
    world.clock.now = now;
  }
}

export const payouts = (rate: string, sale = "8%") => [
  { event: "CLICK", rate, limits: [{ kind: "CLICKS", reset: "DAY", max: "1000" }] },
  { event: "SALE", rate: sale, limits: [] },
];
interface ContractWorldBase {
  program: string;
  terms: string;
  contracts: { x: string; y: string };
}
/** A program of its own whose terms both partners signed. */
export async function ground(noticeDays = 0): Promise<ContractWorldBase> {
  const { id: program } = await makeProgram(brand, `Program ${intent()}`);
  const terms = await makeTerms(brand, program, "Terms", payouts("0.10"));
  if (noticeDays > 0)
    await world.people.sql(
      `update terms_version
        set body = body || jsonb_build_object('noticeDays', $2::int)
        where terms_id = $1`,
      [terms, noticeDays],
    );
  const contracts = {
    x: await propose(brand, terms, world.partnerX.accountId),
    y: await propose(brand, terms, world.partnerY.accountId),
  };
  await accept(x, contracts.x);
  await accept(y, contracts.y);
  return { program, terms, contracts };
}

export const changeCall = (name: string, input: object, more = "") =>
  `${name}(input: ${inline({ comment: "Higher rates before Christmas.", ...input })}${more})`;
export const apply = (input: object) =>
  changeCall("applyContractChange", input, `, idempotencyKey: "${intent()}"`);
export const applied = async (input: object): Promise<string> =>
  (
    await run<Ok & { change: { id: string } }>(
      brand,
      apply(input),
      "ContractChangeOk",
      "change { id state partners done failed }",
    )
  ).change.id;
export const change = (id: string) =>
  brand.data<{
    contractChange: {
      state: string;
      partners: number;
      done: number;
      failed: number;
      mayWithdraw: boolean;
    };
  }>(`{ contractChange(id: "${id}") { state partners done failed mayWithdraw } }`);
export const terms = (rate: string, more: object = {}) => ({
  name: "Terms",
  currency: "USD",
  eventPayouts: payouts(rate),
  ...more,
});
export const withdraw = (id: string) =>
  `withdrawContractChange(id: "${id}", idempotencyKey: "${intent()}")`;
const rateAt = async (
  client: Client,
  program: string,
  partner: string,
  instant: number,
): Promise<string | null> =>
  (
    await client.data<{ contractAt: { version: { eventPayouts: { rate: string }[] } } | null }>(
      `{
        contractAt(
          programId: "${program}",
          partnerId: "${partner}",
          at: "${new Date(instant).toISOString()}"
        ) {
          version { eventPayouts { rate } }
        }
      }`,
    )
  ).contractAt?.version.eventPayouts[0]?.rate ?? null;
export const rates = (program: string, partner: "x" | "y", ...instants: number[]) =>
  Promise.all(
    instants.map((instant) =>
      rateAt(
        brand,
        program,
        partner === "x" ? world.partnerX.accountId : world.partnerY.accountId,
        instant,
      ),
    ),
  );
export interface Row {
  id: string;
  state: string;
  decision?: string;
}
export const rowsOf = (program: string) =>
  world.people.sql<{
    id: string;
    decision: string;
    starts_at: Date;
    ends_at: Date | null;
    terms_version_id: string;
  }>(
    `select id, decision, starts_at, ends_at, terms_version_id
      from contract
      where program_id = $1
      order by id`,
    [program],
  );
interface NoticeRow {
  kind: string;
  comment: string;
  effectiveAt: string | null;
  linksSentence: string;
  howTo: boolean;
  differences: { clause: string; before: string | null; after: string | null }[];
}
export const noticesOf = async (client: Client, program: string): Promise<NoticeRow[]> =>
  (
    await client.data<{ notices: { nodes: (NoticeRow & { programId: string })[] } }>(
      `{
        notices(first: 100) {
          nodes {
            kind comment effectiveAt linksSentence howTo programId
            differences { clause before after }
          }
        }
      }`,
    )
  ).notices.nodes.filter(({ programId }) => programId === program);
export const both = () => [world.partnerX.accountId, world.partnerY.accountId];
