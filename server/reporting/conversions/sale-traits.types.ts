/** What a sale names besides its figures. */
import { Field, ObjectType } from "type-graphql";
import { Needs } from "../../platform/api/right.ts";

@Needs("sales:read")
@ObjectType("SaleTraits", {
  description:
    "What a sale names of its product and customer; null where its report row does not say.",
  simpleResolvers: true,
})
export class SaleTraitsView {
  @Field(() => String, { nullable: true, description: "SKU or ASIN of the item." })
  sku!: string | null;
  @Field(() => String, { nullable: true, description: "Category of the item." })
  category!: string | null;
  @Field(() => String, { nullable: true, description: "Promo code of the order." })
  promoCode!: string | null;
  @Field(() => String, { nullable: true, description: "Status of the customer, such as NEW." })
  customerStatus!: string | null;
  @Field(() => String, { nullable: true, description: "Country of the customer, ISO 3166-1." })
  customerCountry!: string | null;
  @Field(() => String, { nullable: true, description: "Region of the customer." })
  customerRegion!: string | null;
  @Field(() => String, { nullable: true, description: "City of the customer." })
  customerCity!: string | null;
  @Field(() => String, { nullable: true, description: "Postcode of the customer." })
  customerPostcode!: string | null;
}
