import {
  createUnionType,
  Field,
  GraphQLISODateTime,
  InputType,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { Money } from "../../platform/api/money.ts";
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs } from "../../platform/api/right.ts";
import { Count, Decimal, Text } from "../../platform/api/scalars.ts";
import { describedEnum } from "../../platform/api/enum.ts";
import {
  dispositions,
  modificationReasons,
  type Disposition,
  type ModificationReason,
} from "../../domain/conversion.ts";

const reasonWords: Record<ModificationReason | Disposition, string> = {
  ORDER_UPDATE: "The order was changed.",
  REJECTED: "The sale is not accepted.",
  CONS_INFO_INVALID: "The customer's data are not valid.",
  ITEM_RETURNED: "Goods were returned.",
  CONS_FRAUD: "Fraud by the customer.",
  CONS_ERROR: "A mistake by the customer.",
  ORDER_ERROR: "A mistake in the order.",
  PUB_ACT_DISPUTE: "The partner disputes it.",
  ADV_ACT_DISPUTE: "The brand disputes it.",
  NOT_COMPLIANCE_TERMS: "It does not comply with the terms.",
  ITEM_OUT_OF_STOCK: "Goods were out of stock.",
  TEST_ACTION: "It was a test.",
  PARTNER_NOT_ACTIVE: "The partner was not active.",
  CREDITED_DIFFERENT_MP: "Another partner is credited.",
  MP_RETURNED: "The partner returned it.",
  OTHER: "Another reason.",
};
const wordsOf = (reason: ModificationReason | Disposition): string => reasonWords[reason];
const ModificationReasonEnum = describedEnum(modificationReasons, {
  name: "ModificationReason",
  description: "Why a sale's amount is changed.",
  words: wordsOf,
});
export const ReversalReasonEnum = describedEnum(dispositions, {
  name: "ReversalReason",
  description: "Why a sale is taken back: its disposition.",
  words: wordsOf,
});

export enum ConversionRequestKind {
  APPROVE = "APPROVE",
  APPROVE_OUTSIDE = "APPROVE_OUTSIDE",
  MODIFY = "MODIFY",
  REVERSE = "REVERSE",
}
registerEnumType(ConversionRequestKind, {
  name: "ConversionRequestKind",
  description: "What the brand asks for.",
  valuesConfig: {
    APPROVE: { description: "To lock it before its date." },
    APPROVE_OUTSIDE: { description: "To pay it past a limit." },
    MODIFY: { description: "To change its amount." },
    REVERSE: { description: "To take it back." },
  },
});
export enum ConversionRequestState {
  QUEUED = "QUEUED",
  BOOKED = "BOOKED",
  REFUSED = "REFUSED",
}
registerEnumType(ConversionRequestState, {
  name: "ConversionRequestState",
  description: "What became of a request.",
  valuesConfig: {
    QUEUED: { description: "Accepted; it is booked within a moment." },
    BOOKED: { description: "Booked." },
    REFUSED: { description: "The sale changed before it could be booked; `refusal` says how." },
  },
});

@Needs("sales:read")
@ObjectType("ConversionRequest", {
  description:
    "A change of a sale that the brand asked for. The worker books it with decision, ledger and " +
    "reports in one transaction.",
  simpleResolvers: true,
})
export class ConversionRequestView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ID, { description: "The sale." })
  conversionId!: string;
  @Field(() => ConversionRequestKind, { description: "What is asked for." })
  kind!: ConversionRequestKind;
  @Field(() => ConversionRequestState, { description: "What became of it." })
  state!: ConversionRequestState;
  @Field(() => Money, { nullable: true, description: "The new amount of a modification." })
  amount!: Money | null;
  @Field(() => Count, { nullable: true, description: "The new units of a modification." })
  units!: number | null;
  @Field(() => String, {
    nullable: true,
    description: "Its reason: a ModificationReason or ReversalReason.",
  })
  reason!: string | null;
  @Field(() => String, { nullable: true, description: "What was written with it." })
  comment!: string | null;
  @Field(() => String, { nullable: true, description: "Code of why it was refused after all." })
  refusal!: string | null;
  @Field(() => GraphQLISODateTime, { description: "When it was asked for." })
  requestedAt!: Date;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "When it was booked or refused.",
  })
  bookedAt!: Date | null;
}

@InputType({ description: "A sale's new figures." })
export class ModifyConversionInput {
  @Field(() => ID, { description: "The sale; it must be pending." })
  id!: string;
  @Field(() => Decimal, {
    description: "The new sales amount in the sale's currency; 0 takes the sale back.",
  })
  amount!: string;
  @Field(() => Count, {
    nullable: true,
    description: "The new number of units; without it they stay.",
  })
  units!: number | null;
  @Field(() => ModificationReasonEnum, { description: "Why." })
  reason!: ModificationReason;
  @Field(() => Text, {
    nullable: true,
    description: "A note, at most 500 characters; the partner reads it too.",
  })
  comment!: string | null;
}

@Needs("sales:read")
@ObjectType({
  description:
    "The requests were accepted; the worker books them within a moment, and `conversion` shows " +
    "what became of them.",
})
export class ConversionRequestOk {
  @Field(() => [ConversionRequestView], { description: "One per sale, in the order given." })
  readonly requests: ConversionRequestView[];
  constructor(requests: ConversionRequestView[]) {
    this.requests = requests;
  }
}
export const ConversionRequestResult = createUnionType({
  name: "ConversionRequestResult",
  description: "What a change of sales can answer: all sales or none.",
  types: () =>
    [ConversionRequestOk, InvalidInput, NotFound, Conflict, IdempotencyKeyReused] as const,
});
