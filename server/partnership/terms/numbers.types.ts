/** The fields of clauses that are one number: what a version says, and what is handed in. */
import { Field, InputType, Int, ObjectType } from "type-graphql";
import { Count } from "../../platform/api/scalars.ts";
import {
  numberClauses,
  numberFields,
  type NumberField,
  type TermsNumbers,
} from "../../domain/number-clauses.ts";

@ObjectType()
class NumberFields {}
@InputType()
class NumberInputs {}
for (const field of numberFields) {
  const { about, aboutInput } = numberClauses[field];
  Field(() => Int, { description: about })(NumberFields.prototype, field);
  Field(() => Count, { nullable: true, description: aboutInput })(NumberInputs.prototype, field);
}
export const TermsNumbersView = NumberFields as unknown as abstract new () => TermsNumbers;
export const TermsNumbersInput = NumberInputs as unknown as abstract new () => Record<
  NumberField,
  number | null
>;
