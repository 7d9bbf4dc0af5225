/**
 * Values for the conditions of rules, with how many clicks brought them: of the newest clicks of
 * the last 30 days, so that typing costs the same in a program of a million clicks. What exists and
 * brought none can be chosen too.
 */
import type { Context } from "../../platform/context.ts";
import { factColumns, factJoins } from "../../platform/db/click-facts.ts";
import { factsOf } from "../../domain/rule-facts.ts";
import type { FactRow } from "../../domain/rule-rows.ts";
import { isHiddenFrom, recordOf, type RuleVariable } from "../../domain/rule-variables.ts";
import type { Thing } from "../../domain/rule-variable-kinds.ts";
import { seenValues } from "../../domain/rules.ts";
import { Account } from "../accounts/account.entity.ts";
import { findProgram } from "../programs/programs.ts";
import type { EventTypeKind } from "../programs/program.types.ts";
import type { RuleValues } from "./lint.types.ts";

export interface AskedValues {
  programId: string;
  event: EventTypeKind;
  variable: RuleVariable;
  /** Of the custom parameter. */
  name: string | null;
  search: string;
}

const daysBack = 30;
const maxClicks = 20_000;
const maxValues = 20;
const dayMs = 86_400_000;
const countryNames = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
const letters = Array.from({ length: 26 }, (_, i) => String.fromCodePoint(65 + i));
const countries = new Map(
  letters
    .flatMap((first) =>
      letters.map((second): [string, string | undefined] => [
        first + second,
        countryNames.of(first + second),
      ]),
    )
    .flatMap(([code, name]) => (name ? [[code, name] as const] : [])),
);

/**
 * Names of what has an id, for one brand and program, and whether new terms can choose it: what was
 * taken away keeps its name for terms that have it.
 */
const named: Partial<Record<Thing, string>> = {
  AD: "select id, name, true as offered from ad where brand_account_id = ? and program_id = ?",
  PROGRAM: `select id, name, true as offered
      from program
      where brand_account_id = ? and ?::uuid is not null`,
  LINK: `select id, name, true as offered
    from tracking_link
    where brand_account_id = ? and program_id = ?`,
  PARTNER_GROUP: `select id, name, true as offered
      from partner_group
      where brand_account_id = ? and ?::uuid is not null`,
  LIST: `select id, name, state <> 'DEACTIVATED' as offered
      from exception_list
      where brand_account_id = ? and ?::uuid is not null and kind = ?`,
  MEDIA_PROPERTY: `select m.id, m.name, m.removed_at is null as offered
    from media_property m
    join partnership p on p.partner_account_id = m.partner_account_id
    where p.brand_account_id = ? and ?::uuid is not null`,
};

type Counts = Map<string, number>;

/**
 * How often each value was seen. One statement by index over the newest clicks; what a click brings
 * is read as pricing reads it.
 */
async function countValues(
  ctx: Context,
  asked: AskedValues,
  zone: string,
): Promise<{ counts: Counts; lookedAt: number }> {
  const { programId, variable, name } = asked;
  const rows = await ctx.em.execute<FactRow[]>(
    `select ${factColumns}
      from (
        select *
        from click
        where brand_account_id = ? and program_id = ? and clicked_at >= ? and not robot
        order by clicked_at desc, id desc
        limit ${maxClicks}
      ) c ${factJoins}`,
    [ctx.scope.requireAccountId(), programId, new Date(ctx.clock() - daysBack * dayMs)],
  );
  const counts: Counts = new Map();
  for (const row of rows)
    for (const value of seenValues(
      { variable, name, operator: "EXISTS", values: [] },
      factsOf(row, zone),
    ))
      counts.set(value, (counts.get(value) ?? 0) + 1);
  return { counts, lookedAt: rows.length };
}

const escaped = (text: string): string => text.replaceAll(/[\\%_]/g, String.raw`\$&`);

/** What people call the values, by value; with others that fit the search. */
async function labelsOf(
  ctx: Context,
  { programId, variable, search }: AskedValues,
  counts: Counts,
): Promise<Map<string, string | null>> {
  const { choices, list, names } = recordOf(variable);
  if (names === "COUNTRY") return countries;
  const sql = names && named[names];
  if (!sql) return new Map((choices ?? []).map((value) => [value, null]));
  const own = [ctx.scope.requireAccountId(), programId, ...(list === null ? [] : [list])];
  const rows = await ctx.em.execute<{ id: string; name: string }[]>(
    `select id, name
      from (${sql}) t
      where id::text = any(string_to_array(?, ',')) or (offered and name ilike ?)
      order by name
      limit ${maxValues * 10}`,
    [...own, [...mostSeen(counts), search].join(","), `%${escaped(search)}%`],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
const mostSeen = (counts: Counts): string[] =>
  [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, maxValues * 5)
    .map(([value]) => value);

/** Null when the program is not the brand's own. */
export async function ruleValues(ctx: Context, asked: AskedValues): Promise<RuleValues | null> {
  const program = ctx.scope.kind === "BRAND" ? await findProgram(ctx, asked.programId) : null;
  if (!program) return null;
  const search = asked.search.trim().toLowerCase().slice(0, 255);
  if (isHiddenFrom("BRAND", asked.variable)) return { values: [], lookedAt: 0, isComplete: true };
  const brand = await ctx.em.findOneOrFail(Account, { id: program.brandAccountId });
  // Clicks are counted for rules on clicks; for others what has a name can be chosen.
  const { counts, lookedAt } =
    asked.event === "CLICK"
      ? await countValues(ctx, asked, brand.timeZone)
      : { counts: new Map<string, number>(), lookedAt: 0 };
  const labels = await labelsOf(ctx, { ...asked, search }, counts);
  const all = [...new Set([...counts.keys(), ...labels.keys()])].map((value) => ({
    value,
    label: labels.get(value) ?? null,
    clicks: counts.get(value) ?? 0,
  }));
  const fitting = all.filter(
    ({ value, label }) =>
      value.toLowerCase().includes(search) || (label?.toLowerCase().includes(search) ?? false),
  );
  // What is typed whole comes first: "us" is the country before it is a part of "Russia".
  const exact = (text: string): number => (text.toLowerCase() === search ? 0 : 1);
  const values = fitting
    .toSorted((a, b) => exact(a.value) - exact(b.value) || b.clicks - a.clicks)
    .slice(0, maxValues);
  return { values, lookedAt, isComplete: lookedAt < maxClicks };
}
