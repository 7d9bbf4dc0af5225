/**
 * Tracking links at program, partner and ad level. A link names partner, ad and program, never
 * terms.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { Account } from "../accounts/account.entity.ts";
import { pageById, type Page, type PageArgs } from "../../platform/api/connection.ts";
import { answer, mutation } from "../../platform/mutation.ts";
import {
  Conflict,
  InvalidInput,
  isRefusal,
  NotFound,
  type IdempotencyKeyReused,
  type UserError,
} from "../../platform/api/refusal.ts";
import { newCode } from "../../platform/clock.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { gateName } from "../../domain/values/name.ts";
import { linkPath } from "../../domain/tracking.ts";
import { mediaPropertyView } from "../media/media-properties.ts";
import { MediaProperty } from "../media/media-property.entity.ts";
import { Program } from "../programs/program.entity.ts";
import { withCut } from "../programs/landing-pages.ts";
import { adView, landingPageOf } from "./ads.ts";
import { Ad } from "../programs/ad.entity.ts";
import { TrackingLink } from "./link.entity.ts";
import {
  TrackingLinkOk,
  type CreateTrackingLinkInput,
  type LinkLevel,
  type TrackingLinkFilter,
  type TrackingLinkView,
} from "./link.types.ts";
import { hold } from "../../platform/db/locks.ts";
import { destinationOfLink } from "./link-destinations.ts";
import { linkBases } from "../link-domains/link-bases.ts";
import { readablePaths } from "./link-addresses.ts";
import { levelOf, linkExistsFault, nameFault, sharedIdFault, sharedIdWords } from "./link-gates.ts";
import { standingEnds, stateOf } from "./link-ends.ts";
import { testLinkName } from "./test-links.ts";

export async function linkViews(
  ctx: Context,
  rows: readonly TrackingLink[],
): Promise<TrackingLinkView[]> {
  const ads = await ctx.em.find(Ad, { id: { $in: rows.map((row) => row.adId) } });
  const programs = await ctx.em.find(Program, { id: { $in: rows.map((row) => row.programId) } });
  const accounts = await ctx.em.find(Account, {
    id: { $in: rows.flatMap((row) => [row.partnerAccountId, row.brandAccountId]) },
  });
  const properties = await ctx.em.find(MediaProperty, {
    id: { $in: rows.flatMap((row) => row.mediaPropertyId ?? []) },
  });
  const ids = rows.map(({ id }) => id);
  const ends = await standingEnds(ctx, ids);
  const baseOf = await linkBases(
    ctx,
    rows.map(({ brandAccountId }) => brandAccountId),
  );
  const readable = await readablePaths(ctx, ids);
  return rows.flatMap((row) => {
    const ad = ads.find((a) => a.id === row.adId);
    const program = programs.find((p) => p.id === row.programId);
    const partner = accounts.find((p) => p.id === row.partnerAccountId);
    const brand = accounts.find((p) => p.id === row.brandAccountId);
    if (!ad || !program || !partner) return [];
    // The browser that tries a test link, and the checks, take the tracker's own address.
    const base = row.isTest ? ctx.env.trackerUrl : baseOf(row.brandAccountId);
    const path = readable.get(row.id);
    const property = properties.find(({ id }) => id === row.mediaPropertyId);
    return [
      {
        id: row.id,
        url: base + linkPath({ partner: partner.code, ad: ad.code, program: program.code }),
        readableUrl: path === undefined ? null : base + path,
        name: row.name,
        programId: row.programId,
        partnerAccountId: row.partnerAccountId,
        partnerName: partner.name,
        ad: adView(ad),
        level: row.level as LinkLevel,
        isTest: row.isTest,
        sharedId: row.sharedId ?? null,
        mediaProperty: property ? mediaPropertyView(property) : null,
        state: stateOf(ends.get(row.id) ?? [], ad, ctx.clock()),
        ends: ends.get(row.id) ?? [],
        createdAt: row.createdAt,
        destination: destinationOfLink({ program, ad, brand, partner, link: row }),
        attributionTemplate: program.attributionTemplate ?? null,
      },
    ];
  });
}

export async function trackingLink(ctx: Context, id: string): Promise<TrackingLinkView | null> {
  const row = await ctx.em.findOne(TrackingLink, { id }, { refresh: true });
  const [view] = row ? await linkViews(ctx, [row]) : [];
  return view ?? null;
}

export const shownLink = answer(TrackingLinkOk, trackingLink);

export async function trackingLinks(
  ctx: Context,
  asked: PageArgs,
  filter: TrackingLinkFilter | null,
): Promise<Page<TrackingLinkView>> {
  const where = {
    $and: [
      filter?.programId ? { programId: filter.programId } : {},
      filter?.partnerId ? { partnerAccountId: filter.partnerId } : {},
      filter?.isTest == null ? {} : { isTest: filter.isTest },
    ],
  };
  return pageById(ctx.em, TrackingLink, { where, order: "newest" }, asked, (rows) =>
    linkViews(ctx, rows),
  );
}

type CreateRefusal = InvalidInput | NotFound | Conflict | IdempotencyKeyReused;
interface Parties {
  program: Program;
  partner: Account;
}

/**
 * The program and the partner to credit: a brand names one of its partners, a partner is always
 * itself [D131].
 */
