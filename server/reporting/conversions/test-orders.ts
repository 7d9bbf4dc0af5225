/** The order that verifies a test link. */
import type { EntityManager } from "@mikro-orm/postgresql";
import { answer, mutation } from "../../platform/mutation.ts";
import { money } from "../../platform/api/money.ts";
import {
  Conflict,
  InvalidInput,
  isRefusal,
  NotFound,
  type IdempotencyKeyReused,
} from "../../platform/api/refusal.ts";
import { Account } from "../../partnership/accounts/account.entity.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { dateOf } from "../../domain/calendar.ts";
import { gateAmount, maxOrderUnits } from "../../domain/values/amount.ts";
import { maxTraitLength } from "../../domain/sale-facts.ts";
import { type SaleTraits, saleTraits } from "../../domain/rule-rows.ts";
import { adGroupOf, creativeOf } from "../../domain/attribution-tag.ts";
import { linkPath, storefrontOf } from "../../domain/tracking.ts";
import { formatMicros } from "../../domain/money.ts";
import { givenOfObject } from "../../domain/submitted-row.ts";
import { handIn } from "../../money/submissions/submissions.ts";
import { ConversionsRefused } from "../../money/submissions/submission.types.ts";
import { Ad } from "../../partnership/programs/ad.entity.ts";
import { TrackingLink } from "../../partnership/links/link.entity.ts";
import { Program } from "../../partnership/programs/program.entity.ts";
import { ms } from "./conversion-row.ts";
import { PlaceTestOrderOk, type PlaceTestOrderInput } from "./test-order.types.ts";

type PlaceRefusal = InvalidInput | NotFound | Conflict | IdempotencyKeyReused;

/** What the order names, without what is empty. */
function readTraits({ traits }: PlaceTestOrderInput): SaleTraits | null | InvalidInput {
  const named = saleTraits.flatMap((name) =>
    traits?.[name]?.trim() ? [[name, traits[name].trim()] as const] : [],
  );
  const long = named.find(([, value]) => value.length > maxTraitLength);
  if (long)
    return new InvalidInput("TOO_LONG", `At most ${maxTraitLength} characters`, [
      "input",
      "traits",
      long[0],
    ]);
  return named.length === 0 ? null : Object.fromEntries(named);
}

interface OrderRow {
  id: string;
  link_id: string;
  date: string;
  units: number;
  amount: string;
  currency: string;
}
/** Of a program without Amazon: what was handed in for it. */
async function handedIn({ em }: Context, id: string): Promise<OrderRow | undefined> {
  const [order] = await em.execute<(OrderRow & { at_ms: string; marketplace: string })[]>(
    `select
        r.submission_id as id,
        l.id as link_id,
        ${ms("r.event_at", "at_ms")},
        p.marketplace,
        (r.read #>> '{lines,0,units}')::int as units,
        r.read #>> '{lines,0,amount}' as amount,
        r.read ->> 'currency' as currency
      from submitted_conversion r
      join program p on p.id = r.program_id
      join account a on a.code = r.read #>> '{keys,link,partner}'
      join ad on ad.program_id = r.program_id and ad.code = r.read #>> '{keys,link,ad}'
      join tracking_link l
        on l.program_id = r.program_id and l.ad_id = ad.id and l.partner_account_id = a.id
      where r.submission_id = ? and r.read is not null
      order by l.created_at, l.id
      limit 1`,
    [id],
  );
  const zone = order && storefrontOf(order)?.zone;
  return order && zone ? { ...order, date: dateOf(Number(order.at_ms), zone) } : undefined;
}
const placed = answer(PlaceTestOrderOk, async (ctx, id) => {
  const { em } = ctx;
  const [simulated] = await em.execute<OrderRow[]>(
    `select
        id,
        link_id,
        date::text as date,
        units,
        amount_micros::text as amount,
        currency
      from simulated_order
      where id = ?`,
    [id],
  );
  const order = simulated ?? (await handedIn(ctx, id));
  return (
    order && {
      id: order.id,
      linkId: order.link_id,
      date: order.date,
      units: order.units,
      amount: money(BigInt(order.amount), order.currency),
      simulated: simulated !== undefined,
    }
  );
});

