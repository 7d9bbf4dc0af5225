import "reflect-metadata";
import { Field, ObjectType } from "type-graphql";
import { Needs } from "./right.ts";
import { Decimal } from "./scalars.ts";
import { formatMicros, type Micros } from "../../domain/money.ts";

@Needs("public")
@ObjectType({ description: "An exact amount in one currency.", simpleResolvers: true })
export class Money {
  @Field(() => Decimal, { description: "Amount in units of the currency, exact to a millionth." })
  amount!: string;

  @Field(() => String, { description: "ISO 4217 code." })
  currency!: string;
}

export const money = (micros: Micros, currency: string): Money => ({
  amount: formatMicros(micros),
  currency,
});
