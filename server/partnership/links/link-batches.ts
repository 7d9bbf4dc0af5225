/** Many links at once: all of them, or none and why. */
import type { EntityManager } from "@mikro-orm/postgresql";
import { mutation } from "../../platform/mutation.ts";
import { InvalidInput, NotFound, type IdempotencyKeyReused } from "../../platform/api/refusal.ts";
import { newCode } from "../../platform/clock.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import { lockSql } from "../../platform/db/locks.ts";
import { csvOf } from "../../platform/files/csv.ts";
import { leftOversIn } from "../../domain/landing-page.ts";
import { marketplaceOf } from "../../domain/tracking.ts";
import { Account } from "../accounts/account.entity.ts";
import { Ad } from "../programs/ad.entity.ts";
import { Program } from "../programs/program.entity.ts";
import { CreateLinksOk, LinkRowFaults, type NewLinkInput } from "./link-batch.types.ts";
import { TrackingLink } from "./link.entity.ts";
import {
  planLinks,
  readLinks,
  type AskedLink,
  type KnownLink,
  type LinkFault,
  type LinkGround,
  type PlannedLink,
  type ReadLink,
} from "./link-plan.ts";
import { levelOf } from "./link-gates.ts";
import { linkViews } from "./links.ts";

export const batchMax = 1_000;

async function groundOf(ctx: Context, em: EntityManager, program: Program): Promise<LinkGround> {
  const marketplace = marketplaceOf(program.marketplace);
  if (!marketplace) throw new Error(`program ${program.id} has unknown marketplace`);
  const isPartner = ctx.scope.kind === "PARTNER";
  const own = isPartner
    ? await em.findOneOrFail(Account, { id: ctx.scope.requireAccountId() })
    : null;
  const partners = isPartner
    ? []
    : await em.execute<{ id: string; name: string; code: string }[]>(
        `select a.id, a.name, a.code
          from partnership p
          join account a on a.id = p.partner_account_id
          where p.brand_account_id = ?
          order by a.id`,
        [ctx.scope.requireAccountId()],
      );
  // A program has a test ad for each of its partners: those are nobody's to choose.
  const ads = await em.find(Ad, {
    programId: program.id,
    type: { $ne: "DEEP_LINK" },
    partnerAccountId: null,
  });
  return {
    marketplace,
    partners,
    own: own && { id: own.id, name: own.name, code: own.code },
    ads: ads.map(({ id, name, code, type }) => ({ id, name, code, type })),
  };
}

const knownSql = `select
    l.id,
    l.partner_account_id as partner,
    l.ad_id as ad,
    null as page,
    l.shared_id as "sharedId",
    l.name
  from unnest(?::uuid[], ?::uuid[]) wanted (partner, ad)
  join tracking_link l on l.partner_account_id = wanted.partner and l.ad_id = wanted.ad
  union all
  select
    l.id,
    l.partner_account_id,
    l.ad_id,
    a.landing_page,
    l.shared_id,
    l.name
  from unnest(?::uuid[], ?::text[]) wanted (partner, page)
  join ad a
    on a.program_id = ?
    and a.type = 'DEEP_LINK'
    and a.partner_account_id = wanted.partner
    and a.landing_page = wanted.page
  join tracking_link l on l.partner_account_id = wanted.partner and l.ad_id = a.id
  where l.media_property_id is null
  order by id desc`;

function knownLinks(
  em: EntityManager,
  program: Program,
  links: readonly ReadLink[],
): Promise<KnownLink[]> {
  const ads = links.flatMap(({ partner, to }) => ("ad" in to ? [[partner.id, to.ad.id]] : []));
  const pages = links.flatMap(({ partner, to }) => ("page" in to ? [[partner.id, to.page]] : []));
  const column = (pairs: readonly string[][], at: number) => pgArray(pairs.map((pair) => pair[at]));
  return em.execute<KnownLink[]>(knownSql, [
    column(ads, 0),
    column(ads, 1),
    column(pages, 0),
    column(pages, 1),
    program.id,
  ]);
}

