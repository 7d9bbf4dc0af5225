/** The verification board, runs, and the row that a partner reads of itself. */
import { isText, page, type Key, type PageArgs } from "../../platform/api/connection.ts";
import type { Context } from "../../platform/context.ts";
import { hasAttribution } from "../../domain/amazon-region.ts";
import { isId } from "../../domain/values/id.ts";
import type { VerificationResult } from "../../domain/verification.ts";
import { oneForm } from "../../domain/values/text.ts";
import { Account } from "../../partnership/accounts/account.entity.ts";
import { User } from "../../partnership/accounts/user.entity.ts";
import { findProgram } from "../../partnership/programs/programs.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import type { SalesSourceValue } from "../../partnership/programs/program.types.ts";
import { readBoard } from "./boards.ts";
import { Verification, VerificationPass, VerificationRun } from "./verification.entity.ts";
import type { BoardShown } from "./verification-enums.ts";
import type {
  VerificationBoardView,
  VerificationCountsView,
  VerificationFilter,
  VerificationRunView,
  VerificationView,
} from "./verification.types.ts";
import { foundView, verificationView } from "./views.ts";

/** The program, where it is the brand's own. */
export async function ownProgram(ctx: Context, id: string): Promise<Program | null> {
  return ctx.scope.kind === "BRAND" ? findProgram(ctx, id) : null;
}

interface Counted {
  result: VerificationResult;
  partners: number;
}
/** Over all partners of the brand, or those of a run: as they were found last. */
const countsSql = (ofRun: boolean): string => `select
    coalesce(v.result, 'NOT_STARTED') as result,
    count(*)::int as partners
  from partnership p
  ${ofRun ? "" : "left "}join verification v
    on v.program_id = ? and v.partner_account_id = p.partner_account_id
  where p.brand_account_id = ?
    ${ofRun ? "and v.run_id = ?" : ""}
  group by 1`;
async function counts(
  { em }: Context,
  { id, brandAccountId }: Program,
  runId: string | null = null,
): Promise<VerificationCountsView> {
  const rows = await em.execute<Counted[]>(countsSql(runId !== null), [
    id,
    brandAccountId,
    ...(runId === null ? [] : [runId]),
  ]);
  const of = (result: VerificationResult) =>
    rows.find((row) => row.result === result)?.partners ?? 0;
  return {
    total: rows.reduce((sum, { partners }) => sum + partners, 0),
    verified: of("VERIFIED"),
    waiting: of("WAITING"),
    needsYou: of("NEEDS_YOU"),
    notStarted: of("NOT_STARTED"),
  };
}

async function runView(
  ctx: Context,
  program: Program,
  run: VerificationRun,
): Promise<VerificationRunView> {
  const user = await ctx.em.findOne(User, { id: run.startedBy });
  return {
    id: run.id,
    programId: run.programId,
    scope: run.scope,
    country: run.country,
    device: run.device,
    partners: run.partners,
    startedBy: user?.name ?? "",
    startedAt: run.startedAt,
    counts: await counts(ctx, program, run.id),
  };
}

const resultsOf: Record<BoardShown, VerificationResult | null> = {
  ALL: null,
  NEEDS_ME: "NEEDS_YOU",
  WAITING: "WAITING",
  VERIFIED: "VERIFIED",
  NOT_STARTED: "NOT_STARTED",
};
interface Named {
  id: string;
  folded: string;
}
const byName: Key<Named, [name: string, id: string]> = {
  of: ({ folded, id }) => [folded, id],
  parts: [isText, isId],
};
const namedSql = `select a.id, lower(a.name) as folded
  from partnership p
  join account a on a.id = p.partner_account_id
  left join verification v on v.program_id = ? and v.partner_account_id = a.id
  where p.brand_account_id = ?
    and strpos(lower(a.name), lower(?)) > 0
    and (?::text is null or coalesce(v.result, 'NOT_STARTED') = ?)
    and (?::uuid is null or v.run_id = ?::uuid)
    and (?::text is null or (lower(a.name), a.id) > (?, ?::uuid))
  order by 2, 1
  limit ?`;

