/** The verification board, runs, and the row that a partner reads of itself. */
import { page, rowsOf, type Key, type PageArgs } from "../../platform/api/connection.ts";
import type { Context } from "../../platform/context.ts";
import { isId } from "../../domain/values/id.ts";
import { oneForm } from "../../domain/values/text.ts";
import { Account } from "../../partnership/accounts/account.entity.ts";
import { User } from "../../partnership/accounts/user.entity.ts";
import { findProgram } from "../../partnership/programs/programs.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import type { SalesSourceValue } from "../../partnership/programs/program.types.ts";
import { readBoard, type Checked } from "./boards.ts";
import { Verification, VerificationPass, VerificationRun } from "./verification.entity.ts";
import type { BoardShown } from "./verification-enums.ts";
import type {
  VerificationBoardView,
  VerificationFilter,
  VerificationRunView,
  VerificationView,
} from "./verification.types.ts";
import { countsOf, foundView, verificationView } from "./views.ts";

/** The program, where it is the brand's own. */
export async function ownProgram(ctx: Context, id: string): Promise<Program | null> {
  return ctx.scope.kind === "BRAND" ? findProgram(ctx, id) : null;
}

async function runView(
  ctx: Context,
  run: VerificationRun,
  rows: readonly Checked[],
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
    counts: countsOf(rows.filter(({ own }) => own?.run_id === run.id)),
  };
}

const wanted: Record<BoardShown, (row: Checked) => boolean> = {
  ALL: () => true,
  NEEDS_ME: ({ result }) => result === "NEEDS_YOU",
  WAITING: ({ result }) => result === "WAITING",
  VERIFIED: ({ result }) => result === "VERIFIED",
  NOT_STARTED: ({ result }) => result === "NOT_STARTED",
};
const byPartner: Key<Checked, [partner: string]> = {
  of: ({ facts }) => [facts.partnerId],
  parts: [isId],
};

const folded = (text: string): string => oneForm(text).toLowerCase();

/** Null for a partner, and where there is no such program. */
export async function verificationBoard(
  ctx: Context,
  programId: string,
  filter: VerificationFilter | null,
  asked: PageArgs,
): Promise<VerificationBoardView | null> {
  const program = await ownProgram(ctx, programId);
  if (!program) return null;
  const board = await readBoard(ctx, program);
  const [newest] = await ctx.em.find(
    VerificationRun,
    { programId: program.id },
    { orderBy: { startedAt: "desc", id: "desc" }, limit: 1, refresh: true },
  );
  const search = folded(filter?.search ?? "");
  const runId = filter?.runId ?? null;
  const shown = board.rows.filter(
    (row) =>
      wanted[filter?.shown ?? "ALL"](row) &&
      (runId === null || row.own?.run_id === runId) &&
      folded(row.name).includes(search),
  );
  const rows = await page(rowsOf(shown, byPartner), asked, byPartner, (some) =>
    some.map((row) => verificationView(ctx, program, row)),
  );
  return {
    counts: countsOf(board.rows),
    salesSource: program.salesSource as SalesSourceValue,
    clicksOnly: !board.facts.hasAttribution,
    run: newest ? await runView(ctx, newest, board.rows) : null,
    ...rows,
  };
}

export async function verificationRun(
  ctx: Context,
  id: string,
): Promise<VerificationRunView | null> {
  const run = await ctx.em.findOne(VerificationRun, { id }, { refresh: true });
  const program = run && (await ownProgram(ctx, run.programId));
  if (!run || !program) return null;
  return runView(ctx, run, (await readBoard(ctx, program)).rows);
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
