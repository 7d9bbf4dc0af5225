/**
 * Terms that one side writes for the other alone: a partner's own proposal, and a counter-proposal
 * of either side.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { Account } from "../accounts/account.entity.ts";
import { mutation } from "../../platform/mutation.ts";
import {
  Conflict,
  InvalidInput,
  isRefusal,
  NotFound,
  type IdempotencyKeyReused,
  type UserError,
} from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { bonusBeside } from "../../domain/bonus-input.ts";
import { defaultNumbers } from "../../domain/number-clauses.ts";
import { parseRule, ruleMeaning } from "../../domain/rules.ts";
import { isHiddenFrom } from "../../domain/rule-variables.ts";
import { groupsBefore, groupsOf, refusedCount, withGroupIds } from "../../domain/group-ids.ts";
import { parseTerms } from "../../domain/terms-input.ts";
import { termsFromJson, termsToJson, type EventPayout, type Terms } from "../../domain/terms.ts";
import { storefrontOf } from "../../domain/tracking.ts";
import { Program } from "../programs/program.entity.ts";
import { newGroupId } from "../terms/group-ids.ts";
import { offerRefusal, type TermsRefusal } from "../terms/terms-checks.ts";
import { TemplateTerms, TermsVersion } from "../terms/terms.entity.ts";
import { Contract } from "./contract.entity.ts";
import type { ContractOk, OfferInput } from "./contract.types.ts";
import { badTimes, contractOk, lockProposal, tellOther } from "./proposals.ts";
import { loadTimelines, lockContracts, record, actorOf } from "./timeline.ts";

type OfferRefusal = TermsRefusal | IdempotencyKeyReused;

/**
 * The base with the offered payouts in place of its own; what the offer does not name stays as it
 * is.
 */
async function offered(
  ctx: Context,
  tx: EntityManager,
  input: OfferInput,
  base: Terms,
  program: Program,
): Promise<Terms | TermsRefusal> {
  const hidden = ctx.scope.kind === "PARTNER" ? hiddenRule(input, base) : null;
  if (hidden) return hidden;
  const earlier = groupsBefore(base);
  const draft = withGroupIds(
    { currency: base.currency, eventPayouts: input.eventPayouts },
    { known: groupsOf(base), newId: newGroupId(ctx) },
  );
  const parsed = parseTerms(draft);
  if (!parsed.ok) return InvalidInput.of(parsed, "input");
  const recount = refusedCount(draft, parsed.value, earlier);
  if (recount) return InvalidInput.of(recount, "input");
  if (ctx.scope.kind === "PARTNER") callListsAs(base, parsed.value);
  const refused = await offerRefusal(tx, program, parsed.value, {
    at: ["input"],
    draft,
    side: ctx.scope.kind === "PARTNER" ? "PARTNER" : "BRAND",
  });
  if (refused) return refused;
  const named = input.eventPayouts.map((draft, i) => {
    const payout = parsed.value.eventPayouts[i];
    const own = base.eventPayouts.find(({ event }) => event === draft.event);
    if (!payout) throw new Error("offered: a payout was lost");
    return own ? withOwnParts(payout, draft, own) : payout;
  });
  return {
    ...base,
    eventPayouts: [
      ...named,
      ...base.eventPayouts.filter(({ event }) => !named.some((payout) => payout.event === event)),
    ],
  };
}

/**
 * A partner's own condition on what the brand alone sees: from what its offer would pay the partner
 * could read it. What the terms that it answers ask for already may stay.
 */
function hiddenRule({ eventPayouts }: OfferInput, base: Terms): InvalidInput | null {
  const known = new Set(
    base.eventPayouts.flatMap(({ event, groups, restrictions }) =>
      [...groups, ...restrictions].flatMap(({ rules }) =>
        rules.map((rule) => `${event} ${ruleMeaning(rule)}`),
      ),
    ),
  );
  for (const [i, payout] of eventPayouts.entries())
    for (const list of ["groups", "restrictions"] as const)
      for (const [j, { rules }] of (payout[list] ?? []).entries())
        for (const [k, draft] of rules.entries()) {
          const rule = parseRule(draft, "");
          if (
            !rule.ok ||
            !isHiddenFrom("PARTNER", rule.value.variable) ||
            known.has(`${payout.event} ${ruleMeaning(rule.value)}`)
          )
            continue;
          const path = [
            "input",
            "eventPayouts",
            String(i),
            list,
            String(j),
            "rules",
            String(k),
            "variable",
          ];
          const message =
            `${rule.value.variable} is what the brand alone sees: an offer of yours cannot ask ` +
            "for it. Leave the condition out, or ask the brand to offer terms with it";
          return new InvalidInput("BAD_RULE", message, path);
        }
  return null;
}

