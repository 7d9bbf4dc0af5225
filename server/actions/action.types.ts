import { createUnionType, Field, GraphQLISODateTime, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../api/connection.ts";
import { ID } from "../api/id.ts";
import { Decimal, Money } from "../api/money.ts";
import { Conflict, IdempotencyKeyReused, InvalidInput, NotFound } from "../api/refusal.ts";
import { Needs } from "../api/right.ts";
import { OutcomeValue, ReasonCodeEnum, TraceStepView } from "../clicks/click.types.ts";
import type { ReasonCode } from "../domain/reason.ts";

export enum ActionState {
  PENDING = "PENDING",
  APPROVED = "APPROVED",
  REVERSED = "REVERSED",
}
registerEnumType(ActionState, {
  name: "ActionState",
  description: "Where an action stands.",
  valuesConfig: { PENDING: { description: "May still change." }, APPROVED: { description: "Locked." }, REVERSED: { description: "Taken back." } },
});

@Needs("sales:read")
@ObjectType("ActionUpdate", { description: "One change of an action; all deltas together are its figures.", simpleResolvers: true })
export class ActionUpdateView {
  @Field(() => Int, { description: "1, 2, 3 …" })
  number!: number;
  @Field(() => Int, { description: "Change of orders." })
  deltaOrders!: number;
  @Field(() => Int, { description: "Change of units." })
  deltaUnits!: number;
  @Field(() => Money, { description: "Change of the sales amount." })
  deltaAmount!: Money;
  @Field(() => Money, { description: "Change of the payout." })
  deltaPayout!: Money;
  @Field(() => OutcomeValue, { description: "Outcome after it." })
  outcome!: OutcomeValue;
  @Field(() => ReasonCodeEnum, { nullable: true, description: "Reason after it." })
  reason!: ReasonCode | null;
  @Field(() => GraphQLISODateTime, { description: "When it was booked." })
  at!: Date;
}

@Needs("sales:read")
@ObjectType("Action", { description: "A sale as Amazon Attribution reports it: one row by date, partner and creative.", simpleResolvers: true })
export class ActionView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => String, { description: "Order id of this platform; not Amazon's order number." })
  orderId!: string;
  @Field(() => String, { description: "Date of the events, YYYY-MM-DD, in the marketplace's zone." })
  date!: string;
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => ID, { nullable: true, description: "The credited partner account; null = the row names no known partner." })
  partnerAccountId!: string | null;
  @Field(() => String, { nullable: true, description: "Its name." })
  partnerName!: string | null;
  @Field(() => ID, { nullable: true, description: "The tracking link its creative names." })
  linkId!: string | null;
  @Field(() => String, { nullable: true, description: "Its name." })
  linkName!: string | null;
  @Field(() => Boolean, { description: "Through a test link." })
  isTest!: boolean;
  @Field(() => Boolean, { description: "Made by the simulator, not by Amazon." })
  simulated!: boolean;
  @Field(() => ActionState, { description: "Where it stands." })
  state!: ActionState;
  @Field(() => OutcomeValue, { description: "What became of it." })
  outcome!: OutcomeValue;
  @Field(() => ReasonCodeEnum, { nullable: true, description: "Why it is not paid." })
  reason!: ReasonCode | null;
  @Field(() => String, { nullable: true, description: "The reason in plain words." })
  reasonText!: string | null;
  @Field(() => Int, { description: "Orders." })
  orders!: number;
  @Field(() => Int, { description: "Units." })
  units!: number;
  @Field(() => Money, { description: "Sales amount." })
  amount!: Money;
  @Field(() => Money, { description: "Payout." })
  payout!: Money;
  @Field(() => Money, { nullable: true, description: "For test sales: what a live sale would earn." })
  wouldPay!: Money | null;
  @Field(() => ID, { nullable: true, description: "The contract in force at the end of its date." })
  contractId!: string | null;
  @Field(() => GraphQLISODateTime, { description: "When it was first booked." })
  createdAt!: Date;
  @Field(() => GraphQLISODateTime, { description: "When it last changed." })
  updatedAt!: Date;
}
export const ActionConnection = connectionOf(ActionView, "Actions");

@Needs("sales:read")
@ObjectType("ActionDetail", { description: "One action, its changes, and how its payout was decided.", simpleResolvers: true })
export class ActionDetailView {
  @Field(() => ActionView, { description: "The action." })
  action!: ActionView;
  @Field(() => [ActionUpdateView], { description: "Its changes, oldest first." })
  updates!: ActionUpdateView[];
  @Field(() => [TraceStepView], { description: "The steps of its decision." })
  steps!: TraceStepView[];
}

@InputType({ description: "Which actions to list; several values of one field mean any of them." })
export class ActionFilter {
  @Field(() => String, { nullable: true, description: "First date, YYYY-MM-DD." })
  from!: string | null;
  @Field(() => String, { nullable: true, description: "Last date, YYYY-MM-DD." })
  to!: string | null;
  @Field(() => [ID], { nullable: true, description: "Partner accounts." })
  partnerIds!: string[] | null;
  @Field(() => [ID], { nullable: true, description: "Tracking links." })
  linkIds!: string[] | null;
  @Field(() => [OutcomeValue], { nullable: true, description: "Outcomes." })
  outcomes!: OutcomeValue[] | null;
  @Field(() => Boolean, { nullable: true, description: "Only test sales, or only live ones." })
  isTest!: boolean | null;
}

@InputType({ description: "A simulated order through a test link." })
export class PlaceTestOrderInput {
  @Field(() => ID, { description: "The test link; live links are refused." })
  linkId!: string;
  @Field(() => Int, { defaultValue: 1, description: "Units, 1 to 100." })
  units!: number;
  @Field(() => Decimal, { defaultValue: "25.00", description: "Order amount in the marketplace's currency." })
  amount!: string;
}
@Needs("sales:read")
@ObjectType("SimulatedOrder", { description: "An order that the attribution simulator will report. No money moves.", simpleResolvers: true })
export class SimulatedOrderView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ID, { description: "The test link." })
  linkId!: string;
  @Field(() => String, { description: "Date under which it will be reported, in the marketplace's zone." })
  date!: string;
  @Field(() => Int, { description: "Units." })
  units!: number;
  @Field(() => Money, { description: "Amount." })
  amount!: Money;
  @Field(() => Boolean, { description: "Always true: it is simulated." })
  simulated!: boolean;
}
@Needs("sales:read")
@ObjectType({ description: "The simulated order was placed; its sale appears in reporting within seconds." })
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
