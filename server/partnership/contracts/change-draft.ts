/**
 * From what the wizard or a tool hands in to a plan for every partner it would touch. Reads; writes
 * nothing.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { Account } from "../accounts/account.entity.ts";
import {
  Conflict,
  InvalidInput,
  isRefusal,
  NotFound,
  type UserError,
} from "../../platform/api/refusal.ts";
import { tooLong } from "../../platform/api/too-long.ts";
import type { Context } from "../../platform/context.ts";
import {
  planFor,
  type ChangePlan,
  type PartnerSnapshot,
  type PartnerPlan,
} from "../../domain/change.ts";
import { altersMoney } from "../../domain/terms-diff.ts";
import { privateRulesOf, warningsIn } from "../../domain/program-rules.ts";
import { storefrontOf } from "../../domain/tracking.ts";
import { Program } from "../programs/program.entity.ts";
import { termsFromJson, type Terms } from "../../domain/terms.ts";
import { TemplateTerms, TermsVersion } from "../terms/terms.entity.ts";
import { readModifiedTerms } from "../terms/modifications.ts";
import { ContractChangePartner, plannedAfter } from "./change.entity.ts";
import type { ContractChangeInput } from "./change.types.ts";
import { datesOf } from "./change-dates.ts";
import { badFields, nobodyLeft, otherNumber } from "./change-fields.ts";
import { versionDifferences, type VersionDifferences } from "./change-differences.ts";
import { loadTimelines, noTimeline, type Timeline } from "./timeline.ts";

/** The version that a change leads to; of a modification it is not stored yet. */
export interface Target {
  template: TemplateTerms;
  version: { id: string | null; number: number };
  terms: Terms;
}
export interface Drafted {
  target: Target;
  fallbackVersionId: string | null;
  plan: ChangePlan;
  zone: string;
  /** Of the marketplace, which alone cuts sales into dates. */
  marketplaceZone: string;
  /** In the order of their names. */
  partners: { id: string; name: string; timeline: Timeline; plan: PartnerPlan }[];
  /** How many of them it reaches. */
  touched: number;
  /** One entry per version that partners are on now, most partners first. */
  differences: VersionDifferences[];
  warnings: ReturnType<typeof warningsIn>;
}

/** Stands for a version that is made only when the change is applied. */
const unmadeVersion = "00000000-0000-0000-0000-000000000000";
const partnersMax = 20_000;

async function targetOf(
  ctx: Context,
  tx: EntityManager,
  input: ContractChangeInput,
): Promise<Target | UserError> {
  const template = await tx.findOne(TemplateTerms, { id: input.termsId, partnerAccountId: null });
  if (!template) return NotFound.of("terms", "input", "termsId");
  if (template.state !== "ACTIVE")
    return new Conflict("TERMS_NOT_ACTIVE", "Only active terms can be given to partners", [
      "input",
      "termsId",
    ]);
  const [latest] = await tx.find(
    TermsVersion,
    { termsId: template.id },
    { orderBy: { number: "desc" }, limit: 1 },
  );
  if (!latest) throw new Error(`terms ${template.id} have no version`);
  if (input.strategy !== "MODIFY") {
    const version =
      input.versionNumber == null
        ? latest
        : await tx.findOne(TermsVersion, { termsId: template.id, number: input.versionNumber });
    if (!version) return NotFound.of("terms version", "input", "versionNumber");
    return { template, version, terms: termsFromJson(version.body) };
  }
  if (!input.terms)
    return new InvalidInput("TERMS_NEEDED", "A modification needs the new terms", [
      "input",
      "terms",
    ]);
  if (input.baseVersion != null && input.baseVersion !== latest.number)
    return new Conflict(
      "NEWER_VERSION",
      `Version ${latest.number} was saved meanwhile: compare and start from it`,
      ["input", "baseVersion"],
    );
  const terms = await readModifiedTerms(ctx, tx, template, input.terms);
  return isRefusal(terms)
    ? terms
    : { template, version: { id: null, number: latest.number + 1 }, terms };
}

async function fallbackOf(
  tx: EntityManager,
  input: ContractChangeInput,
): Promise<string | null | UserError> {
  if (!input.fallbackTermsId) return null;
  if (!input.lastDay)
    return new InvalidInput(
      "FALLBACK_WITHOUT_END",
      "A fallback follows a temporary contract: give its last day",
      ["input", "fallbackTermsId"],
    );
  const template = await tx.findOne(TemplateTerms, {
    id: input.fallbackTermsId,
    state: "ACTIVE",
    partnerAccountId: null,
  });
  const [version] = template
    ? await tx.find(
        TermsVersion,
        { termsId: template.id },
        { orderBy: { number: "desc" }, limit: 1 },
      )
    : [];
  return version?.id ?? NotFound.of("terms", "input", "fallbackTermsId");
}

