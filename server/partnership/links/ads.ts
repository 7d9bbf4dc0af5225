/** Ads of a program. Every program has a default "online tracking link" ad for its landing page. */
import { pageById, type Page, type PageArgs } from "../../platform/api/connection.ts";
import { answer, mutation } from "../../platform/mutation.ts";
import {
  InvalidInput,
  isRefusal,
  NotFound,
  type IdempotencyKeyReused,
} from "../../platform/api/refusal.ts";
import { newCode } from "../../platform/clock.ts";
import { now, type Context } from "../../platform/context.ts";
import { readLandingPage, warningsOfPage } from "../../domain/landing-page.ts";
import { marketplaceOf } from "../../domain/tracking.ts";
import { tooLong } from "../../platform/api/too-long.ts";
import { gateName } from "../../domain/values/name.ts";
import { Program } from "../programs/program.entity.ts";
import { Ad } from "../programs/ad.entity.ts";
import { withCut } from "../programs/landing-pages.ts";
import type { LandingPageWarningValue } from "../programs/landing-page.types.ts";
import {
  AdOk,
  type AdFilter,
  type AdState,
  type AdType,
  type AdView,
  type CreateAdInput,
} from "./link.types.ts";

export const adView = (ad: Ad): AdView => ({
  id: ad.id,
  programId: ad.programId,
  code: ad.code,
  type: ad.type as AdType,
  name: ad.name,
  linkText: ad.linkText ?? null,
  landingPage: ad.landingPage ?? null,
  warnings: warningsOfPage(ad.landingPage ?? null) as LandingPageWarningValue[],
  state: ad.state as AdState,
  createdAt: ad.createdAt,
});

/** A landing page of the program's marketplace; null stays null and means the program's default. */
export function landingPageOf(
  program: Program,
  text: string | null | undefined,
  ...prefix: string[]
): string | null | InvalidInput {
  if (text == null) return null;
  const marketplace = marketplaceOf(program.marketplace);
  if (!marketplace) throw new Error(`program ${program.id} has unknown marketplace`);
  const read = readLandingPage(text, marketplace);
  return read.ok ? read.value : InvalidInput.of(read, ...prefix);
}

export async function ads(
  ctx: Context,
  asked: PageArgs,
  programId: string,
  filter: AdFilter | null,
): Promise<Page<AdView>> {
  const where = { programId, ...(filter?.types && { type: { $in: filter.types } }) };
  return pageById(ctx.em, Ad, { where, order: "oldest" }, asked, (rows) => rows.map(adView));
}

const shown = answer(AdOk, async (ctx, id) => adView(await ctx.em.findOneOrFail(Ad, { id })));

const linkTextMax = 200;

/** A text link of the brand, with its own landing page or the program's. */
export async function createAd(
  ctx: Context,
  input: CreateAdInput,
  idempotencyKey: string,
): Promise<AdOk | InvalidInput | NotFound | IdempotencyKeyReused> {
  const accountId = ctx.scope.requireAccountId();
  const made = mutation(
    ctx,
    "createAd",
    { input, key: idempotencyKey },
    async (tx) => {
      const program = await tx.findOne(Program, { id: input.programId, brandAccountId: accountId });
      if (!program) return NotFound.of("program", "input", "programId");
      const landingPage = landingPageOf(program, input.landingPage, "input");
      if (isRefusal(landingPage)) return landingPage;
      const checked = gateName(input.name, "input", "name");
      if (!checked.ok) return InvalidInput.of(checked);
      const name = checked.value;
      const linkText = input.linkText?.trim() || name;
      const long = tooLong("A link's text", linkText, linkTextMax, "input", "linkText");
      if (long) return long;
      const ad = tx.create(Ad, {
        id: ctx.newId(ctx.clock()),
        brandAccountId: accountId,
        programId: program.id,
        code: newCode(),
        type: "TEXT_LINK",
        name,
        linkText,
        landingPage,
        state: "ACTIVE",
        createdAt: now(ctx),
      });
      return ad.id;
    },
    shown,
  );
  return withCut(input.landingPage, made);
}

/** An inactive ad's links go to the program's landing page and pay 0. */
export async function setAdState(
  ctx: Context,
  id: string,
  state: AdState,
): Promise<AdOk | NotFound> {
  const ad = await ctx.em.findOne(Ad, { id, brandAccountId: ctx.scope.requireAccountId() });
  if (!ad) return NotFound.of("ad", "id");
  ad.state = state;
  await ctx.em.flush();
  return new AdOk(adView(ad));
}
