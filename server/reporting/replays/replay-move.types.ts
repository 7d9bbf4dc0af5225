/** Single clicks and sales of a replay, now and then. */
import { ArgsType, Field, GraphQLISODateTime, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Money } from "../../platform/api/money.ts";
import { Needs } from "../../platform/api/right.ts";
import { Line } from "../../platform/api/scalars.ts";
import { ReasonCodeEnum } from "../clicks/click.types.ts";
import type { ReasonCode } from "../../domain/reason.ts";
import { ReplayPlaceView } from "./replay-figures.types.ts";

const placeText = "Only those, by the place's key.";
@ArgsType()
export class ReplayMoveFilter {
  @Field(() => Line, { nullable: true, description: placeText })
  fromGroup?: string | null;
  @Field(() => Line, { nullable: true, description: placeText })
  toGroup?: string | null;
  @Field(() => ID, { nullable: true, description: "Only that click or sale, as for its traces." })
  subjectId?: string | null;
}

@Needs("terms:read")
@ObjectType("ReplayMove", {
  description: "A click or sale that would have ended in another place.",
  simpleResolvers: true,
})
export class ReplayMoveView {
  @Field(() => String, { description: "What kind of event." })
  event!: string;
  @Field(() => ID, { description: "The click, or the sale." })
  subjectId!: string;
  @Field(() => GraphQLISODateTime, { description: "Its instant." })
  at!: Date;
  @Field(() => ID, { description: "The partner account." })
  partnerId!: string;
  @Field(() => String, { description: "Its name." })
  partnerName!: string;
  @Field(() => ReplayPlaceView, { description: "Now: by what it is compared with." })
  from!: ReplayPlaceView;
  @Field(() => ReplayPlaceView, { description: "Then." })
  to!: ReplayPlaceView;
  @Field(() => Money, { nullable: true, description: "What was paid." })
  paidNow!: Money | null;
  @Field(() => Money, { nullable: true, description: "What would have been." })
  paidThen!: Money | null;
  @Field(() => ReasonCodeEnum, { nullable: true, description: "Why it is not paid, now." })
  reasonNow!: ReasonCode | null;
  @Field(() => ReasonCodeEnum, { nullable: true, description: "Why it would not have been." })
  reasonThen!: ReasonCode | null;
  /** For the traces. */
  replayId!: string;
  number!: number;
  thenMicros!: bigint;
}
export const ReplayMoveConnection = connectionOf(ReplayMoveView, "ReplayMoves");