const rulesIn = ({ eventPayouts }: Terms) =>
  eventPayouts.flatMap(({ groups, restrictions }) =>
    [...groups, ...restrictions].flatMap(({ rules }) => rules),
  );
/** A partner cannot look the brand's lists up: they are called as in the terms it answers. */
function callListsAs(base: Terms, offer: Terms): void {
  const called = new Map(rulesIn(base).map((rule) => [ruleMeaning(rule), rule.name]));
  for (const rule of rulesIn(offer)) rule.name ??= called.get(ruleMeaning(rule)) ?? null;
}

/**
 * Groups, restrictions, bonus and conditions that an offer does not name are those of the terms it
 * answers.
 */
const withOwnParts = (
  payout: EventPayout,
  draft: OfferInput["eventPayouts"][number],
  own: EventPayout,
): EventPayout => ({
  ...payout,
  groups: payout.groups.length > 0 ? payout.groups : own.groups,
  restrictions: payout.restrictions.length > 0 ? payout.restrictions : own.restrictions,
  locking: draft.locking ? payout.locking : own.locking,
  schedule: draft.schedule ? payout.schedule : own.schedule,
  bonus: payout.bonus ?? bonusBeside(own.bonus, payout),
});

interface Parties {
  programId: string;
  brandAccountId: string;
  partnerAccountId: string;
}

/** Individual terms: seen by the two sides alone, never proposed to anyone else. */
async function writeTerms(
  ctx: Context,
  tx: EntityManager,
  { programId, brandAccountId, partnerAccountId }: Parties,
  offer: { terms: Terms; name: string; comment: string },
): Promise<string> {
  const [termsId, versionId] = [ctx.newId(ctx.clock()), ctx.newId(ctx.clock())];
  const { terms, name, comment } = offer;
  tx.create(TemplateTerms, {
    id: termsId,
    brandAccountId,
    programId,
    partnerAccountId,
    name: name.slice(0, 200),
    labels: [],
    state: "ACTIVE",
    currency: terms.currency,
    createdAt: now(ctx),
  });
  await tx.flush();
  tx.create(TermsVersion, {
    id: versionId,
    termsId,
    brandAccountId,
    partnerAccountId,
    number: 1,
    body: termsToJson(terms),
    comment,
    noLimitAcknowledged: true,
    createdBy: actorId(ctx),
    createdAt: now(ctx),
  });
  await tx.flush();
  return versionId;
}

async function offer(
  ctx: Context,
  tx: EntityManager,
  parties: Parties,
  input: OfferInput,
  made: { versionId: string; counters: Contract | null; switches: boolean },
): Promise<Contract> {
  const row = tx.create(Contract, {
    id: ctx.newId(ctx.clock()),
    ...parties,
    termsVersionId: made.versionId,
    decision: "PROPOSED",
    proposedByAccountId: ctx.scope.requireAccountId(),
    proposedBy: actorId(ctx),
    proposedAt: now(ctx),
    proposalExpiresAt: input.expiresAt,
    comment: input.comment,
    startsAt: input.startsAt ?? now(ctx),
    endsAt: input.endsAt,
    mayCounter: input.mayCounter ?? true,
    switches: made.switches,
    countersId: made.counters?.id ?? null,
  });
  await tx.flush();
  record(tx, ctx, row, {
    kind: "PROPOSED",
    actor: actorOf(ctx),
    comment: input.comment,
    beforeVersionId: made.counters?.termsVersionId ?? null,
    afterVersionId: made.versionId,
  });
  return row;
}

const nameOf = async (tx: EntityManager, id: string): Promise<string> =>
  (await tx.findOne(Account, { id }))?.name ?? "";

