/**
 * What is found of a program's open verifications is written down: the click that stands for each,
 * compared with what the rules give; passes with all that they are bound to; and how each partner
 * was found, which is what the partner reads. The worker does it again and again, a person by
 * "check again".
 */
import { hash } from "node:crypto";
import { pgArray } from "../../platform/db/array.ts";
import { hold } from "../../platform/db/locks.ts";
import type { Context } from "../../platform/context.ts";
import { allPassed, standingPass, type CheckKey } from "../../domain/verification.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import { tracedClick } from "../clicks/clicks.ts";
import { readBoard, type Board, type Checked } from "./boards.ts";
import { tellDone } from "./telling.ts";
import { VerificationPass, VerificationRun, type KeptClick } from "./verification.entity.ts";

/** Clicks compared in one go: each is walked again by itself. */
const comparedMax = 100;
const ofClick: readonly CheckKey[] = ["REDIRECT", "CREDITED_PARTNER", "DECISION"];

/** A run covers it, and no pass of that run stands. */
const isOpen = ({ own, facts }: Checked): boolean => own !== null && standingPass(facts) === null;
/** The click it has, if any, does not do. */
const wantsClick = ({ facts, checks }: Checked): boolean =>
  facts.click === null ||
  facts.forecast === null ||
  checks.some(({ key, state }) => ofClick.includes(key) && state !== "PASSED");

interface Candidate {
  partner: string;
  id: string;
}
/** The newest decided one since the run began; a repeat of another only where there is no other. */
const candidatesSql = `select w.partner, k.id
  from unnest(?::uuid[], ?::uuid[], ?::timestamptz[]) w(partner, link, since)
  cross join lateral (
    select c.id
    from (
      select brand_account_id, clicked_at, id
      from click
      where program_id = ?
        and partner_account_id = w.partner
        and link_id = w.link
        and is_test
        and clicked_at >= w.since
      order by clicked_at desc
      limit 50
    ) c
    join decision d
      on d.brand_account_id = c.brand_account_id
      and d.occurred_at = c.clicked_at
      and d.subject_id = c.id
    order by d.reason is not distinct from 'DUPLICATE_CLICK', c.clicked_at desc
    limit 1
  ) k`;

/** Columns of `verification` that are found, by the row's partner. */
interface Change {
  partner: string;
  click?: KeptClick;
  agrees?: boolean;
  step?: string | null;
  request?: string;
  credited?: string;
  reader?: boolean;
}

/** The click as it is, and whether its decision, walked again, is the stored one. */
async function compare(ctx: Context, { partner, id }: Candidate): Promise<Change | null> {
  const { row, trace } = (await tracedClick(ctx, id)) ?? { row: null, trace: null };
  if (!row || !trace || row.outcome === null) return null;
  const stopped = trace.steps.find(({ verdict }) => verdict === "STOPPED") ?? trace.steps.at(-1);
  return {
    partner,
    agrees: trace.consistent,
    step: trace.consistent ? null : (stopped?.step ?? null),
    click: {
      id: row.id,
      at: Number(row.at_ms),
      partnerId: row.partner_account_id,
      landingPage: row.landing_page,
      destinationHost: row.destination_host,
      notCredited: row.warnings.includes("NOT_CREDITED"),
      decision: {
        outcome: row.outcome,
        reason: row.reason,
        wouldPay: row.would_pay_micros ?? "0",
        currency: row.currency,
        termsVersionId: row.terms_version_id,
        hidden: row.hidden ?? false,
      },
    },
  };
}

async function findClicks(ctx: Context, { program }: Board, open: Checked[]): Promise<Change[]> {
  const wanting = open.filter((row) => row.facts.link !== null && wantsClick(row));
  if (wanting.length === 0) return [];
  const candidates = await ctx.em.execute<Candidate[]>(candidatesSql, [
    pgArray(wanting.map(({ facts }) => facts.partnerId)),
    pgArray(wanting.map(({ facts }) => facts.link?.id ?? "")),
    pgArray(wanting.map(({ facts }) => new Date(facts.startedAt ?? 0).toISOString())),
    program.id,
  ]);
  const known = new Map(wanting.map(({ facts }) => [facts.partnerId, facts.click?.id]));
  const found: Change[] = [];
  for (const candidate of candidates
    .filter(({ partner, id }) => known.get(partner) !== id)
    .slice(0, comparedMax)) {
    const change = await compare(ctx, candidate);
    if (change) found.push(change);
  }
  return found;
}

/** Whose the clicks of the server's own requests became. */
async function findCredits(ctx: Context, { program }: Board, open: Checked[]): Promise<Change[]> {
  const asked = await ctx.em.execute<{ partner: string; request: string }[]>(
    `select distinct on (q.partner_account_id) q.partner_account_id as partner, q.id as request
      from verification_request q
      where q.program_id = ? and q.partner_account_id = any(?::uuid[]) and q.status = 302
      order by q.partner_account_id, q.made_at desc, q.id desc`,
    [program.id, pgArray(open.map(({ facts }) => facts.partnerId))],
  );
  const known = new Map(open.map(({ own, facts }) => [facts.partnerId, own?.request_id]));
  const news = asked.filter(({ partner, request }) => known.get(partner) !== request);
  if (news.length === 0) return [];
  const clicks = await ctx.em.execute<{ request: string; credited: string }[]>(
    `select c.custom ->> 'verification' as request, c.partner_account_id as credited
      from click c
      where c.is_test
        and c.custom is not null
        and c.custom ->> 'verification' = any(?::text[])
        and c.program_id = ?
        and c.brand_account_id = ?`,
    [pgArray(news.map(({ request }) => request)), program.id, program.brandAccountId],
  );
  const creditedBy = new Map(clicks.map(({ request, credited }) => [request, credited]));
  return news.flatMap(({ partner, request }) => {
    const credited = creditedBy.get(request);
    return credited === undefined ? [] : [{ partner, request, credited }];
  });
}

