/** Reads payout groups and restrictions of a draft, with their rules. */
import type { EventKind, PayoutGroup, Restriction } from "./terms.ts";
import { eventRecords } from "./event-kinds.ts";
import { gateText } from "./values/text.ts";
import { fitsVariable, gateRule } from "./rule-values.ts";
import { isOfSales, isToldOf, recordOf, type RuleVariable } from "./rule-variables.ts";
import { parseRule, type Rule, type RuleDraft } from "./rules.ts";
import { accept, refuse, type Result } from "./result.ts";
import type { TermsFault, EventPayoutDraft } from "./terms-draft.ts";
import { tooMany, parseAll, parseRate, nameBounds } from "./draft-parts.ts";
import { parseLimits } from "./limit-input.ts";

const maxGroups = 200;
const maxRestrictions = 100;
const maxRules = 20;

/** Why no rule on events of this kind can ask for it. */
function notTold(event: EventKind, variable: RuleVariable): string {
  const of = recordOf(variable).conversions.map((kind) => eventRecords[kind].many.toLowerCase());
  const known = of.length > 1 ? of.join(" and ") : `${of.join("")} alone`;
  const why = event === "LEAD" ? ": a lead has neither items nor an amount" : "";
  return `${variable} is known of ${known}, not of a ${eventRecords[event].one}${why}`;
}
const parseRuleOf =
  (event: EventKind) =>
  (draft: RuleDraft, path: string): Result<Rule, TermsFault> => {
    const fits = fitsVariable(draft, path);
    if (!fits.ok) return fits;
    const rule = parseRule(draft, path);
    if (!rule.ok) return rule;
    const { variable } = rule.value;
    if (isOfSales(variable) && !isToldOf(event, variable))
      return refuse("BAD_RULE", notTold(event, variable), `${path}.variable`);
    return gateRule(rule.value, draft.values, path);
  };
const parseRules = (
  event: EventKind,
  rules: readonly RuleDraft[],
  path: string,
): Result<Rule[], TermsFault> => {
  if (rules.length === 0)
    return refuse(
      "BAD_RULE",
      "At least one rule is needed; what always applies is the default payout",
      `${path}.rules`,
    );
  return rules.length > maxRules
    ? refuse(
        "BAD_RULE",
        tooMany(`At most ${maxRules} rules stand together`, rules),
        `${path}.rules`,
      )
    : parseAll(rules, `${path}.rules`, parseRuleOf(event));
};

/**
 * Ids that were given stay; new ones take the next free number, so that a version can be compared
 * with the one before.
 */
function idsOf(drafts: readonly { id?: string | null }[], letter: string): string[] | null {
  const given = new Set(drafts.flatMap(({ id }) => (id ? [id] : [])));
  if (
    given.size !== drafts.filter(({ id }) => id).length ||
    [...given].some((id) => !/^[a-z0-9-]{1,40}$/i.test(id))
  )
    return null;
  let next = 1;
  return drafts.map(({ id }) => {
    if (id) return id;
    while (given.has(`${letter}${next}`)) next += 1;
    return `${letter}${next++}`;
  });
}

export function parseGroups(
  draft: EventPayoutDraft,
  currency: string,
  path: string,
): Result<PayoutGroup[], TermsFault> {
  const drafts = draft.groups ?? [];
  if (drafts.length > maxGroups)
    return refuse(
      "BAD_GROUP",
      tooMany(`Terms have at most ${maxGroups} payout groups`, drafts),
      `${path}.groups`,
    );
  const ranks = drafts.flatMap(({ rank }) => (rank == null ? [] : [rank]));
  if (ranks.length > 0 && (ranks.length !== drafts.length || new Set(ranks).size !== ranks.length))
    return refuse(
      "BAD_RANK",
      "Either every payout group has a rank of its own, or none has one",
      `${path}.groups`,
    );
  const ids = idsOf(drafts, "g");
  if (ids === null)
    return refuse(
      "BAD_GROUP",
      "Ids of payout groups are letters, digits and dashes, each used once",
      `${path}.groups`,
    );
  const parsed = parseAll(drafts, `${path}.groups`, (group, at, i) => {
    const name = gateText(
      "BAD_NAME",
      "A payout group's name",
      group.name,
      nameBounds,
      `${at}.name`,
    );
    if (!name.ok) return name;
    const rules = parseRules(draft.event, group.rules, at);
    if (!rules.ok) return rules;
    const rate = parseRate(draft.event, group.rate, `${at}.rate`);
    if (!rate.ok) return rate;
    const id = ids[i] ?? "";
    const limits = parseLimits(
      { event: draft.event, currency, groupId: id },
      group.limits ?? [],
      at,
    );
    if (!limits.ok) return limits;
    return accept({
      rank: group.rank ?? i,
      group: { id, name: name.value, rules: rules.value, rate: rate.value, limits: limits.value },
    });
  });
  return parsed.ok
    ? accept(parsed.value.toSorted((a, b) => a.rank - b.rank).map(({ group }) => group))
    : parsed;
}

export function parseRestrictions(
  draft: EventPayoutDraft,
  path: string,
): Result<Restriction[], TermsFault> {
  const drafts = draft.restrictions ?? [];
  if (drafts.length > maxRestrictions)
    return refuse(
      "BAD_RESTRICTION",
      tooMany(`Terms have at most ${maxRestrictions} restrictions`, drafts),
      `${path}.restrictions`,
    );
  const ids = idsOf(drafts, "r");
  if (ids === null)
    return refuse(
      "BAD_RESTRICTION",
      "Ids of restrictions are letters, digits and dashes, each used once",
      `${path}.restrictions`,
    );
  return parseAll(drafts, `${path}.restrictions`, (restriction, at, i) => {
    const name = gateText(
      "BAD_NAME",
      "A restriction's name",
      restriction.name,
      nameBounds,
      `${at}.name`,
    );
    if (!name.ok) return name;
    const rules = parseRules(draft.event, restriction.rules, at);
    return rules.ok
      ? accept({
          id: ids[i] ?? "",
          name: name.value,
          rules: rules.value,
          hideZeroRows: restriction.hideZeroRows ?? false,
        })
      : rules;
  });
}