async function counterLocked(
  ctx: Context,
  tx: EntityManager,
  id: string,
  input: OfferInput,
): Promise<string | UserError> {
  const row = await lockProposal(ctx, tx, id, "DECIDER");
  if (isRefusal(row)) return row;
  if (!row.mayCounter)
    return new Conflict(
      "NO_COUNTER",
      "This proposal can be accepted or declined, but not answered with other terms",
      ["id"],
    );
  const version = await tx.findOneOrFail(TermsVersion, { id: row.termsVersionId });
  const template = await tx.findOneOrFail(TemplateTerms, { id: version.termsId });
  const program = await tx.findOneOrFail(Program, { id: row.programId });
  const terms = await offered(ctx, tx, input, termsFromJson(version.body), program);
  if (isRefusal(terms)) return terms;
  const parties = {
    programId: row.programId,
    brandAccountId: row.brandAccountId,
    partnerAccountId: row.partnerAccountId,
  };
  const answerer = await nameOf(tx, ctx.scope.requireAccountId());
  const versionId = await writeTerms(ctx, tx, parties, {
    terms,
    name: `${template.name}, answer of ${answerer}`,
    comment: input.comment ?? "",
  });
  row.decision = "COUNTERED";
  row.decidedBy = actorId(ctx);
  row.decidedAt = now(ctx);
  await tx.flush();
  record(tx, ctx, row, {
    kind: "COUNTERED",
    actor: actorOf(ctx),
    comment: input.comment,
    beforeVersionId: row.termsVersionId,
    afterVersionId: versionId,
  });
  const made = await offer(ctx, tx, parties, input, {
    versionId,
    counters: row,
    switches: row.switches,
  });
  await tellOther(ctx, tx, made, "CONTRACT_COUNTERED", input.comment);
  return made.id;
}

/**
 * Answers a proposal with other terms: the proposal is over, the answer is a proposal the other
 * way. Nothing in force changes.
 */
export async function counterContract(
  ctx: Context,
  id: string,
  input: OfferInput,
  idempotencyKey: string,
): Promise<ContractOk | OfferRefusal> {
  const bad = badTimes(ctx, input);
  if (bad) return bad;

  return mutation(
    ctx,
    "counterContract",
    { input: { id, input }, key: idempotencyKey },
    (tx) => counterLocked(ctx, tx, id, input),
    contractOk,
  );
}

/**
 * Without a contract in force a partner's offer starts from nothing but the marketplace's currency.
 */
async function baseOf(
  tx: EntityManager,
  program: Program,
  partnerId: string,
  at: number,
): Promise<Terms> {
  const timeline = (await loadTimelines(tx, program.id, [partnerId], at)).get(partnerId);
  const inForce = timeline?.signed.find(({ validity }) => validity.start <= at);
  if (inForce)
    return termsFromJson((await tx.findOneOrFail(TermsVersion, { id: inForce.versionId })).body);
  const currency = storefrontOf(program)?.currency ?? "USD";
  return { currency, eventPayouts: [], ...defaultNumbers, customTerms: [] };
}

/**
 * A partner offers own terms; the contract in force stays until the brand accepts, and is then
 * switched [D60].
 */
export async function proposeOwnTerms(
  ctx: Context,
  programId: string,
  input: OfferInput,
  idempotencyKey: string,
): Promise<ContractOk | OfferRefusal> {
  const accountId = ctx.scope.requireAccountId();
  const bad = badTimes(ctx, input);
  if (bad) return bad;

  return mutation(
    ctx,
    "proposeOwnTerms",
    { input: { programId, input }, key: idempotencyKey },
    async (tx) => {
      const program = await tx.findOne(Program, { id: programId }, { refresh: true });
      if (!program) return NotFound.of("program", "programId");
      if (ctx.scope.kind !== "PARTNER")
        return new Conflict(
          "NOT_A_PARTNER",
          "A brand proposes template terms with proposeContract",
          [],
        );
      await lockContracts(tx, programId);
      const terms = await offered(
        ctx,
        tx,
        input,
        await baseOf(tx, program, accountId, ctx.clock()),
        program,
      );
      if (isRefusal(terms)) return terms;
      const parties = {
        programId,
        brandAccountId: program.brandAccountId,
        partnerAccountId: accountId,
      };
      const versionId = await writeTerms(ctx, tx, parties, {
        terms,
        name: `Offer of ${await nameOf(tx, accountId)}`,
        comment: input.comment ?? "",
      });
      const made = await offer(ctx, tx, parties, input, {
        versionId,
        counters: null,
        switches: true,
      });
      await tellOther(ctx, tx, made, "CONTRACT_PROPOSED", input.comment);
      return made.id;
    },
    contractOk,
  );
}