async function findReaders(ctx: Context, open: Checked[]): Promise<Change[]> {
  const ids = open.map(({ facts }) => facts.partnerId);
  const rows = await ctx.em.execute<{ id: string }[]>(
    "select id from partners_with_members(?::uuid[]) id",
    [pgArray(ids)],
  );
  const reading = new Set(rows.map(({ id }) => id));
  return open
    .filter(({ facts }) => facts.hasReader !== reading.has(facts.partnerId))
    .map(({ facts }) => ({ partner: facts.partnerId, reader: reading.has(facts.partnerId) }));
}

const changeSql = `update verification v
  set click = coalesce(n.click, v.click),
    click_id = coalesce((n.click ->> 'id')::uuid, v.click_id),
    click_at = coalesce(
      to_timestamp((n.click ->> 'at')::numeric / 1000),
      v.click_at
    ),
    agrees = coalesce(n.agrees, v.agrees),
    differs_at = case when n.agrees is null then v.differs_at else n.step end,
    request_id = coalesce(n.request, v.request_id),
    credited_to = coalesce(n.credited, v.credited_to),
    has_reader = coalesce(n.reader, v.has_reader)
  from jsonb_to_recordset(?::jsonb) n(
    partner uuid,
    click jsonb,
    agrees boolean,
    step text,
    request uuid,
    credited uuid,
    reader boolean
  )
  where v.program_id = ? and v.partner_account_id = n.partner`;

async function keepChanges(
  { em }: Context,
  programId: string,
  changes: readonly Change[],
): Promise<void> {
  if (changes.length === 0) return;
  const rows = Map.groupBy(changes, ({ partner }) => partner);
  const merged = [...rows.values()].map((of): Change => Object.assign({ partner: "" }, ...of));
  await em.execute(changeSql, [JSON.stringify(merged), programId]);
}

/** Passes of those whose checks have all passed now. */
async function addPasses(ctx: Context, { program, rows }: Board): Promise<number> {
  const passing = rows.filter((row) => isOpen(row) && allPassed(row.checks));
  if (passing.length === 0) return 0;
  const runs = await ctx.em.find(VerificationRun, {
    id: { $in: passing.flatMap(({ own }) => own?.run_id ?? []) },
  });
  for (const { own, facts, checks } of passing) {
    const run = runs.find(({ id }) => id === own?.run_id);
    const { contract, link, click, now } = facts;
    if (!run || !contract || !link || !click) throw new Error("addPasses: a pass without ground");
    ctx.em.create(VerificationPass, {
      id: ctx.newId(ctx.clock()),
      brandAccountId: program.brandAccountId,
      partnerAccountId: facts.partnerId,
      programId: program.id,
      runId: run.id,
      passedAt: new Date(ctx.clock()),
      passedBy: run.startedBy,
      linkId: link.id,
      clickId: click.id,
      orderNumber: facts.order?.number ?? null,
      termsVersionId: contract.termsVersionId,
      destination: link.destination,
      source: now.source,
      eventTypes: now.eventTypes,
      checks,
    });
  }
  await ctx.em.flush();
  return passing.length;
}

/** Rows that one statement changes. */
const keptAtOnce = 500;
const keepSql = `update verification v
  set found = n.found, found_hash = n.hash, result = n.found ->> 'result', found_at = ?
  from jsonb_to_recordset(?::jsonb) n(partner uuid, hash text, found jsonb)
  where v.program_id = ? and v.partner_account_id = n.partner`;

/** Keeps how each was found, where it was found otherwise before; resolves with how many. */
async function keepFound(ctx: Context, { program, rows }: Board): Promise<number> {
  const news = rows
    .filter(({ own }) => own !== null)
    .map(({ own, facts, result, changed, checks }) => {
      const found = { result, changed, checks };
      const digest = hash("sha256", JSON.stringify(found), "base64url");
      return { partner: facts.partnerId, hash: digest, found, known: own?.found_hash };
    })
    .filter(({ known, hash: digest }) => known !== digest);
  for (let at = 0; at < news.length; at += keptAtOnce)
    await ctx.em.execute(keepSql, [
      new Date(ctx.clock()),
      JSON.stringify(news.slice(at, at + keptAtOnce)),
      program.id,
    ]);
  return news.length;
}

/** Resolves with how many rows changed. `partnerIds` null: all that runs cover. */
export async function settle(
  ctx: Context,
  program: Program,
  partnerIds: readonly string[] | null = null,
): Promise<number> {
  return ctx.em.transactional(async (em) => {
    const inside: Context = { ...ctx, em };
    await hold(em, "VERIFICATION", program.id);
    const board = await readBoard(inside, program, partnerIds);
    const open = board.rows.filter(isOpen);
    const changes = [
      ...(await findClicks(inside, board, open)),
      ...(await findCredits(inside, board, open)),
      ...(await findReaders(inside, open)),
    ];
    await keepChanges(inside, program.id, changes);
    let now = changes.length > 0 ? await readBoard(inside, program, partnerIds) : board;
    const passes = await addPasses(inside, now);
    if (passes > 0) now = await readBoard(inside, program, partnerIds);
    const found = await keepFound(inside, now);
    if (partnerIds === null) await tellDone(inside, program, now.rows);
    if (found > 0) await em.execute("select pg_notify('report_tick', ?)", [program.id]);
    return found;
  });
}
