/**
 * One brand whose terms any number of partners signed. The brand, its program and terms come about
 * as everywhere; the partners, each with a person to write to, are written straight into the
 * tables, because thousands of sign-ups would prove nothing here.
 */
import { newCode, uuidv7 } from "../../platform/clock.ts";
import {
  ContractChangeOk,
  type ContractChangeInput,
} from "../../partnership/contracts/change.types.ts";
import { applyContractChange } from "../../partnership/contracts/changes.ts";
import { createProgram } from "../../partnership/programs/programs.ts";
import { noDraft } from "../../partnership/terms/seen-drafts.ts";
import { CreateProgramOk, UniqueWindowType } from "../../partnership/programs/program.types.ts";
import { createTerms } from "../../partnership/terms/saving.ts";
import { SaveTermsOk } from "../../partnership/terms/terms.types.ts";
import { termsInput } from "./contract-ground.ts";
import { expectOk, type Actor, type Stage } from "../../start/demo/stage.ts";

export interface ManyContracts {
  brand: Actor;
  programId: string;
  termsId: string;
  partners: number;
}

async function insertAll(
  stage: Stage,
  table: string,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  const names = Object.keys(rows[0] ?? {}).join(", ");
  await stage.owner.query(
    `insert into ${table} (${names})
      select ${names}
      from json_populate_recordset(null::${table}, $1)`,
    [JSON.stringify(rows)],
  );
}

export async function seedManyContracts(stage: Stage, partners: number): Promise<ManyContracts> {
  const name = newCode();
  const brand = await stage.signUp({
    kind: "BRAND",
    accountName: `Brand ${name}`,
    name: "Many",
    email: `${name}@many.example`,
    timeZone: "America/New_York",
    currency: "USD",
    edition: "PRO",
  });
  const input = {
    name: `Program ${name}`,
    marketplace: "US",
    landingPage: "https://www.amazon.com/dp/B0MANYMANY",
    uniqueWindowMinutes: 30,
    uniqueWindowType: UniqueWindowType.ROLLING,
  };
  const { program } = expectOk(
    await createProgram(stage.as(brand), input, stage.key()),
    CreateProgramOk,
  );
  const { terms } = expectOk(
    await createTerms(
      stage.as(brand),
      { programId: program.id, input: termsInput("8%"), asDraft: false },
      stage.key(),
    ),
    SaveTermsOk,
  );
  await writePartners(
    stage,
    { brand, programId: program.id, versionId: terms.latest.id },
    partners,
  );
  return { brand, programId: program.id, termsId: terms.id, partners };
}

interface Person {
  id: string;
  user: string;
  code: string;
}
/** Partner accounts, each with a person who owns it. */
async function writeAccounts(stage: Stage, all: readonly Person[], at: Date): Promise<void> {
  await insertAll(
    stage,
    "account",
    all.map(({ id, code }, i) => ({
      id,
      kind: "PARTNER",
      name: `Partner ${i + 1}`,
      code,
      time_zone: "UTC",
      currency: "USD",
      state: "ACTIVE",
      created_at: at,
    })),
  );
  await insertAll(
    stage,
    "app_user",
    all.map(({ user, code }) => ({
      id: user,
      email: `${code.toLowerCase()}@many.example`,
      name: "Partner",
      password_hash: "none",
      created_at: at,
    })),
  );
  await insertAll(
    stage,
    "membership",
    all.map(({ id, user }) => ({
      id: uuidv7(),
      user_id: user,
      account_id: id,
      role: "PARTNER_OWNER",
      created_at: at,
    })),
  );
}

async function writePartners(
  stage: Stage,
  { brand, programId, versionId }: { brand: Actor; programId: string; versionId: string },
  count: number,
): Promise<void> {
  const at = new Date(stage.time.now - 86_400_000);
  const { viewer } = brand;
  if (viewer.kind !== "PERSON") throw new Error("a brand is a person here");
  const all = Array.from({ length: count }, () => ({
    id: uuidv7(),
    user: uuidv7(),
    code: newCode(),
  }));
  await writeAccounts(stage, all, at);
  await insertAll(
    stage,
    "partnership",
    all.map(({ id }) => ({
      id: uuidv7(),
      brand_account_id: brand.accountId,
      partner_account_id: id,
      created_at: at,
    })),
  );
  await insertAll(
    stage,
    "contract",
    all.map(({ id }) => ({
      id: uuidv7(),
      brand_account_id: brand.accountId,
      partner_account_id: id,
      program_id: programId,
      terms_version_id: versionId,
      decision: "SIGNED",
      proposed_by_account_id: brand.accountId,
      proposed_by: viewer.userId,
      proposed_at: at,
      decided_by: viewer.userId,
      decided_at: at,
      starts_at: at,
    })),
  );
}

/**
 * Sends a modification of the terms to everyone on them; the worker's job carries it on. Resolves
 * with the change's id.
 */
export async function modifyMany(
  stage: Stage,
  { brand, termsId }: ManyContracts,
  effectiveOn: string,
  rate = "9%",
): Promise<string> {
  const input: ContractChangeInput = {
    strategy: "MODIFY",
    approval: null,
    termsId,
    versionNumber: null,
    terms: termsInput(rate),
    baseVersion: null,
    partnerIds: null,
    everyoneOnTermsId: null,
    excludePartnerIds: null,
    effectiveOn,
    lastDay: null,
    fallbackTermsId: null,
    expiresAt: null,
    mayCounter: true,
    earlyOptIn: false,
    howTo: true,
    comment: "Better rates for everyone.",
    expectedPartners: null,
  };
  return expectOk(
    await applyContractChange(stage.as(brand), input, noDraft, stage.key()),
    ContractChangeOk,
  ).change.id;
}

export interface ManyOutcome {
  /**
   * Partners by how many signed contracts of the change they have: exactly one each when all is
   * well.
   */
  once: number;
  wrong: number;
  /** Partners told in the app, and mails written. */
  notices: number;
  mails: number;
  events: number;
  state: string;
}
export async function outcomeOf(
  stage: Stage,
  many: ManyContracts,
  changeId: string,
): Promise<ManyOutcome> {
  const { rows } = await stage.owner.query<ManyOutcome>(
    `with p as (
        select
          p.partner_account_id as id,
          (
            select count(*)
            from contract c
            where c.change_id = $1
              and c.partner_account_id = p.partner_account_id
              and c.decision = 'SIGNED'
          ) as made,
          (
            select count(*)
            from contract c
            where c.change_id is null
              and c.program_id = $2
              and c.partner_account_id = p.partner_account_id
              and c.decision = 'SIGNED'
              and c.ends_at = p.effective_at
          ) as ended
        from contract_change_partner p
        where p.change_id = $1
      )
      select
        count(*) filter (where made = 1 and ended = 1)::int as once,
        count(*) filter (where not (made = 1 and ended = 1))::int as wrong,
        (select count(*)::int from notice where change_id = $1) as notices,
        (
          select count(*)::int
          from letter
          where from_account_id = $3 and subject like '%changes your contract%'
        ) as mails,
        (
          select count(*)::int
          from contract_event e
          join contract c on c.id = e.contract_id
          where c.program_id = $2 and e.kind = 'CHANGE_SCHEDULED'
        ) as events,
        (select state from contract_change where id = $1) as state
      from p`,
    [changeId, many.programId, many.brand.accountId],
  );
  const [found] = rows;
  if (!found) throw new Error("no outcome");
  return found;
}