async function parties(
  ctx: Context,
  tx: EntityManager,
  input: { programId: string; partnerId: string | null },
  ...prefix: string[]
): Promise<Parties | UserError> {
  const program = await tx.findOne(Program, { id: input.programId }, { refresh: true });
  if (!program) return NotFound.of("program", ...prefix, "programId");
  const own = ctx.scope.requireAccountId();
  if (ctx.scope.kind === "PARTNER" && input.partnerId !== null && input.partnerId !== own)
    return NotFound.of("partner", ...prefix, "partnerId");
  const partnerId = ctx.scope.kind === "PARTNER" ? own : input.partnerId;
  if (partnerId === null)
    return new InvalidInput("PARTNER_REQUIRED", "Say which partner the link credits", [
      ...prefix,
      "partnerId",
    ]);
  const partner = await tx.findOne(Account, { id: partnerId, kind: "PARTNER" });
  return partner ? { program, partner } : NotFound.of("partner", ...prefix, "partnerId");
}

/**
 * What a deep link to this page already leads by: the same page, shared id and media property are
 * the same link.
 */
async function knownDeepLink(
  tx: EntityManager,
  input: CreateTrackingLinkInput,
  { program, partner }: Parties,
  landingPage: string,
): Promise<Ad | null> {
  // Asked for twice at once, the second finds the first's link.
  await hold(tx, "LINK", `${partner.id}/${landingPage}`);
  const ads = await tx.find(
    Ad,
    { programId: program.id, partnerAccountId: partner.id, type: "DEEP_LINK", landingPage },
    { refresh: true },
  );
  const link = await tx.findOne(
    TrackingLink,
    {
      adId: { $in: ads.map(({ id }) => id) },
      partnerAccountId: partner.id,
      sharedId: sharedIdIn(input),
      mediaPropertyId: input.mediaPropertyId ?? null,
    },
    { orderBy: { id: "asc" }, refresh: true },
  );
  return ads.find(({ id }) => id === link?.adId) ?? null;
}

async function adFor(
  ctx: Context,
  tx: EntityManager,
  input: CreateTrackingLinkInput,
  { program, partner }: Parties,
): Promise<Ad | UserError> {
  if (input.adId !== null && input.adId !== undefined) {
    const ad = await tx.findOne(Ad, { id: input.adId, programId: program.id });
    return ad && (ad.partnerAccountId ?? partner.id) === partner.id
      ? ad
      : NotFound.of("ad", "input", "adId");
  }
  if (!input.landingPage)
    return tx.findOneOrFail(Ad, { programId: program.id, type: "ONLINE_TRACKING_LINK" });
  const landingPage = landingPageOf(program, input.landingPage, "input");
  if (isRefusal(landingPage)) return landingPage;
  const known =
    landingPage === null ? null : await knownDeepLink(tx, input, { program, partner }, landingPage);
  if (known) return known;
  return tx.create(Ad, {
    id: ctx.newId(ctx.clock()),
    brandAccountId: program.brandAccountId,
    programId: program.id,
    partnerAccountId: partner.id,
    code: newCode(),
    type: "DEEP_LINK",
    name: input.name?.trim() || "Deep link",
    landingPage,
    state: "ACTIVE",
    createdAt: now(ctx),
  });
}

interface NewLink {
  partner: Account;
  name: string;
  isTest: boolean;
  sharedId: string | null;
  mediaPropertyId: string | null;
}
function linkExists(known: TrackingLink, field: "sharedId" | "mediaPropertyId"): Conflict {
  const has =
    field === "sharedId" ? sharedIdWords(known.sharedId) : "for another media property, or none";
  const { code, message } = linkExistsFault(known, has);
  return new Conflict(code, message, ["input", field]);
}

