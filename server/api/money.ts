import "reflect-metadata";
import { GraphQLScalarType, Kind } from "graphql";
import { Field, ObjectType } from "type-graphql";
import { Needs } from "./right.ts";
import { formatMicros, type Micros } from "../domain/money.ts";

const decimalText = (value: unknown): string => {
  if (typeof value !== "string" || !/^-?\d{1,19}(\.\d{1,6})?$/.test(value)) throw new TypeError('A Decimal is text such as "0.12"');
  return value;
};
/** Exact decimal as text: JSON numbers would lose cents. */
export const Decimal = new GraphQLScalarType<string, string>({
  name: "Decimal",
  description: 'Exact decimal number as text, e.g. "0.0333". Never a JSON number.',
  serialize: decimalText,
  parseValue: decimalText,
  parseLiteral: (node) => decimalText(node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT ? node.value : null),
});

@Needs("public")
@ObjectType({ description: "An exact amount in one currency.", simpleResolvers: true })
export class Money {
  @Field(() => Decimal, { description: "Amount in units of the currency, exact to a millionth." })
  amount!: string;

  @Field(() => String, { description: "ISO 4217 code." })
  currency!: string;
}

export const money = (micros: Micros, currency: string): Money => ({ amount: formatMicros(micros), currency });
