/** What stands out of partners' traffic, and how a brand has it watched. */
import type { EntityManager } from "@mikro-orm/postgresql";
import {
  alertFigure,
  alertMeasureNames,
  alertMeasures,
  readAlertLine,
  type AlertEnd,
  type AlertMeasure,
  type AlertMode,
  type AlertRule,
} from "../../domain/alerts.ts";
import { isId } from "../../domain/values/id.ts";
import { findProgram } from "../../partnership/programs/programs.ts";
import { Program } from "../../partnership/programs/program.entity.ts";
import {
  isMillis,
  page,
  type Key,
  type Page,
  type PageArgs,
} from "../../platform/api/connection.ts";
import { InvalidInput, NotFound, type IdempotencyKeyReused } from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { mutation } from "../../platform/mutation.ts";
import { AlertRuleOk, type AlertRuleView, type AlertView } from "./alert.types.ts";
import { rulesOf } from "./watched-traffic.ts";

interface AlertRow {
  id: string;
  measure: AlertMeasure;
  partner: string;
  partner_name: string;
  opened_ms: string;
  closed_ms: string | null;
  closed_because: AlertEnd | null;
  first_day: string;
  last_day: string;
  seen: string;
  bound: string;
  is_line: boolean;
}

function alertView(row: AlertRow): AlertView {
  const { unit, lineUnit } = alertMeasures[row.measure];
  const boundUnit = row.is_line ? lineUnit : unit;
  return {
    id: row.id,
    measure: row.measure,
    partnerAccountId: row.partner,
    partnerName: row.partner_name,
    openedAt: new Date(Number(row.opened_ms)),
    closedAt: row.closed_ms === null ? null : new Date(Number(row.closed_ms)),
    closedBecause: row.closed_because,
    firstDay: row.first_day,
    lastDay: row.last_day,
    seen: alertFigure(BigInt(row.seen), unit),
    seenUnit: unit,
    bound: alertFigure(BigInt(row.bound), boundUnit),
    boundUnit,
    isLine: row.is_line,
  };
}

const byOpened: Key<AlertRow, [at: string, id: string]> = {
  of: (row) => [row.opened_ms, row.id],
  parts: [isMillis, isId],
};
/** `open`: those alone that still stand out, or that do no more. */
export interface AskedAlerts {
  programId: string;
  open: boolean | null;
  measure: AlertMeasure | null;
}
/** Newest first. */
export async function alerts(
  ctx: Context,
  { programId, open, measure }: AskedAlerts,
  asked: PageArgs,
): Promise<Page<AlertView>> {
  const rows = (after: [at: string, id: string] | null, limit: number) =>
    ctx.em.execute<AlertRow[]>(
      `select
          l.id,
          l.measure,
          l.partner_account_id as partner,
          a.name as partner_name,
          (extract(epoch from l.opened_at) * 1000)::bigint::text as opened_ms,
          (extract(epoch from l.closed_at) * 1000)::bigint::text as closed_ms,
          l.closed_because,
          l.first_day::text as first_day,
          l.last_day::text as last_day,
          l.seen::text as seen,
          l.bound::text as bound,
          l.is_line
        from alert l
        join account a on a.id = l.partner_account_id
        where l.program_id = ?
          and l.brand_account_id = ?
          and (?::boolean is null or (l.closed_at is null) = ?)
          and (?::text is null or l.measure = ?)
          ${after ? "and (l.opened_at, l.id) < (?, ?::uuid)" : ""}
        order by l.opened_at desc, l.id desc
        limit ?`,
      [
        programId,
        ctx.scope.requireAccountId(),
        open,
        open,
        measure,
        measure,
        ...(after ? [new Date(Number(after[0])), after[1]] : []),
        limit,
      ],
    );
  return page(rows, asked, byOpened, (shown) => shown.map(alertView));
}

function ruleView(measure: AlertMeasure, rule: AlertRule = { mode: "USUAL" }): AlertRuleView {
  const { lineUnit, words, lineWords } = alertMeasures[measure];
  return {
    measure,
    mode: rule.mode,
    line: rule.mode === "LINE" ? alertFigure(rule.line, lineUnit) : null,
    lineUnit,
    text: words,
    lineText: lineWords,
  };
}

/** Every measure, as it is watched; empty where the account has no such program. */
export async function alertRules(ctx: Context, programId: string): Promise<AlertRuleView[]> {
  if (!(await findProgram(ctx, programId))) return [];
  const rules = await rulesOf(ctx.em, programId);
  return alertMeasureNames.map((measure) => ruleView(measure, rules[measure]));
}

export interface RuleChange {
  programId: string;
  measure: AlertMeasure;
  mode: AlertMode;
  /** A number of clicks, a share in percent, or an amount. */
  line: string | null;
}
/** The line as it is stored, or why it is none. */
function gateLine({ measure, mode, line }: RuleChange): bigint | null | InvalidInput {
  if (mode !== "LINE")
    return line === null
      ? null
      : new InvalidInput("BAD_LINE", "Only the mode LINE has a line: leave it out", ["line"]);
  if (line === null) return new InvalidInput("BAD_LINE", "The mode LINE needs a line", ["line"]);
  const read = readAlertLine(line, alertMeasures[measure].lineUnit, "line");
  return read.ok ? read.value : InvalidInput.of(read);
}

async function storeRule(
  ctx: Context,
  tx: EntityManager,
  program: Program,
  { measure, mode, line }: { measure: AlertMeasure; mode: AlertMode; line: bigint | null },
): Promise<void> {
  await tx.execute(
    `insert into alert_rule (
        program_id, measure, brand_account_id, mode, line, changed_by, changed_at
      )
      values (?, ?, ?, ?, ?, ?, ?)
      on conflict (program_id, measure) do update
        set mode = excluded.mode,
          line = excluded.line,
          changed_by = excluded.changed_by,
          changed_at = excluded.changed_at`,
    [
      program.id,
      measure,
      program.brandAccountId,
      mode,
      line?.toString() ?? null,
      actorId(ctx),
      now(ctx),
    ],
  );
}

export async function setAlertRule(
  ctx: Context,
  change: RuleChange,
  idempotencyKey: string,
): Promise<AlertRuleOk | InvalidInput | NotFound | IdempotencyKeyReused> {
  const line = gateLine(change);
  if (line instanceof InvalidInput) return line;
  const { programId, measure, mode } = change;
  const accountId = ctx.scope.requireAccountId();
  return mutation(
    ctx,
    "setAlertRule",
    { input: { ...change }, key: idempotencyKey },
    async (tx) => {
      const found = await tx.findOne(Program, { id: programId, brandAccountId: accountId });
      if (!found) return NotFound.of("program", "programId");
      await storeRule(ctx, tx, found, { measure, mode, line });
      return found.id;
    },
    async () => {
      const rules = await rulesOf(ctx.em, programId);
      return new AlertRuleOk(ruleView(measure, rules[measure]));
    },
  );
}
