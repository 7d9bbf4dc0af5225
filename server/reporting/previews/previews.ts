/** What a window for repeats or a click filter would have done, before it is set. */
import { findProgram } from "../../partnership/programs/programs.ts";
import { gateWindow } from "../../partnership/programs/windows.ts";
import { refusedInput } from "../../platform/api/bad-input.ts";
import { money } from "../../platform/api/money.ts";
import { now, type Context } from "../../platform/context.ts";
import { minuteMs } from "../../domain/calendar.ts";
import { refuse } from "../../domain/result.ts";
import type { Classification, RiskFilter, UniqueWindow } from "../../domain/validity.ts";
import type { ProgramSettingsPreviewView } from "./preview.types.ts";
import { reachMs, recounted, type JudgedClick } from "./recount.ts";

const days = 30;
/** More are not read: a preview answers while somebody waits. */
const mostClicks = 100_000;

interface PastRow {
  at: number;
  partner: string;
  visitor: string;
  previous: string | null;
  robot: boolean;
  risky: boolean;
  classification: Classification;
  paid: boolean;
  micros: string;
  currency: string | null;
}
interface PastClick extends JudgedClick {
  paid: boolean;
  micros: bigint;
  currency: string | null;
}

/** The newest live clicks that are decided, oldest first. */
async function pastClicks(ctx: Context, programId: string, since: Date): Promise<PastClick[]> {
  const rows = await ctx.em.execute<PastRow[]>(
    `
      select
        (extract(epoch from c.clicked_at) * 1000)::float8 as at,
        c.partner_account_id as partner,
        c.visitor_hash as visitor,
        c.visitor_hash_previous as previous,
        c.robot,
        cardinality(c.risk) > 0 as risky,
        d.classification,
        d.outcome = 'PAID' as paid,
        d.amount_micros::text as micros,
        d.currency
      from click c
      join decision d
        on d.brand_account_id = c.brand_account_id
        and d.occurred_at = c.clicked_at
        and d.subject_id = c.id
      where c.program_id = ?
        and c.brand_account_id = ?
        and c.clicked_at >= ?
        and not c.is_test
        and d.classification is not null
      order by c.clicked_at desc, c.id desc
      limit ?`,
    [programId, ctx.scope.requireAccountId(), since, mostClicks],
  );
  return rows.toReversed().map(({ previous, micros, ...row }) => ({
    ...row,
    visitorPrevious: previous,
    micros: BigInt(micros),
  }));
}

const isPayable = (classification: Classification): boolean => classification === "U";

function lost(clicks: readonly PastClick[], then: readonly Classification[]) {
  const gone = clicks.filter(({ paid }, i) => paid && !isPayable(then[i] ?? "D"));
  const sums = new Map<string, bigint>();
  for (const { currency, micros } of gone)
    if (currency !== null) sums.set(currency, (sums.get(currency) ?? 0n) + micros);
  return {
    paidLost: gone.length,
    amountLost: [...sums].map(([currency, micros]) => money(micros, currency)),
  };
}

export interface SettingsTried {
  minutes: number | null;
  type: UniqueWindow["type"] | null;
  filter: RiskFilter | null;
}
/** Null: there is no such program in the account. What is not given is as it is now. */
export async function programSettingsPreview(
  ctx: Context,
  programId: string,
  tried: SettingsTried,
): Promise<ProgramSettingsPreviewView | null> {
  const refusal = tried.minutes === null ? null : gateWindow(tried.minutes, "minutes");
  if (refusal) throw refusedInput(refuse("BAD_WINDOW", refusal.message, "minutes"));
  const program = await findProgram(ctx, programId);
  if (!program) return null;
  const current = { minutes: program.uniqueWindowMinutes, type: program.uniqueWindowType };
  const window = { minutes: tried.minutes ?? current.minutes, type: tried.type ?? current.type };
  const until = now(ctx);
  const reach = reachMs(window, current);
  const from = until.getTime() - days * 1_440 * minuteMs;
  const read = await pastClicks(ctx, programId, new Date(from - reach));
  // The first ones open windows alone: what came before them is not known.
  const since = read.length < mostClicks ? from : (read[0]?.at ?? from) + reach;
  const classes = recounted(read, { window, filter: tried.filter ?? program.riskFilter });
  const skipped = read.findIndex(({ at }) => at >= since);
  const [clicks, then] = skipped === -1 ? [[], []] : [read.slice(skipped), classes.slice(skipped)];
  return {
    since: new Date(since),
    until,
    clicks: clicks.length,
    uniqueNow: clicks.filter(({ classification }) => isPayable(classification)).length,
    uniqueThen: then.filter(isPayable).length,
    ...lost(clicks, then),
    gained: clicks.filter(
      (click, i) => !isPayable(click.classification) && isPayable(then[i] ?? "D"),
    ).length,
  };
}
