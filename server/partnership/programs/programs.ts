/** Programs and their event types. */
import { conversionKinds, eventRecords } from "../../domain/event-kinds.ts";
import { createHash } from "node:crypto";
import { LockMode, type EntityManager } from "@mikro-orm/postgresql";
import { answer, mutation } from "../../platform/mutation.ts";
import { pageById, type Page, type PageArgs } from "../../platform/api/connection.ts";
import {
  Conflict,
  InvalidInput,
  NotEntitled,
  NotFound,
  type IdempotencyKeyReused,
} from "../../platform/api/refusal.ts";
import { Account } from "../accounts/account.entity.ts";
import { newCode } from "../../platform/clock.ts";
import { now, type Context } from "../../platform/context.ts";
import { isEntitled } from "../../domain/entitlement.ts";
import { hasAttribution } from "../../domain/amazon-region.ts";
import type { LandingPageWarningValue } from "./landing-page.types.ts";
import { withCut } from "./landing-pages.ts";
import { readLandingPage, warningsOfPage } from "../../domain/landing-page.ts";
import { gateWhole } from "../../domain/values/amount.ts";
import { defaultDedupeDays } from "../../domain/submission.ts";
import { marketplaceOf, marketplaces, storefrontOf } from "../../domain/tracking.ts";
import { gateName } from "../../domain/values/name.ts";
import { Ad } from "./ad.entity.ts";
import { CpcRequest, EventType, Program } from "./program.entity.ts";
import { sourceOfNew } from "./sales-source.ts";
import { setRiskFilter, type FilterChange } from "./risk-filter.ts";
import {
  CreateProgramOk,
  EventTypeOk,
  type SalesSourceValue,
  RiskFilterOk,
  type CreateProgramInput,
  type EventTypeKind,
  type EventTypeState,
  type EventTypeView,
  type ProgramState,
  type ProgramView,
  type UniqueWindowType,
} from "./program.types.ts";
import { quoted } from "../../domain/values/text.ts";
import { gateWindow } from "./windows.ts";

const cpcIsEnabled = async (em: EntityManager, brandAccountId: string): Promise<boolean> =>
  (await em.count(CpcRequest, { brandAccountId, state: "ENABLED" })) > 0;

/** Made with the program, in its transaction. */
function addDefaultAd(
  ctx: Context,
  tx: EntityManager,
  program: { id: string; brandAccountId: string },
): void {
  tx.create(Ad, {
    id: ctx.newId(ctx.clock()),
    brandAccountId: program.brandAccountId,
    programId: program.id,
    code: newCode(),
    type: "ONLINE_TRACKING_LINK",
    name: "Online tracking link",
    state: "ACTIVE",
    createdAt: now(ctx),
  });
}

/**
 * Accounting partitions of a release; a program keeps its own for ever, so that one owner decides
 * its clicks.
 */
const accountingPartitions = 4;
export const partitionOf = (programId: string): number =>
  (createHash("sha256").update(programId).digest()[0] ?? 0) % accountingPartitions;

const eventTypeView = (row: EventType): EventTypeView => ({
  id: row.id,
  kind: row.kind as EventTypeKind,
  code: row.code,
  name: row.name,
  state: row.state as EventTypeState,
  dedupeDays: row.dedupeDays,
});

/**
 * Views of programs with their brand's name and zone and their event types: two statements whatever
 * the number.
 */
export async function programViews(
  ctx: Context,
  programs: readonly Program[],
): Promise<ProgramView[]> {
  const [brands, eventTypes] = [
    await ctx.em.find(Account, { id: { $in: programs.map((program) => program.brandAccountId) } }),
    await ctx.em.find(
      EventType,
      { programId: { $in: programs.map((program) => program.id) } },
      { orderBy: { createdAt: "asc", id: "asc" } },
    ),
  ];
  return programs.map((program) => {
    const brand = brands.find((account) => account.id === program.brandAccountId);
    const marketplace = storefrontOf(program);
    return {
      id: program.id,
      brandAccountId: program.brandAccountId,
      brandName: brand?.name ?? "",
      code: program.code,
      name: program.name,
      type: program.type,
      state: program.state as ProgramState,
      marketplace: program.marketplace,
      marketplaceCurrency: marketplace?.currency ?? "",
      marketplaceTimeZone: marketplace?.zone ?? "UTC",
      landingPage: program.landingPage,
      landingPageWarnings: warningsOfPage(program.landingPage) as LandingPageWarningValue[],
      timeZone: brand?.timeZone ?? "UTC",
      uniqueWindowMinutes: program.uniqueWindowMinutes,
      uniqueWindowType: program.uniqueWindowType as UniqueWindowType,
      riskFilter: program.riskFilter,
      simulated: program.isSimulated(),
      salesSource: program.salesSource as SalesSourceValue,
      clicksOnly: !hasAttribution(program.marketplace),
      eventTypes: eventTypes.filter((type) => type.programId === program.id).map(eventTypeView),
      createdAt: program.createdAt,
    };
  });
}