interface Plan {
  planned: PlannedLink[];
  faults: LinkFault[];
}
async function planOf(
  ctx: Context,
  em: EntityManager,
  program: Program,
  rows: readonly AskedLink[],
  beforeKnown: (links: readonly ReadLink[]) => Promise<unknown> = async () => {},
): Promise<Plan> {
  const { links, faults } = readLinks(rows, await groundOf(ctx, em, program));
  await beforeKnown(links);
  const made = planLinks(links, await knownLinks(em, program, links));
  return {
    planned: made.planned,
    faults: [...faults, ...made.faults].toSorted((a, b) => a.row - b.row),
  };
}

/** What createLinks would do; null when there is no such program in the account. */
export async function previewLinks(
  ctx: Context,
  programId: string,
  rows: readonly AskedLink[],
): Promise<{ made: number; known: number; faults: LinkFault[] } | null> {
  const program = await ctx.em.findOne(Program, { id: programId });
  if (!program) return null;
  const { planned, faults } = await planOf(ctx, ctx.em, program, rows);
  const made = planned.filter(({ known }) => known === null).length;
  return { made, known: planned.length - made, faults };
}

/** Asked for twice at once, the second finds the first's links; in one order, so that none waits
 * for one that waits for it. */
const holdLinks = (tx: EntityManager, links: readonly ReadLink[]): Promise<unknown> =>
  tx.execute(
    `select pg_advisory_xact_lock(key)
      from (
        select distinct ${lockSql("LINK", "wanted")} as key
        from unnest(?::text[]) wanted
        order by 1
      ) keys`,
    [pgArray(links.map(({ partner, to }) => `${partner.id}/${"ad" in to ? to.ad.id : to.page}`))],
  );

interface NewLink {
  row: number;
  link: string;
  ad: string;
  adCode: string | null;
  level: TrackingLink["level"];
  planned: PlannedLink;
}
const newLink = (ctx: Context, planned: PlannedLink): NewLink => {
  const { to, row } = planned;
  const isAd = "ad" in to;
  return {
    row,
    link: ctx.newId(ctx.clock()),
    ad: isAd ? to.ad.id : ctx.newId(ctx.clock()),
    adCode: isAd ? null : newCode(),
    level: levelOf[isAd ? to.ad.type : "DEEP_LINK"],
    planned,
  };
};

const adsSql = `insert into ad (
    id,
    brand_account_id,
    program_id,
    partner_account_id,
    code,
    type,
    name,
    landing_page,
    state,
    created_at
  )
  select id, ?::uuid, ?::uuid, partner, code, 'DEEP_LINK', name, page, 'ACTIVE', ?::timestamptz
  from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[])
    made (id, partner, code, name, page)`;
const linksSql = `insert into tracking_link (
    id,
    brand_account_id,
    partner_account_id,
    program_id,
    ad_id,
    level,
    name,
    is_test,
    shared_id,
    created_by,
    created_at
  )
  select
    id, ?::uuid, partner, ?::uuid, ad, level, name, false, shared, ?::uuid, ?::timestamptz
  from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[])
    made (id, partner, ad, level, name, shared)`;

async function write(
  ctx: Context,
  tx: EntityManager,
  program: Program,
  made: readonly NewLink[],
): Promise<void> {
  const at = now(ctx);
  const deep = made.filter(({ adCode }) => adCode !== null);
  const pages = deep.map(({ planned: { to } }) => ("page" in to ? to.page : ""));
  await tx.execute(adsSql, [
    program.brandAccountId,
    program.id,
    at,
    pgArray(deep.map(({ ad }) => ad)),
    pgArray(deep.map(({ planned }) => planned.partner.id)),
    pgArray(deep.map(({ adCode }) => adCode)),
    pgArray(deep.map(({ planned }) => planned.name)),
    pgArray(pages),
  ]);
  await tx.execute(linksSql, [
    program.brandAccountId,
    program.id,
    actorId(ctx),
    at,
    pgArray(made.map(({ link }) => link)),
    pgArray(made.map(({ planned }) => planned.partner.id)),
    pgArray(made.map(({ ad }) => ad)),
    pgArray(made.map(({ level }) => level)),
    pgArray(made.map(({ planned }) => planned.name)),
    pgArray(made.map(({ planned }) => planned.sharedId)),
  ]);
}

