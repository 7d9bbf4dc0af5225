/** The linter for terms of a program: which ids exist is looked up, the rest is domain/lint.ts. */
import type { EntityManager } from "@mikro-orm/postgresql";
import { inSlices } from "../../platform/api/in-slices.ts";
import { money } from "../../platform/api/money.ts";
import { InvalidInput } from "../../platform/api/refusal.ts";
import { Account } from "../accounts/account.entity.ts";
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import { clickBound, monthShape } from "../../domain/exposure.ts";
import type { Finding } from "../../domain/finding.ts";
import { withGroupIds } from "../../domain/group-ids.ts";
import { lintDraft, readDraft } from "../../domain/lint-draft.ts";
import { storefrontOf } from "../../domain/tracking.ts";
import { lintSteps, type LintContext } from "../../domain/lint.ts";
import { idsIn, type KnownIds } from "../../domain/known-ids.ts";
import { warningsIn } from "../../domain/program-rules.ts";
import type { Facts } from "../../domain/rules.ts";
import { isHiddenFrom, recordOf, type RuleVariable } from "../../domain/rule-variables.ts";
import type { Thing } from "../../domain/rule-variable-kinds.ts";
import type { Side } from "../../domain/sides.ts";
import type { Terms } from "../../domain/terms.ts";
import { withDefaults } from "../../domain/terms-rules.ts";
import { isId } from "../../domain/values/id.ts";
import type { Program } from "../programs/program.entity.ts";
import { findProgram } from "../programs/programs.ts";
import type { EventTypeKind } from "../programs/program.types.ts";
import type { ExampleFact, FindingSeverity, TermsLint } from "./lint.types.ts";
import { groupIdsOf } from "./group-ids.ts";
import { rulesOf } from "./terms-rules.ts";
import { TemplateTerms } from "./terms.entity.ts";
import type { TermsInput, TermsWarningValue } from "./terms.types.ts";

/** Which of some ids exist, for one brand and program. */
const lookUps: Partial<Record<Thing, string>> = {
  AD: "select id from ad where brand_account_id = ? and program_id = ? and id = any(?::uuid[])",
  PROGRAM: `select id
      from program
      where brand_account_id = ? and ?::uuid is not null and id = any(?::uuid[])`,
  LINK: `select id
    from tracking_link
    where brand_account_id = ? and program_id = ? and id = any(?::uuid[])`,
  PARTNER_GROUP: `select id
      from partner_group
      where brand_account_id = ? and ?::uuid is not null and id = any(?::uuid[])`,
  LIST: `select id
    from exception_list
    where brand_account_id = ? and ?::uuid is not null and id = any(?::uuid[])`,
  MEDIA_PROPERTY: `select m.id
      from media_property m
      join partnership p on p.partner_account_id = m.partner_account_id
      where p.brand_account_id = ? and ?::uuid is not null and m.id = any(?::uuid[])`,
};
async function knownIds(
  em: EntityManager,
  program: Pick<Program, "id" | "brandAccountId">,
  named: ReadonlyMap<RuleVariable, ReadonlySet<string>>,
): Promise<KnownIds> {
  const known: Partial<Record<RuleVariable, ReadonlySet<string>>> = {};
  for (const [variable, ids] of named) {
    const { names } = recordOf(variable);
    const sql = names && lookUps[names];
    if (!sql) continue;
    const found = await em.execute<{ id: string }[]>(sql, [
      program.brandAccountId,
      program.id,
      pgArray([...ids].filter(isId)),
    ]);
    known[variable] = new Set(found.map(({ id }) => id));
  }
  return known;
}

const contextOf = async (
  em: EntityManager,
  program: Program,
  terms: Terms,
  side: Side = "BRAND",
): Promise<{ known: KnownIds; sells: string | null }> => ({
  known: await knownIds(
    em,
    program,
    new Map([...idsIn(terms)].filter(([variable]) => !isHiddenFrom(side, variable))),
  ),
  sells: storefrontOf(program)?.currency ?? null,
});

/**
 * The first thing in the terms that can never be, as a refusal. Ids that their author may not see
 * are not looked up: they are those of the terms that an offer answers.
 */
export async function errorIn(
  em: EntityManager,
  program: Program,
  terms: Terms,
  { at, side = "BRAND", ...places }: Pick<LintContext, "placeOf"> & { at: string[]; side?: Side },
): Promise<InvalidInput | null> {
  const context = await contextOf(em, program, terms, side);
  const { findings } = await inSlices(lintSteps(terms, { ...context, ...places }));
  const [first] = findings;
  return first?.severity === "ERROR"
    ? new InvalidInput(first.code, first.message, [...at, ...first.path.split(".")])
    : null;
}

const factsView = ({ params, ...facts }: Facts): ExampleFact[] => [
  ...Object.entries(facts).map(([variable, seen]) => ({
    variable: variable as RuleVariable,
    name: null,
    values: typeof seen === "string" ? [seen] : [...(seen ?? [])],
  })),
  ...Object.entries(params ?? {}).map(([name, value]) => ({
    variable: "PARAM" as const,
    name,
    values: [value],
  })),
];
const findingView = ({ severity, event, example, groupId, ...finding }: Finding<string>) => ({
  ...finding,
  groupId: groupId ?? null,
  severity: severity as FindingSeverity,
  event: event as EventTypeKind | null,
  example: example && factsView(example),
});

/**
 * What clicks can cost in the running month by the limits of the terms: one contract, and so many.
 */
async function monthMax(
  ctx: Context,
  program: Program,
  terms: Terms,
  contracts: number,
): Promise<Pick<TermsLint, "clickMonthMax" | "clickMonthTogether">> {
  const brand = await ctx.em.findOneOrFail(Account, { id: program.brandAccountId });
  // A month is the same wherever the financial year begins.
  const bound = terms.eventPayouts.some(({ event }) => event === "CLICK")
    ? clickBound(terms, monthShape(ctx.clock(), { zone: brand.timeZone, yearStartMonth: 1 }))
    : null;
  if (!bound) return noMax;
  return {
    clickMonthMax: money(bound.amount, terms.currency),
    clickMonthTogether: money(bound.amount * BigInt(contracts), terms.currency),
  };
}
const noMax = { clickMonthMax: null, clickMonthTogether: null };

/**
 * Null when the program is not the brand's own: what a partner offers is looked at by the brand.
 */
export async function termsLint(
  ctx: Context,
  programId: string,
  input: TermsInput,
  { contracts, termsId }: { contracts: number; termsId: string | null },
): Promise<TermsLint | null> {
  const program = ctx.scope.kind === "BRAND" ? await findProgram(ctx, programId) : null;
  if (!program) return null;
  const own =
    termsId === null ? null : await ctx.em.findOne(TemplateTerms, { id: termsId, programId });
  const groups = await groupIdsOf(ctx, ctx.em, own?.id ?? null);
  const written = withDefaults(input, await rulesOf(ctx.em, program.brandAccountId));
  const draft = readDraft(withGroupIds(written, groups));
  const { terms } = draft;
  const context = terms ? await contextOf(ctx.em, program, terms) : {};
  const { findings, isComplete } = await inSlices(
    lintDraft(draft, { ...context, earlier: groups.earlier }),
  );
  return {
    ...(terms ? await monthMax(ctx, program, terms, contracts) : noMax),
    isComplete,
    findings: findings.map(findingView),
    warnings: terms ? (warningsIn(program.type, terms) as TermsWarningValue[]) : [],
  };
}