interface TestOrder {
  units: number;
  amount: bigint;
  traits: SaleTraits | null;
}
async function writeOrder(
  ctx: Context,
  tx: EntityManager,
  { link, program }: { link: TrackingLink; program: Program },
  { units, amount, traits }: TestOrder,
): Promise<string> {
  const [ad, partner] = [
    await tx.findOneOrFail(Ad, { id: link.adId }),
    await tx.findOneOrFail(Account, { id: link.partnerAccountId }),
  ];
  const marketplace = storefrontOf(program);
  if (!marketplace) throw new Error(`program ${program.id} has unknown marketplace`);
  const id = ctx.newId(ctx.clock());
  await tx.execute(
    `insert into simulated_order (
        id,
        brand_account_id,
        partner_account_id,
        program_id,
        link_id,
        advertiser_id,
        date,
        campaign_id,
        ad_group_id,
        creative_id,
        orders,
        units,
        amount_micros,
        currency,
        placed_by,
        placed_at,
        traits
      )
      values (?, ?, ?, ?, ?, ?, ?::date, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?::jsonb)`,
    [
      id,
      link.brandAccountId,
      link.partnerAccountId,
      program.id,
      link.id,
      program.advertiserId,
      dateOf(ctx.clock(), marketplace.zone),
      program.code,
      adGroupOf(partner.code, link.isTest),
      creativeOf(ad.code, link.sharedId ?? null),
      units,
      amount.toString(),
      marketplace.currency,
      actorId(ctx),
      now(ctx),
      traits && JSON.stringify(traits),
    ],
  );
  return id;
}

/** Why nobody would tell of the order; null: somebody does. */
function whyNoTestOrder({ kind }: Context["scope"], { salesSource }: Program): string | null {
  if (salesSource === "AMAZON")
    return "This program reads real sales from Amazon: place a real order through the link";
  return salesSource === "NONE" && kind !== "BRAND"
    ? "In a program without Amazon the brand alone hands in orders: ask the brand for a test order"
    : null;
}

/** Without Amazon it goes the way of a shop's own orders, and is a test by its link. */
async function handInOrder(
  ctx: Context,
  tx: EntityManager,
  { link, program }: { link: TrackingLink; program: Program },
  { units, amount, traits }: TestOrder,
): Promise<string | PlaceRefusal> {
  const [ad, partner] = [
    await tx.findOneOrFail(Ad, { id: link.adId }),
    await tx.findOneOrFail(Account, { id: link.partnerAccountId }),
  ];
  const { sku, category, ...customer } = traits ?? {};
  const named = { ...(sku ? { sku } : {}), ...(category ? { category } : {}) };
  const item = { ...named, quantity: String(units), subtotal: formatMicros(amount) };
  const row = {
    event: "SALE",
    orderId: `TEST-${ctx.newId(ctx.clock())}`,
    eventDate: now(ctx).toISOString(),
    link: linkPath({ partner: partner.code, ad: ad.code, program: program.code }),
    currency: storefrontOf(program)?.currency,
    items: [item],
    ...customer,
  };
  const handed = await handIn(ctx, tx, {
    programId: program.id,
    rows: [givenOfObject(row)],
    source: "TEST",
  });
  // What is put together here can be read.
  if (handed instanceof ConversionsRefused) throw new Error(handed.message);
  return handed;
}

/**
 * Tells the attribution simulator of an order through a test link; it is reported like any other,
 * labelled simulated. In a program without Amazon it is handed in as a shop's order is.
 */
export async function placeTestOrder(
  ctx: Context,
  input: PlaceTestOrderInput,
  idempotencyKey: string,
): Promise<PlaceTestOrderOk | PlaceRefusal> {
  const bounds = { max: maxOrderUnits };
  const amount = gateAmount(input.amount, bounds, "amount");
  if (!amount.ok) return InvalidInput.of(amount, "input");
  if (amount.value <= 0n)
    return new InvalidInput("BAD_AMOUNT", "An order is worth more than 0", ["input", "amount"]);
  if (input.units < 1 || input.units > 100)
    return new InvalidInput("BAD_UNITS", "An order has 1 to 100 units", ["input", "units"]);
  const traits = readTraits(input);
  if (isRefusal(traits)) return traits;
  return mutation(
    ctx,
    "placeTestOrder",
    { input, key: idempotencyKey },
    async (tx) => {
      const link = await tx.findOne(TrackingLink, { id: input.linkId }, { refresh: true });
      if (!link) return NotFound.of("link", "input", "linkId");
      if (!link.isTest)
        return new Conflict(
          "NOT_A_TEST_LINK",
          "Test orders can be placed through test links only",
          ["input", "linkId"],
        );
      const program = await tx.findOneOrFail(Program, { id: link.programId });
      const fault = whyNoTestOrder(ctx.scope, program);
      if (fault !== null) return new Conflict("NOT_SIMULATED", fault, ["input", "linkId"]);
      const currency = storefrontOf(program)?.currency;
      const exact = gateAmount(input.amount, { ...bounds, currency }, "amount");
      if (!exact.ok) return InvalidInput.of(exact, "input");
      const order = { units: input.units, amount: amount.value, traits };
      if (!program.isSimulated()) return handInOrder(ctx, tx, { link, program }, order);
      const id = await writeOrder(ctx, tx, { link, program }, order);
      await tx.execute("select pg_notify('simulated_order', ?)", [program.id]);
      return id;
    },
    placed,
  );
}
