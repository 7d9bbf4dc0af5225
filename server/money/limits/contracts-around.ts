/** Signed contracts of partners about an instant, as events are decided under them. */
import type { Context } from "../../platform/context.ts";
import {
  ContractInForce as SignedContract,
  inForceDuring,
} from "../../partnership/contracts/contract-in-force.entity.ts";
import { TermsVersion } from "../../partnership/terms/terms.entity.ts";
import type { ContractInForce } from "../../domain/contract-in-force.ts";
import { termsFromJson } from "../../domain/terms.ts";
import { weeklyLookBackMs } from "../../domain/weekly-starts.ts";
import type { UsageContext } from "./limit-reads.ts";

/** The versions of terms by their ids. */
export async function versionsOf(
  ctx: Context,
  ids: readonly string[],
): Promise<Map<string, Pick<ContractInForce, "terms" | "versionNumber">>> {
  const versions = await ctx.em.find(TermsVersion, { id: { $in: [...new Set(ids)] } });
  return new Map(
    versions.map(({ id, number, body }) => [
      id,
      { terms: termsFromJson(body), versionNumber: number },
    ]),
  );
}

/**
 * By partner, the contracts with the program that are in force at the instant or shortly before
 * it: all that says from when the weekly limits of the one in force count. Nothing is marked yet.
 */
export async function contractsAround(
  ctx: Context,
  { program, now }: Pick<UsageContext, "program" | "now">,
  partnerIds: readonly string[],
): Promise<Map<string, ContractInForce[]>> {
  const found = new Map<string, ContractInForce[]>();
  if (partnerIds.length === 0) return found;
  const signed = await ctx.em.find(
    SignedContract,
    {
      $and: [
        inForceDuring(program.id, now - weeklyLookBackMs, now),
        { partnerAccountId: { $in: [...new Set(partnerIds)] } },
      ],
    },
    { refresh: true },
  );
  const versions = await versionsOf(
    ctx,
    signed.map(({ termsVersionId }) => termsVersionId),
  );
  for (const contract of signed) {
    const { id, partnerAccountId, termsVersionId } = contract;
    const version = versions.get(termsVersionId);
    if (!version) continue;
    const list = found.getOrInsertComputed(partnerAccountId, () => []);
    list.push({ contractId: id, termsVersionId, ...version, validity: contract.validity() });
  }
  return found;
}
