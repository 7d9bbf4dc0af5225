/** The simulated order that verifies a test link. */
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
import { hasAttribution } from "../../domain/amazon-region.ts";
import { dateOf } from "../../domain/calendar.ts";
import { gateAmount, maxOrderUnits } from "../../domain/values/amount.ts";
import { maxTraitLength } from "../../domain/sale-facts.ts";
import { type SaleTraits, saleTraits } from "../../domain/rule-rows.ts";
import { adGroupOf, creativeOf } from "../../domain/attribution-tag.ts";
import { storefrontOf } from "../../domain/tracking.ts";
import { Ad } from "../../partnership/programs/ad.entity.ts";
import { TrackingLink } from "../../partnership/links/link.entity.ts";
import { Program } from "../../partnership/programs/program.entity.ts";
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
const placed = answer(PlaceTestOrderOk, async ({ em }, id) => {
  const [order] = await em.execute<OrderRow[]>(
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
  return (
    order && {
      id: order.id,
      linkId: order.link_id,
      date: order.date,
      units: order.units,
      amount: money(BigInt(order.amount), order.currency),
      simulated: true,
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

/** Why the simulator would tell of no order. */
function whyNoTestOrder({ salesSource, marketplace }: Program): string {
  if (salesSource === "AMAZON")
    return "This program reads real sales from Amazon: place a real order through the link";
  return hasAttribution(marketplace)
    ? "No sale is told to this program: the brand connects Amazon, or its simulator, first"
    : `Amazon has no Attribution in ${marketplace}: this program counts clicks alone`;
}

/**
 * Tells the attribution simulator of an order through a test link; it is reported like any other,
 * labelled simulated.
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
      if (!program.isSimulated())
        return new Conflict("NOT_SIMULATED", whyNoTestOrder(program), ["input", "linkId"]);
      const currency = storefrontOf(program)?.currency;
      const exact = gateAmount(input.amount, { ...bounds, currency }, "amount");
      if (!exact.ok) return InvalidInput.of(exact, "input");
      const id = await writeOrder(
        ctx,
        tx,
        { link, program },
        { units: input.units, amount: amount.value, traits },
      );
      await tx.execute("select pg_notify('simulated_order', ?)", [program.id]);
      return id;
    },
    placed,
  );
}
