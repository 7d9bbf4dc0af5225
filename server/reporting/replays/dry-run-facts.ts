/** What a dry run knows of its event: what is given, and what comes by itself. */
import { InvalidInput } from "../../platform/api/refusal.ts";
import { readerOf } from "../clicks/traces.ts";
import type { Context } from "../../platform/context.ts";
import type { Instant } from "../../domain/calendar.ts";
import { blankClick } from "../../domain/click-fields.ts";
import type { EventKind } from "../../domain/event-kinds.ts";
import { gateFact } from "../../domain/given-facts.ts";
import { factsOf, triedFacts } from "../../domain/rule-facts.ts";
import { recordOf, ruleVariables, type RuleVariable } from "../../domain/rule-variables.ts";
import type { Facts } from "../../domain/rules.ts";
import type { UsageContext } from "../../money/limits/limit-reads.ts";
import type { FactInput } from "./dry-run.types.ts";

const factsMax = 60;

/** Variables that fields of the event itself say, with the name of the field. */
type SaidBy = Partial<Record<RuleVariable, string>>;

/**
 * Facts by variable, as events have them; a custom parameter by its name. What a field of the event
 * says is refused: rules would see another event than the one that is paid.
 */
export function readFacts(
  kind: EventKind,
  list: readonly FactInput[],
  saidBy: SaidBy,
): Facts | InvalidInput {
  const bad = (message: string, ...at: string[]) =>
    new InvalidInput("BAD_FACT", message, ["input", "facts", ...at]);
  if (list.length > factsMax)
    return bad(`A dry run takes at most ${factsMax} facts, and here are ${list.length}`);
  const facts: Facts = {};
  // No prototype: a parameter may be called "constructor".
  const params = Object.create(null) as Record<string, string>;
  for (const [i, { variable, name, values }] of list.entries()) {
    const known =
      variable === "PARAM" ? params[name ?? ""] !== undefined : facts[variable] !== undefined;
    if (known) return bad(`${variable} appears twice`, String(i), "variable");
    const gated = gateFact(kind, { variable, name: name ?? null, values });
    if (!gated.ok) return bad(gated.message, String(i), ...gated.path);
    const field = saidBy[variable];
    if (field !== undefined)
      return bad(
        `"${field}" says ${recordOf(variable).phrase} of this ${kind.toLowerCase()}: leave the ` +
          `fact ${variable} out and set "${field}" as it is meant`,
        String(i),
        "variable",
      );
    const [first = null, ...more] = gated.value;
    if (variable === "PARAM") params[name ?? ""] = first ?? "";
    else facts[variable] = more.length === 0 ? first : gated.value;
  }
  return Object.keys(params).length === 0 ? facts : { ...facts, params };
}

interface Profile {
  values: (string | null)[];
  groups: string[];
}
export const noProfile: Profile = { values: [], groups: [] };
/** What the brand knew of the partner at that instant. */
export async function profileAt(
  ctx: Context,
  brandId: string,
  partnerId: string,
  at: Instant,
): Promise<Profile> {
  const [row] = await ctx.em.execute<Profile[]>(
    `select array[value1, value2, value3] as "values", group_ids::text[] as groups
      from partner_profile_at(?, ?, ?)`,
    [brandId, partnerId, new Date(at)],
  );
  return row ?? noProfile;
}

/** Variables that a click of that program, partner and instant has by itself. */
export async function usualFacts(
  ctx: Context,
  { program, calendar, now }: UsageContext,
  partnerId: string | null,
): Promise<Facts> {
  const profile =
    partnerId === null ? noProfile : await profileAt(ctx, program.brandAccountId, partnerId, now);
  const seen = triedFacts(
    factsOf(
      {
        ...blankClick(),
        at: now,
        program: program.id,
        partnerValues: profile.values,
        partnerGroups: profile.groups,
        mediaProperty: null,
      },
      calendar.zone,
    ),
    readerOf(ctx),
  );
  const own = ruleVariables.filter((variable) => recordOf(variable).untold);
  return Object.fromEntries(own.map((variable) => [variable, seen[variable]]));
}
