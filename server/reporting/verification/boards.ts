/** One program's partners with their checks, as they are computed at this moment. */
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Env } from "../../platform/env.ts";
import type { Clock } from "../../platform/clock.ts";
import { checksOf } from "../../domain/verification-checks.ts";
import { resultOf, type Check, type ProgramFacts } from "../../domain/verification.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import { partnerRows, programFacts, type PartnerRow } from "./facts.ts";
import type { Found } from "./verification.entity.ts";

export interface Checked extends PartnerRow, Found {}
export interface Board {
  program: Program;
  facts: ProgramFacts;
  rows: Checked[];
}
interface Reading {
  em: EntityManager;
  env: Pick<Env, "trackerUrl">;
  clock: Clock;
}

export const checkRow = (facts: ProgramFacts, row: PartnerRow, now: number): Checked => {
  const checks: Check[] = checksOf(facts, row.facts, now);
  return { ...row, ...resultOf(row.facts, checks), checks };
};

/** `partnerIds` null: of all partners of the brand, by name. */
export async function readBoard(
  { em, env, clock }: Reading,
  program: Program,
  partnerIds: readonly string[] | null = null,
): Promise<Board> {
  const now = clock();
  const trackerHost = new URL(env.trackerUrl).host;
  const of = { em, program, now, trackerHost, partnerIds };
  const facts = await programFacts(of);
  const rows = await partnerRows(of, facts);
  return { program, facts, rows: rows.map((row) => checkRow(facts, row, now)) };
}
