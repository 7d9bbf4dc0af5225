import {
  createUnionType,
  Field,
  GraphQLISODateTime,
  InputType,
  Int,
  ObjectType,
} from "type-graphql";
import { IdempotencyKeyReused, InvalidInput } from "../../platform/api/refusal.ts";
import { Needs } from "../../platform/api/right.ts";
import { Count } from "../../platform/api/scalars.ts";
import { LockingInput, PayoutScheduleInput } from "./payout-input.types.ts";
import { LockingView, PayoutScheduleView } from "./payout.types.ts";

const words = {
  enforced:
    "Terms that deviate are refused when they are created or modified; those saved earlier stay " +
    "valid. Off: the rules are defaults only.",
  noticeDays: "Days of notice where terms say nothing.",
  mayChangeNotice: "Terms may have another notice period, up to maxNoticeDays.",
  maxNoticeDays: "Longest notice period terms may have.",
  locking: "How conversions lock; null = no rule.",
  schedule: "When is paid; null = no rule.",
  maxReturnPercent:
    "Largest share of a month's sales that the brand may take back, in percent; null = no rule.",
  openEndedAllowed: "Terms may leave locking open-ended.",
};

@Needs("terms:read")
@ObjectType("TermsRules", {
  description: "A brand account's rules for its template terms.",
  simpleResolvers: true,
})
export class TermsRulesView {
  @Field(() => Boolean, { description: words.enforced })
  enforced!: boolean;
  @Field(() => Int, { description: words.noticeDays })
  noticeDays!: number;
  @Field(() => Boolean, { description: words.mayChangeNotice })
  mayChangeNotice!: boolean;
  @Field(() => Int, { description: words.maxNoticeDays })
  maxNoticeDays!: number;
  @Field(() => LockingView, { nullable: true, description: words.locking })
  locking!: LockingView | null;
  @Field(() => PayoutScheduleView, { nullable: true, description: words.schedule })
  schedule!: PayoutScheduleView | null;
  @Field(() => Int, { nullable: true, description: words.maxReturnPercent })
  maxReturnPercent!: number | null;
  @Field(() => Boolean, { description: words.openEndedAllowed })
  openEndedAllowed!: boolean;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "When they were last set; null = never, everything is allowed.",
  })
  updatedAt!: Date | null;
}

@InputType({ description: "All rules for template terms; what was set before is replaced." })
export class TermsRulesInput {
  @Field(() => Boolean, { description: words.enforced })
  enforced!: boolean;
  @Field(() => Count, { description: words.noticeDays })
  noticeDays!: number;
  @Field(() => Boolean, { description: words.mayChangeNotice })
  mayChangeNotice!: boolean;
  @Field(() => Count, { description: words.maxNoticeDays })
  maxNoticeDays!: number;
  @Field(() => LockingInput, { nullable: true, description: words.locking })
  locking!: LockingInput | null;
  @Field(() => PayoutScheduleInput, { nullable: true, description: words.schedule })
  schedule!: PayoutScheduleInput | null;
  @Field(() => Count, { nullable: true, description: words.maxReturnPercent })
  maxReturnPercent!: number | null;
  @Field(() => Boolean, { description: words.openEndedAllowed })
  openEndedAllowed!: boolean;
}

@Needs("terms:read")
@ObjectType({
  description: "The rules were set; they count for terms created or modified from now on.",
})
export class SetTermsRulesOk {
  @Field(() => TermsRulesView, { description: "The rules as they now stand." })
  readonly rules: TermsRulesView;
  constructor(rules: TermsRulesView) {
    this.rules = rules;
  }
}
export const SetTermsRulesResult = createUnionType({
  name: "SetTermsRulesResult",
  description: "What setTermsRules can answer.",
  types: () => [SetTermsRulesOk, InvalidInput, IdempotencyKeyReused] as const,
});