/**
 * Everyone signed on the terms, those named, or everyone on other terms; [id, name] sorted by name.
 */
async function partnersOf(
  ctx: Context,
  tx: EntityManager,
  input: ContractChangeInput,
  programId: string,
): Promise<{ id: string; name: string }[] | UserError> {
  const onTerms = input.strategy === "MODIFY" ? input.termsId : (input.everyoneOnTermsId ?? null);
  const excluded = new Set(input.excludePartnerIds ?? []);
  if (onTerms === null) {
    const ids = [...new Set(input.partnerIds ?? [])];
    if (ids.length === 0)
      return new InvalidInput("NO_PARTNERS", "Choose at least one partner", [
        "input",
        "partnerIds",
      ]);
    const found = await tx.find(
      Account,
      { id: { $in: ids }, kind: "PARTNER" },
      { orderBy: { name: "asc", id: "asc" } },
    );
    return found.length === ids.length
      ? found.filter(({ id }) => !excluded.has(id))
      : NotFound.of("partner", "input", "partnerIds");
  }
  const found = await tx.execute<{ id: string; name: string }[]>(
    `select distinct a.id, a.name
      from contract_in_force c
      join terms_version v on v.id = c.terms_version_id
      join account a on a.id = c.partner_account_id
      where c.program_id = ?
        and c.brand_account_id = ?
        and v.terms_id = ?
        and c.until > ?
      order by a.name, a.id
      limit ?`,
    [programId, ctx.scope.requireAccountId(), onTerms, new Date(ctx.clock()), partnersMax + 1],
  );
  if (found.length > partnersMax)
    return new InvalidInput(
      "TOO_MANY_PARTNERS",
      `One change reaches at most ${partnersMax} partners`,
      ["input"],
    );
  return found.filter(({ id }) => !excluded.has(id));
}

async function factsOf(
  tx: EntityManager,
  programId: string,
  ids: readonly string[],
  at: number,
): Promise<Map<string, { facts: PartnerSnapshot; timeline: Timeline }>> {
  const timelines = await loadTimelines(tx, programId, ids, at);
  const planned = await tx.find(ContractChangePartner, {
    programId,
    partnerAccountId: { $in: [...ids] },
    ...plannedAfter(new Date(at)),
  });
  const busy = new Set(planned.map(({ partnerAccountId }) => partnerAccountId));
  return new Map(
    ids.map((partnerId) => {
      const timeline = timelines.get(partnerId) ?? noTimeline;
      return [
        partnerId,
        {
          timeline,
          facts: {
            partnerId,
            signed: timeline.signed,
            hasPlannedChange: busy.has(partnerId),
            hasProposal: false,
          },
        },
      ];
    }),
  );
}

/** By the version that the change takes them from, the partners whom it reaches. */
function reachedBy(
  partners: Drafted["partners"],
  { strategy, termsId, effectiveAt }: ChangePlan,
): Map<string, string[]> {
  const on = new Map<string, string[]>();
  for (const { id, timeline, plan } of partners) {
    const current = timeline.signed.find(
      (signed) =>
        (signed.validity.end === null || signed.validity.end > effectiveAt) &&
        (strategy !== "MODIFY" || signed.termsId === termsId),
    );
    if (!current || plan.fault !== null) continue;
    const ids = on.get(current.versionId);
    if (ids) ids.push(id);
    else on.set(current.versionId, [id]);
  }
  return on;
}

/**
 * One partner that cannot follow stops a modification, which is for everyone whose contract lasts
 * until then; a switch leaves such partners out [D27, D39, D41, D45].
 */
function refusalOf(input: ContractChangeInput, partners: Drafted["partners"]): Conflict | null {
  const faults = partners.flatMap(({ plan }) =>
    plan.fault ? [{ ...plan.fault, earliestOn: plan.earliestOn }] : [],
  );
  if (partners.length === 0) return nobodyLeft(input);
  const stops = faults.filter(({ code }) => code !== "NO_CONTRACT");
  if (input.strategy === "MODIFY" && stops.length > 0) {
    const latest = stops.reduce((day, { earliestOn }) => (earliestOn > day ? earliestOn : day), "");
    const early = stops.every(({ code }) => code === "INSIDE_NOTICE_PERIOD");
    if (early)
      return new Conflict(
        "INSIDE_NOTICE_PERIOD",
        `The longest notice period ends later: the earliest start date is ${latest}`,
        ["input", "effectiveOn"],
      );
    const other = stops.find(({ code }) => code !== "INSIDE_NOTICE_PERIOD");
    if (other)
      return new Conflict(
        other.code,
        `${stops.length} of ${partners.length} partners cannot follow: ${other.message}`,
        other.code === "CONSENT_NEEDED" ? ["input", "terms", "eventPayouts"] : ["input"],
      );
  }
  const [first] = faults;
  return first && faults.length === partners.length
    ? new Conflict(
        first.code,
        partners.length === 1
          ? first.message
          : `None of the ${partners.length} partners can follow: ${first.message}`,
        ["input", input.strategy === "MODIFY" ? "effectiveOn" : "partnerIds"],
      )
    : null;
}