async function oneView(ctx: Context, program: Program): Promise<ProgramView> {
  const [view] = await programViews(ctx, [program]);
  if (!view) throw new Error("programViews: no view");
  return view;
}

/**
 * A program in the scope: the brand's own, or a partner's brand's. Null is "absent", whoever asks.
 */
export const findProgram = (ctx: Context, id: string): Promise<Program | null> =>
  ctx.em.findOne(Program, { id }, { refresh: true });

export async function program(ctx: Context, id: string): Promise<ProgramView | null> {
  const found = await findProgram(ctx, id);
  return found && oneView(ctx, found);
}

export const programs = (ctx: Context, asked: PageArgs): Promise<Page<ProgramView>> =>
  pageById(ctx.em, Program, { where: {}, order: "oldest" }, asked, (rows) =>
    programViews(ctx, rows),
  );

type ProgramDraft = Pick<
  Program,
  "name" | "marketplace" | "landingPage" | "uniqueWindowMinutes" | "uniqueWindowType"
>;
async function addProgram(ctx: Context, tx: EntityManager, draft: ProgramDraft): Promise<string> {
  const brandAccountId = ctx.scope.requireAccountId();
  const id = ctx.newId(ctx.clock());
  const code = newCode();
  const country = draft.marketplace;
  const source = await sourceOfNew(ctx, tx, { brandAccountId, country, code });
  tx.create(Program, {
    id,
    brandAccountId,
    code,
    ...draft,
    type: "SELLER",
    state: "ACTIVE",
    riskFilter: "MODERATE",
    ...source,
    accountingPartition: partitionOf(id),
    createdAt: now(ctx),
  });
  await tx.flush();
  addDefaultAd(ctx, tx, { id, brandAccountId });
  tx.create(EventType, {
    id: ctx.newId(ctx.clock()),
    brandAccountId,
    programId: id,
    kind: "SALE",
    code: "online-sale",
    name: "Online Sale",
    state: "ACTIVE",
    createdAt: now(ctx),
    dedupeDays: defaultDedupeDays,
  });
  return id;
}

/**
 * Makes an active Seller program with an Online Sale event type.
 */
export async function createProgram(
  ctx: Context,
  input: CreateProgramInput,
  idempotencyKey: string,
): Promise<CreateProgramOk | InvalidInput | IdempotencyKeyReused> {
  const marketplace = marketplaceOf(input.marketplace.toUpperCase());
  if (!marketplace)
    return new InvalidInput(
      "BAD_MARKETPLACE",
      `${quoted(input.marketplace)} is not one of ` + marketplaces.map((m) => m.country).join(", "),
      ["input", "marketplace"],
    );
  const landingPage = readLandingPage(input.landingPage, marketplace);
  if (!landingPage.ok) return InvalidInput.of(landingPage, "input");
  const checked = gateName(input.name, "input", "name");
  if (!checked.ok) return InvalidInput.of(checked);
  const name = checked.value;
  const badWindow = gateWindow(input.uniqueWindowMinutes, "input", "uniqueWindowMinutes");
  if (badWindow) return badWindow;
  const made = mutation(
    ctx,
    "createProgram",
    { input, key: idempotencyKey },
    (tx) =>
      addProgram(ctx, tx, {
        name,
        marketplace: marketplace.country,
        landingPage: landingPage.value,
        uniqueWindowMinutes: input.uniqueWindowMinutes,
        uniqueWindowType: input.uniqueWindowType,
      }),
    answer(CreateProgramOk, program),
  );
  return withCut(input.landingPage, made);
}

/** The brand's own choice of a click filter (risk-filter.ts). */
export async function chooseRiskFilter(
  ctx: Context,
  change: FilterChange,
  idempotencyKey: string,
): Promise<RiskFilterOk | NotFound | Conflict | IdempotencyKeyReused> {
  return setRiskFilter(ctx, change, idempotencyKey, answer(RiskFilterOk, program));
}

export interface EventTypeDraft {
  programId: string;
  kind: EventTypeKind;
  code: string;
  name: string;
}
type AddEventTypeRefusal = InvalidInput | NotFound | NotEntitled | Conflict | IdempotencyKeyReused;

