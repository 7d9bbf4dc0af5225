/** Orders by which a brand tries its program. */
import { createUnionType, Field, InputType, ObjectType } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { Money } from "../../platform/api/money.ts";
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs } from "../../platform/api/right.ts";
import { Count, Decimal, CountryCode, Line } from "../../platform/api/scalars.ts";

@InputType({
  description: "What a sale names of its product and customer; each at most 100 characters.",
})
export class SaleTraitsInput {
  @Field(() => Line, { nullable: true, description: "SKU or ASIN of the item." })
  sku!: string | null;
  @Field(() => Line, { nullable: true, description: "Category of the item." })
  category!: string | null;
  @Field(() => Line, { nullable: true, description: "Promo code of the order." })
  promoCode!: string | null;
  @Field(() => Line, { nullable: true, description: "Status of the customer, such as NEW." })
  customerStatus!: string | null;
  @Field(() => CountryCode, { nullable: true, description: "Country of the customer, ISO 3166-1." })
  customerCountry!: string | null;
  @Field(() => Line, { nullable: true, description: "Region of the customer." })
  customerRegion!: string | null;
  @Field(() => Line, { nullable: true, description: "City of the customer." })
  customerCity!: string | null;
  @Field(() => Line, { nullable: true, description: "Postcode of the customer." })
  customerPostcode!: string | null;
}
@InputType({ description: "A test order through a test link." })
export class PlaceTestOrderInput {
  @Field(() => ID, { description: "The test link; live links are refused." })
  linkId!: string;
  @Field(() => Count, { defaultValue: 1, description: "Units, 1 to 100." })
  units!: number;
  @Field(() => Decimal, {
    defaultValue: "25.00",
    description: "Order amount in the marketplace's currency.",
  })
  amount!: string;
  @Field(() => SaleTraitsInput, {
    nullable: true,
    description: "What the order names, for rules that test it.",
  })
  traits!: SaleTraitsInput | null;
}
@Needs("sales:read")
@ObjectType("SimulatedOrder", {
  description: "A test order: by the simulator, or handed in without Amazon. No money moves.",
  simpleResolvers: true,
})
export class SimulatedOrderView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ID, { description: "The test link." })
  linkId!: string;
  @Field(() => String, {
    description: "Date under which it will be reported, in the marketplace's zone.",
  })
  date!: string;
  @Field(() => Count, { description: "Units." })
  units!: number;
  @Field(() => Money, { description: "Amount." })
  amount!: Money;
  @Field(() => Boolean, {
    description: "Told by the simulator; else handed in, as a shop's order is.",
  })
  simulated!: boolean;
}
@Needs("sales:read")
@ObjectType({
  description: "The test order was placed; its sale appears in reporting within seconds.",
})
export class PlaceTestOrderOk {
  @Field(() => SimulatedOrderView, { description: "The order." })
  readonly order: SimulatedOrderView;
  constructor(order: SimulatedOrderView) {
    this.order = order;
  }
}
export const PlaceTestOrderResult = createUnionType({
  name: "PlaceTestOrderResult",
  description: "What placeTestOrder can answer.",
  types: () => [PlaceTestOrderOk, InvalidInput, NotFound, Conflict, IdempotencyKeyReused] as const,
});