const termsOf = async (tx: EntityManager, versionId: string): Promise<Terms> =>
  termsFromJson((await tx.findOneOrFail(TermsVersion, { id: versionId })).body);

export interface DraftResult {
  drafted: Drafted;
  /** Why the whole cannot be applied; the preview shows it beside the partners. */
  refusal: Conflict | InvalidInput | null;
}

async function planOf(
  tx: EntityManager,
  { strategy, approval }: ContractChangeInput,
  { template, version, terms }: Target,
  when: Pick<ChangePlan, "effectiveAt" | "until" | "fallbackVersionId">,
): Promise<ChangePlan> {
  const { fallbackVersionId: fallback } = when;
  return {
    strategy,
    approval: approval ?? null,
    termsId: template.id,
    versionId: version.id ?? unmadeVersion,
    ...when,
    privateRules: [
      ...privateRulesOf(terms),
      ...(fallback === null ? [] : privateRulesOf(await termsOf(tx, fallback))),
    ],
  };
}

/** What the change does to each partner. */
async function plansOf(
  tx: EntityManager,
  plan: ChangePlan,
  found: readonly { id: string; name: string }[],
  { programId, now, zone }: { programId: string; now: number; zone: string },
): Promise<Drafted["partners"]> {
  const ids = found.map(({ id }) => id);
  const facts = await factsOf(tx, programId, ids, now);
  return found.flatMap(({ id, name }) => {
    const known = facts.get(id);
    return known
      ? [{ id, name, timeline: known.timeline, plan: planFor(plan, known.facts, now, zone) }]
      : [];
  });
}

export async function draftChange(
  ctx: Context,
  tx: EntityManager,
  input: ContractChangeInput,
): Promise<DraftResult | UserError> {
  const brand = await tx.findOneOrFail(Account, { id: ctx.scope.requireAccountId() });
  const zone = brand.timeZone;
  const bad = badFields(input, ctx.clock());
  if (bad) return bad;
  const dates = datesOf(input, ctx.clock(), zone);
  if (isRefusal(dates)) return dates;
  const target = await targetOf(ctx, tx, input);
  if (isRefusal(target)) return target;
  const fallback = await fallbackOf(tx, input);
  if (isRefusal(fallback)) return fallback;
  const found = await partnersOf(ctx, tx, input, target.template.programId);
  if (isRefusal(found)) return found;
  const plan = await planOf(tx, input, target, { ...dates, fallbackVersionId: fallback });
  const now = ctx.clock();
  const partners = await plansOf(tx, plan, found, {
    programId: target.template.programId,
    now,
    zone,
  });
  const differences = await versionDifferences(tx, reachedBy(partners, plan), target.terms, {
    programId: target.template.programId,
    at: now,
  });
  const program = await tx.findOneOrFail(Program, { id: target.template.programId });
  const zones = { zone, marketplaceZone: storefrontOf(program)?.zone ?? "UTC" };
  const drafted: Drafted = {
    target,
    fallbackVersionId: fallback,
    plan,
    ...zones,
    partners,
    touched: partners.filter((partner) => partner.plan.fault === null).length,
    differences,
    warnings: warningsIn("SELLER", target.terms),
  };
  const refusal =
    refusalOf(input, partners) ??
    commentNeeded(input, drafted) ??
    otherNumber(input, drafted.touched);
  return { drafted, refusal };
}

const needsComment = ({ differences }: Drafted): boolean =>
  differences.some((of) => altersMoney(of.differences));
function commentNeeded(input: ContractChangeInput, drafted: Drafted): InvalidInput | null {
  const long = tooLong("A comment", input.comment, 5000, "input", "comment");
  if (long) return long;
  if (input.comment.trim() !== "" || !needsComment(drafted)) return null;
  return new InvalidInput(
    "COMMENT_REQUIRED",
    "This change adds or removes an event type or alters money: tell the partners why",
    ["input", "comment"],
  );
}