/** Of each row its number, its link, and whether that was made: what the answer is read back by. */
type Outcome = [row: number, link: string, isNew: boolean];
function outcomesOf(planned: readonly PlannedLink[], made: readonly NewLink[]): Outcome[] {
  const byRow = new Map(made.map(({ row, link }) => [row, link]));
  return planned.map(({ row, known }) => {
    if (typeof known === "string") return [row, known, false];
    const link = byRow.get(known?.row ?? row);
    if (!link) throw new Error(`outcomesOf: row ${row} has no link`);
    return [row, link, known === null];
  });
}

async function answered(
  ctx: Context,
  outcomes: readonly Outcome[],
  asked: readonly AskedLink[],
): Promise<CreateLinksOk> {
  const pages = new Map(asked.map(({ row, page }) => [row, page]));
  const ids = [...new Set(outcomes.map(([, link]) => link))];
  const rows = await ctx.em.find(TrackingLink, { id: { $in: ids } }, { refresh: true });
  const views = new Map((await linkViews(ctx, rows)).map((view) => [view.id, view]));
  const program = await ctx.em.findOne(Program, { id: rows[0]?.programId ?? null });
  const links = outcomes.map(([row, id, isNew]) => {
    const view = views.get(id);
    if (!view) throw new Error(`answered: link ${id} is not found after it was made`);
    const { name, partnerName, url, ad } = view;
    const page = ad.landingPage ?? program?.landingPage ?? "";
    const cut = leftOversIn(pages.get(row));
    return { row, id, name, partnerName, page, url, cut, isNew };
  });
  const head = ["row", "partner", "name", "page", "address"];
  const csv = csvOf([
    head,
    ...links.map(({ row, partnerName, name, page, url }) => [row, partnerName, name, page, url]),
  ]);
  return new CreateLinksOk(links, csv);
}

export interface NewLinks {
  programId: string;
  rows: NewLinkInput[];
}
export async function createLinks(
  ctx: Context,
  input: NewLinks,
  key: string,
): Promise<CreateLinksOk | LinkRowFaults | InvalidInput | NotFound | IdempotencyKeyReused> {
  const { programId, rows } = input;
  if (rows.length < 1 || rows.length > batchMax)
    return new InvalidInput("BAD_COUNT", `Give 1 to ${batchMax} rows, and not ${rows.length}`, [
      "rows",
    ]);
  const asked = rows.map(({ row, partner, page, ad, name, sharedId }, at): AskedLink => ({
    row: row ?? at + 1,
    partner: partner ?? null,
    page: page ?? null,
    ad: ad ?? null,
    name: name ?? null,
    sharedId: sharedId ?? null,
  }));
  if (new Set(asked.map(({ row }) => row)).size < asked.length)
    return new InvalidInput("BAD_INPUT", "Two rows have the same number", ["rows"]);
  return mutation(
    ctx,
    "createLinks",
    { input, key },
    async (tx) => {
      const program = await tx.findOne(Program, { id: programId }, { refresh: true });
      if (!program) return NotFound.of("program", "programId");
      const plan = await planOf(ctx, tx, program, asked, (links) => holdLinks(tx, links));
      if (plan.faults.length > 0) return LinkRowFaults.of(plan.faults, rows.length);
      const made = plan.planned
        .filter(({ known }) => known === null)
        .map((planned) => newLink(ctx, planned));
      await write(ctx, tx, program, made);
      return JSON.stringify(outcomesOf(plan.planned, made));
    },
    (_, outcomes) => answered(ctx, JSON.parse(outcomes) as Outcome[], asked),
  );
}
