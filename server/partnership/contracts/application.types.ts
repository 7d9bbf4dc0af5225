import { createUnionType, Field, ObjectType } from "type-graphql";
import { TooManyAttempts } from "../accounts/sign-in.types.ts";
import { ID } from "../../platform/api/id.ts";
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { ContractView } from "./contract.types.ts";
import { EventPayoutView } from "../terms/payout.types.ts";
import { TermsNumbersView } from "../terms/numbers.types.ts";
import { TermsSentenceView } from "../terms/sentence.types.ts";
import { CustomTermsView } from "../terms/terms.types.ts";

@Needs("public")
@ObjectType("PublicTerms", {
  description: "What a branded link shows without a login.",
  simpleResolvers: true,
})
export class PublicTermsView extends TermsNumbersView {
  @Field(() => String, { description: "Name of the brand." })
  brandName!: string;
  @Field(() => String, { description: "Name of the program." })
  programName!: string;
  @Field(() => String, { description: "Name of the terms." })
  termsName!: string;
  @Field(() => String, { description: "Currency of every amount." })
  currency!: string;
  @Rows(2)
  @Field(() => [EventPayoutView], { description: "What is paid for what." })
  eventPayouts!: EventPayoutView[];
  @Rows(10)
  @Field(() => [TermsSentenceView], {
    description: "All that the terms say but the special terms, in the order of reading.",
  })
  sentences!: TermsSentenceView[];
  @Rows(1)
  @Field(() => [CustomTermsView], { description: "Clauses in the brand's own words." })
  customTerms!: CustomTermsView[];
}

@Needs("contracts:read")
@ObjectType({ description: "The application is with the brand." })
export class ApplyForTermsOk {
  @Field(() => ContractView, {
    description: "The contract you propose; the brand accepts or declines it.",
  })
  readonly contract: ContractView;
  @Field(() => ID, { description: "Its identity." })
  readonly contractId: string;
  constructor(contract: ContractView) {
    this.contract = contract;
    this.contractId = contract.id;
  }
}
export const ApplyForTermsResult = createUnionType({
  name: "ApplyForTermsResult",
  description: "What applyForTerms can answer.",
  types: () =>
    [
      ApplyForTermsOk,
      InvalidInput,
      NotFound,
      Conflict,
      TooManyAttempts,
      IdempotencyKeyReused,
    ] as const,
});