/**
 * Null for a partner, and where there is no such program. The rows of the page are looked at now;
 * counts and filters are as the worker found all partners last, a second ago or so.
 */
export async function verificationBoard(
  ctx: Context,
  programId: string,
  filter: VerificationFilter | null,
  asked: PageArgs,
): Promise<VerificationBoardView | null> {
  const program = await ownProgram(ctx, programId);
  if (!program) return null;
  const result = resultsOf[filter?.shown ?? "ALL"];
  const runId = filter?.runId ?? null;
  const named = (after: [name: string, id: string] | null, limit: number) =>
    ctx.em.execute<Named[]>(namedSql, [
      program.id,
      program.brandAccountId,
      oneForm(filter?.search ?? ""),
      result,
      result,
      runId,
      runId,
      after?.[0] ?? null,
      after?.[0] ?? null,
      after?.[1] ?? null,
      limit,
    ]);
  const rows = await page(named, asked, byName, async (shown) => {
    const board = await readBoard(
      ctx,
      program,
      shown.map(({ id }) => id),
    );
    const byPartner = new Map(board.rows.map((row) => [row.facts.partnerId, row]));
    return shown.flatMap(({ id }) => {
      const row = byPartner.get(id);
      return row ? [verificationView(ctx, program, row)] : [];
    });
  });
  const [newest] = await ctx.em.find(
    VerificationRun,
    { programId: program.id },
    { orderBy: { startedAt: "desc", id: "desc" }, limit: 1, refresh: true },
  );
  return {
    counts: await counts(ctx, program),
    salesSource: program.salesSource as SalesSourceValue,
    clicksOnly: !hasAttribution(program.marketplace),
    run: newest ? await runView(ctx, program, newest) : null,
    ...rows,
  };
}

export async function verificationRun(
  ctx: Context,
  id: string,
): Promise<VerificationRunView | null> {
  const run = await ctx.em.findOne(VerificationRun, { id }, { refresh: true });
  const program = run && (await ownProgram(ctx, run.programId));
  return run && program ? runView(ctx, program, run) : null;
}

/** What a partner reads: how it was found last, and whether it is verified. */
async function ownVerification(ctx: Context, programId: string): Promise<VerificationView | null> {
  const partnerAccountId = ctx.scope.requireAccountId();
  const row = await ctx.em.findOne(
    Verification,
    { programId, partnerAccountId },
    { refresh: true },
  );
  if (!row?.found) return null;
  const account = await ctx.em.findOneOrFail(Account, { id: partnerAccountId });
  const [pass] = await ctx.em.find(
    VerificationPass,
    { programId, partnerAccountId },
    { orderBy: { passedAt: "desc" }, limit: 1 },
  );
  return {
    partnerAccountId,
    partnerName: account.name,
    ...foundView(row.found, true),
    verifiedAt: pass?.passedAt ?? null,
    verifiedBy: null,
    link: null,
    clicks: 0,
    clickId: row.clickId ?? null,
    clickedAt: row.clickAt ?? null,
    orderNumber: row.orderNumber ?? null,
    orderedAt: row.orderedAt ?? null,
    runId: null,
    startedAt: row.startedAt,
    remindedAt: row.remindedAt ?? null,
  };
}

/** One partner's; a partner asks for itself, whatever it names. Null: there is none. */
export async function verification(
  ctx: Context,
  programId: string,
  partnerId: string | null,
): Promise<VerificationView | null> {
  if (ctx.scope.kind === "PARTNER") return ownVerification(ctx, programId);
  const program = partnerId === null ? null : await ownProgram(ctx, programId);
  if (!program || partnerId === null) return null;
  const [row] = (await readBoard(ctx, program, [partnerId])).rows;
  return row ? verificationView(ctx, program, row) : null;
}
