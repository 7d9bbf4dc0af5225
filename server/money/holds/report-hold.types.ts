import {
  createUnionType,
  Field,
  GraphQLISODateTime,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { Count } from "../../platform/api/scalars.ts";
import { connectionOf } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Money } from "../../platform/api/money.ts";
import { Conflict, IdempotencyKeyReused, NotFound } from "../../platform/api/refusal.ts";
import { Needs, Rows } from "../../platform/api/right.ts";

export enum HoldDecision {
  PASS = "PASS",
  DROP = "DROP",
}
registerEnumType(HoldDecision, {
  name: "HoldDecision",
  description: "What becomes of a held report.",
  valuesConfig: {
    PASS: { description: "It is right: all of it is booked." },
    DROP: {
      description:
        "It is wrong: what it would take back stays as booked until Amazon tells something else " +
        "of it. What it adds is booked.",
    },
  },
});
export enum HoldState {
  OPEN = "OPEN",
  DECIDED = "DECIDED",
  PASSED = "PASSED",
  DROPPED = "DROPPED",
  DISSOLVED = "DISSOLVED",
}
registerEnumType(HoldState, {
  name: "HoldState",
  description: "How far a held report is.",
  valuesConfig: {
    OPEN: { description: "Nothing of the program's report is booked." },
    DECIDED: {
      description: "A person decided; it is carried out with the next whole reading.",
    },
    PASSED: { description: "It was booked." },
    DROPPED: { description: "It was dropped." },
    DISSOLVED: { description: "A later report takes back no more than can be: it was booked." },
  },
});

@Needs("parked:read")
@ObjectType("HeldReportRow", {
  description: "An ad group and date that would lose orders.",
  simpleResolvers: true,
})
export class HeldReportRowView {
  @Field(() => String, { description: "Date of the events at the marketplace, YYYY-MM-DD." })
  date!: string;
  @Field(() => String, { nullable: true, description: "Whose it is; null: of no partner's." })
  partnerName!: string | null;
  @Field(() => Boolean, { description: "It is of the partner's test links." })
  isTest!: boolean;
  @Field(() => String, { description: "The ad group, as the report names it: a partner's code." })
  adGroup!: string;
  @Field(() => Count, { description: "Orders that are booked." })
  ordersBooked!: number;
  @Field(() => Count, { description: "Orders that the report tells." })
  ordersTold!: number;
  @Field(() => Money, { description: "Sales amount that is booked." })
  amountBooked!: Money;
  @Field(() => Money, { description: "Sales amount that the report tells." })
  amountTold!: Money;
}

@Needs("parked:read")
@ObjectType("HeldReport", {
  description:
    "A report of Amazon's that would take back more than a fifth of the orders booked of its " +
    "dates, and more than five: nothing of it is booked until a person decides, or until a later " +
    "report takes back less.",
  simpleResolvers: true,
})
export class HeldReportView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => String, { description: "Its name." })
  programName!: string;
  @Field(() => HoldState, { description: "How far it is." })
  state!: HoldState;
  @Field(() => String, { description: "First date that it is measured by, YYYY-MM-DD." })
  startDate!: string;
  @Field(() => String, { description: "Last date, YYYY-MM-DD." })
  endDate!: string;
  @Field(() => Count, { description: "Orders booked of these dates." })
  ordersBooked!: number;
  @Field(() => Count, { description: "Of them those that it would take back." })
  ordersTaken!: number;
  @Field(() => Money, { description: "Sales amount that it would take back." })
  amountTaken!: Money;
  @Field(() => Count, { description: "How many ad groups and dates would lose orders." })
  rowCount!: number;
  @Rows(20)
  @Field(() => [HeldReportRowView], { description: "Those that would lose most, at most 20." })
  rows!: HeldReportRowView[];
  @Field(() => HoldDecision, { nullable: true, description: "What a person decided." })
  decision!: HoldDecision | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When." })
  decidedAt!: Date | null;
  @Field(() => GraphQLISODateTime, { description: "Since when it is held." })
  heldAt!: Date;
  @Field(() => GraphQLISODateTime, { description: "When it was measured last." })
  measuredAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When it ended." })
  closedAt!: Date | null;
}
export const HeldReportConnection = connectionOf(HeldReportView, "HeldReports");

@Needs("holds:decide")
@ObjectType({
  description: "It is carried out with the next whole reading of the report.",
  simpleResolvers: true,
})
export class DecideHeldReportOk {
  @Field(() => HeldReportView, { description: "What was decided." })
  readonly heldReport: HeldReportView;
  constructor(heldReport: HeldReportView) {
    this.heldReport = heldReport;
  }
}
export const DecideHeldReportResult = createUnionType({
  name: "DecideHeldReportResult",
  description: "What decideHeldReport can answer.",
  types: () => [DecideHeldReportOk, NotFound, Conflict, IdempotencyKeyReused] as const,
});