/** Why a program of the account gets no click event type; null = it does [D9, D13]. */
async function noClicks(
  tx: EntityManager,
  accountId: string,
  existing: readonly EventType[],
): Promise<NotEntitled | Conflict | null> {
  const brand = await tx.findOneOrFail(Account, { id: accountId });
  if (!isEntitled(brand.edition ?? "STARTER", "CPC"))
    return new NotEntitled("EDITION_NOT_ENTITLED", "CPC is not part of the Starter edition", [
      "kind",
    ]);
  if (!(await cpcIsEnabled(tx, accountId)))
    return new Conflict(
      "CPC_NOT_ENABLED",
      "Request CPC for this account first; it is usable once the platform has enabled it",
      ["kind"],
    );
  return existing.some((type) => type.kind === "CLICK")
    ? new Conflict("CLICK_EVENT_TYPE_EXISTS", "A program has at most one click event type", [
        "kind",
      ])
    : null;
}

/**
 * Adds an event type. CLICK needs the account's CPC request to be enabled and is at most one per
 * program [D9, D13].
 */
export async function addEventType(
  ctx: Context,
  draft: EventTypeDraft,
  idempotencyKey: string,
): Promise<EventTypeOk | AddEventTypeRefusal> {
  if (draft.code.length < 1 || draft.code.length > 128)
    return new InvalidInput("BAD_CODE", "A code has 1 to 128 characters", ["code"]);
  const other = conversionKinds.find((kind) => kind === draft.code.toUpperCase());
  if (other !== undefined && other !== draft.kind)
    return new InvalidInput(
      "BAD_CODE",
      `"${draft.code}" names ${eventRecords[other].many.toLowerCase()} in what shops hand in: ` +
        "choose another code",
      ["code"],
    );
  const name = gateName(draft.name, "name");
  if (!name.ok) return InvalidInput.of(name);
  const accountId = ctx.scope.requireAccountId();
  return mutation(
    ctx,
    "addEventType",
    { input: draft, key: idempotencyKey },
    async (tx) => {
      // One at a time for a program: two click event types added at once would meet only at the
      // database's constraint.
      const found = await tx.findOne(
        Program,
        { id: draft.programId },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      if (!found) return NotFound.of("program", "programId");
      const existing = await tx.find(EventType, { programId: found.id });
      // In what shops hand in case says nothing.
      if (existing.some(({ code }) => code.toLowerCase() === draft.code.toLowerCase()))
        return new Conflict(
          "EVENT_TYPE_CODE_EXISTS",
          `The program already has an event type with code "${draft.code}"`,
          ["code"],
        );
      if (draft.kind === "CLICK") {
        const refused = await noClicks(tx, accountId, existing);
        if (refused) return refused;
      }
      tx.create(EventType, {
        id: ctx.newId(ctx.clock()),
        brandAccountId: accountId,
        programId: found.id,
        kind: draft.kind,
        code: draft.code,
        name: name.value,
        state: "ACTIVE",
        createdAt: now(ctx),
        dedupeDays: defaultDedupeDays,
      });
      return found.id;
    },
    answer(EventTypeOk, program),
  );
}

/**
 * Switches an event type on or off. Off: clicks redirect and pay 0, sales and leads are kept unpaid
 * [D17].
 */
export async function setEventTypeState(
  ctx: Context,
  id: string,
  state: EventTypeState,
  idempotencyKey: string,
): Promise<EventTypeOk | NotFound | IdempotencyKeyReused> {
  return mutation(
    ctx,
    "setEventTypeState",
    { input: { id, state }, key: idempotencyKey },
    async (tx) => {
      const found = await tx.findOne(EventType, { id }, { refresh: true });
      if (!found) return NotFound.of("event type", "id");
      found.state = state;
      return found.programId;
    },
    answer(EventTypeOk, program),
  );
}

const dedupeBounds = { min: 1, max: 365 };
/** For orders and leads that are booked from then on. */
export async function setDedupeDays(
  ctx: Context,
  { id, days }: { id: string; days: number },
  idempotencyKey: string,
): Promise<EventTypeOk | InvalidInput | NotFound | IdempotencyKeyReused> {
  return mutation<EventTypeOk, InvalidInput | NotFound>(
    ctx,
    "setDedupeDays",
    { input: { id, days }, key: idempotencyKey },
    async (tx) => {
      const found = await tx.findOne(
        EventType,
        { id, kind: { $in: [...conversionKinds] } },
        { refresh: true },
      );
      if (!found) return NotFound.of("event type of sales or leads", "id");
      const gated = gateWhole(
        "BAD_DAYS",
        "The id of an order or lead is one for 1 to 365 days",
        days,
        dedupeBounds,
        "days",
      );
      if (!gated.ok) return InvalidInput.of(gated);
      found.dedupeDays = days;
      return found.programId;
    },
    answer(EventTypeOk, program),
  );
}