async function addLink(
  ctx: Context,
  tx: EntityManager,
  ad: Ad,
  link: NewLink,
): Promise<string | Conflict> {
  // Asked for twice at once, the second finds the first's link.
  await hold(tx, "LINK", `${link.partner.id}/${ad.id}`);
  const known = await tx.findOne(
    TrackingLink,
    { partnerAccountId: link.partner.id, adId: ad.id },
    { refresh: true },
  );
  if (known && link.sharedId !== null && known.sharedId !== link.sharedId)
    return linkExists(known, "sharedId");
  if (known && link.mediaPropertyId !== null && known.mediaPropertyId !== link.mediaPropertyId)
    return linkExists(known, "mediaPropertyId");
  if (known) return known.id;
  await tx.flush();
  const row = tx.create(TrackingLink, {
    id: ctx.newId(ctx.clock()),
    brandAccountId: ad.brandAccountId,
    partnerAccountId: link.partner.id,
    programId: ad.programId,
    adId: ad.id,
    level: levelOf[ad.type],
    name: link.name,
    isTest: link.isTest,
    sharedId: link.sharedId,
    mediaPropertyId: link.mediaPropertyId,
    createdBy: actorId(ctx),
    createdAt: now(ctx),
  });
  return row.id;
}

/** A field that was left empty says nothing. */
const sharedIdIn = ({ sharedId }: CreateTrackingLinkInput): string | null => sharedId || null;

/**
 * Makes a link, or returns the one that there is: of an ad one for each partner, of a page one for
 * each shared id and media property.
 */
export async function createTrackingLink(
  ctx: Context,
  input: CreateTrackingLinkInput,
  idempotencyKey: string,
): Promise<TrackingLinkOk | CreateRefusal> {
  if (input.adId && input.landingPage)
    return new InvalidInput("AD_OR_LANDING_PAGE", "Give an ad or a landing page, not both", [
      "input",
      "landingPage",
    ]);
  const sharedId = input.sharedId ? sharedIdFault(input.sharedId) : null;
  if (sharedId) return new InvalidInput(sharedId.code, sharedId.message, ["input", "sharedId"]);
  const tooLong = nameFault(input.name ?? "");
  if (tooLong) return new InvalidInput(tooLong.code, tooLong.message, ["input", "name"]);
  const made = mutation(
    ctx,
    "createTrackingLink",
    { input, key: idempotencyKey },
    async (tx) => {
      const found = await parties(
        ctx,
        tx,
        { programId: input.programId, partnerId: input.partnerId ?? null },
        "input",
      );
      if (isRefusal(found)) return found;
      const ad = await adFor(ctx, tx, input, found);
      if (isRefusal(ad)) return ad;
      const mediaPropertyId = input.mediaPropertyId ?? null;
      if (
        mediaPropertyId !== null &&
        (await tx.count(MediaProperty, {
          id: mediaPropertyId,
          partnerAccountId: found.partner.id,
          removedAt: null,
        })) === 0
      )
        return NotFound.of("media property", "input", "mediaPropertyId");
      const name = input.name?.trim() || ad.name;
      return addLink(ctx, tx, ad, {
        partner: found.partner,
        name,
        isTest: false,
        sharedId: sharedIdIn(input),
        mediaPropertyId,
      });
    },
    shownLink,
  );
  return withCut(input.landingPage, made);
}

export interface TestLinkInput {
  programId: string;
  partnerId: string | null;
  name: string;
  landingPage: string | null;
}

/**
 * "Test CPC link" in one step: a text link ad of its own, so that sales can be told apart, and a
 * test link to it.
 */
export async function createTestLink(
  ctx: Context,
  input: TestLinkInput,
  idempotencyKey: string,
): Promise<TrackingLinkOk | CreateRefusal> {
  const tooLong = nameFault(input.name);
  if (tooLong) return new InvalidInput(tooLong.code, tooLong.message, ["name"]);
  const made = mutation(
    ctx,
    "createTestLink",
    { input, key: idempotencyKey },
    async (tx) => {
      const found = await parties(ctx, tx, input);
      if (isRefusal(found)) return found;
      const { program, partner } = found;
      const landingPage = landingPageOf(program, input.landingPage);
      if (isRefusal(landingPage)) return landingPage;
      const name = input.name.trim() || testLinkName;
      const ad = tx.create(Ad, {
        id: ctx.newId(ctx.clock()),
        brandAccountId: program.brandAccountId,
        programId: program.id,
        partnerAccountId: partner.id,
        code: newCode(),
        type: "TEXT_LINK",
        name,
        linkText: name,
        landingPage,
        state: "ACTIVE",
        createdAt: now(ctx),
      });
      return addLink(ctx, tx, ad, {
        partner,
        name,
        isTest: true,
        sharedId: null,
        mediaPropertyId: null,
      });
    },
    shownLink,
  );
  return withCut(input.landingPage, made);
}

export async function renameLink(
  ctx: Context,
  id: string,
  text: string,
): Promise<TrackingLinkOk | InvalidInput | NotFound> {
  const row = await ctx.em.findOne(TrackingLink, { id }, { refresh: true });
  if (!row) return NotFound.of("link", "id");
  const name = gateName(text, "name");
  if (!name.ok) return InvalidInput.of(name);
  row.name = name.value;
  await ctx.em.flush();
  return shownLink(ctx, id);
}
