/** What Amazon tells besides sales: for people to look at, never booked. */
import { Field, ObjectType } from "type-graphql";
import { Count } from "../../platform/api/scalars.ts";
import { productKinds, type ProductKind } from "../../domain/attributed-products.ts";
import { describedEnum } from "../../platform/api/enum.ts";
import { ID } from "../../platform/api/id.ts";
import { Money } from "../../platform/api/money.ts";
import { Needs, Rows } from "../../platform/api/right.ts";

export const salesHiddenText =
  "Amazon's newest report hides most of what it told before: sales stay as they were booked.";
export const shownPartners = 50;
export const shownProducts = 50;

@Needs("reports:read")
@ObjectType("AmazonSoldPart", {
  description: "A part of what was sold, as Amazon tells it.",
  simpleResolvers: true,
})
export class AmazonSoldPartView {
  @Field(() => Count, { description: "Orders." })
  orders!: number;
  @Field(() => Count, { description: "Units." })
  units!: number;
  @Field(() => Money, { description: "Sales amount." })
  amount!: Money;
}

@Needs("reports:read")
@ObjectType("AmazonSums", {
  description: "Sales as Amazon sums them, and what it tells of them besides.",
  simpleResolvers: true,
})
export class AmazonSumsView {
  @Field(() => AmazonSoldPartView, { description: "All of it." })
  sold!: AmazonSoldPartView;
  @Field(() => AmazonSoldPartView, {
    nullable: true,
    description: "Of the products that the links promote; null: not told.",
  })
  promoted!: AmazonSoldPartView | null;
  @Field(() => AmazonSoldPartView, {
    nullable: true,
    description:
      "Of the brand's other products (brand halo); with what is promoted it is all of what was " +
      "told with this split, which a file may leave out.",
  })
  halo!: AmazonSoldPartView | null;
  @Field(() => AmazonSoldPartView, {
    nullable: true,
    description:
      "Bought by people who bought nothing of the brand within a year before. Told for the best " +
      "sold products alone; null: not told.",
  })
  newToBrand!: AmazonSoldPartView | null;
  @Field(() => Money, {
    nullable: true,
    description:
      "Brand Referral Bonus, an estimate by Amazon. In the US, for sellers who take part; null: " +
      "not told.",
  })
  bonus!: Money | null;
  @Field(() => Count, {
    description: "Orders of it that are told without their bonus, which a file may leave out.",
  })
  ordersWithoutBonus!: number;
  @Rows(2)
  @Field(() => [Money], { description: "Payout for clicks and sales of these dates." })
  payout!: Money[];
  @Field(() => Money, {
    nullable: true,
    description:
      "Payout less the bonus; null: the bonus is not told, or not of each order, or the payout " +
      "is in another currency.",
  })
  netCost!: Money | null;
}

@Needs("reports:read")
@ObjectType("AmazonPartner", {
  description: "What Amazon tells of a partner's sales.",
  simpleResolvers: true,
})
export class AmazonPartnerView {
  @Field(() => ID, { nullable: true, description: "The partner; null: of none that is known." })
  partnerId!: string | null;
  @Field(() => String, { description: "Its name, else its code as the report names it." })
  partnerName!: string;
  @Field(() => AmazonSumsView, { description: "What is told." })
  sums!: AmazonSumsView;
}

const kindWords: Record<ProductKind, string> = {
  PROMOTED: "A link leads to it.",
  HALO: "Another product of the brand.",
};
const ProductKindEnum = describedEnum(productKinds, {
  name: "AmazonProductKind",
  description: "Why a product counts.",
  words: kindWords,
});

@Needs("reports:read")
@ObjectType("AmazonProduct", {
  description: "A product that was sold by partners' clicks.",
  simpleResolvers: true,
})
export class AmazonProductView {
  @Field(() => String, { description: "Amazon's product number." })
  asin!: string;
  @Field(() => String, { description: "Its name as Amazon tells it." })
  name!: string;
  @Field(() => ProductKindEnum, { description: "Promoted, or another of the brand." })
  kind!: ProductKind;
  @Field(() => AmazonSoldPartView, { description: "What was sold of it." })
  sold!: AmazonSoldPartView;
  @Field(() => AmazonSoldPartView, { description: "Of it, to people new to the brand." })
  newToBrand!: AmazonSoldPartView;
  @Field(() => Count, { description: "Partners whose clicks sold it." })
  partners!: number;
}

@Needs("reports:read")
@ObjectType("AmazonReport", {
  description:
    "What Amazon tells besides sales, by partner and product: shown, and never booked. Figures " +
    "of the last 48 hours are not whole, and Amazon corrects them for 28 days.",
  simpleResolvers: true,
})
export class AmazonReportView {
  @Field(() => String, { description: "First date at the storefront, YYYY-MM-DD." })
  from!: string;
  @Field(() => String, { description: "Last date, YYYY-MM-DD." })
  to!: string;
  @Field(() => String, { description: "Zone in which Amazon cuts these dates." })
  timeZone!: string;
  @Field(() => Boolean, { description: "It is simulated, not Amazon's." })
  simulated!: boolean;
  @Field(() => Boolean, { description: salesHiddenText })
  salesHidden!: boolean;
  @Field(() => AmazonSumsView, { description: "Of all partners." })
  total!: AmazonSumsView;
  @Rows(shownPartners)
  @Field(() => [AmazonPartnerView], {
    description: `Partners that sold most, at most ${shownPartners}.`,
  })
  partners!: AmazonPartnerView[];
  @Field(() => Count, { description: "How many partners sold." })
  partnerCount!: number;
  @Rows(shownProducts)
  @Field(() => [AmazonProductView], {
    description: `Products that sold most, at most ${shownProducts}. Told for 90 days.`,
  })
  products!: AmazonProductView[];
  @Field(() => Count, { description: "How many products were sold." })
  productCount!: number;
}
