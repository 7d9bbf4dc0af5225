import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { LimitResetValue } from "../../platform/api/limit-reset.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Confirmed, Needs, Rows } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { CurrencyCode, Line } from "../../platform/api/scalars.ts";
import { EventTypeKind } from "../../partnership/programs/program.types.ts";
import { LimitKindValue } from "../../partnership/terms/payout.types.ts";
import { contractLimits } from "./contract-limits.ts";
import { clickExposure } from "./exposures.ts";
import { ContractLimitOrderValue, type ContractLimitOrder } from "./limit-orders.ts";
import { limitUsage } from "./limit-usage.ts";
import {
  ContractLimitConnection,
  LimitEventView,
  LimitExposureView,
  LimitUsageView,
  ProgramLimitInput,
  ProgramLimitPreviewView,
  ProgramLimitView,
  RemoveProgramLimitResult,
  SetProgramLimitResult,
} from "./limit.types.ts";
import {
  limitEvents,
  programLimitPreview,
  programLimits,
  removeProgramLimit,
  setProgramLimit,
} from "./program-limits.ts";

@Resolver()
export class LimitResolver {
  @Needs("contracts:read")
  @Rows(10)
  @Query(() => [LimitUsageView], {
    description:
      "Limits of the contract in force between a partner and a program, and how much of them is " +
      "used; a partner sees its own.",
  })
  limitUsage(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("partnerId", () => ID, { description: "The partner account." }) partnerId: string,
  ) {
    return limitUsage(ctx, programId, partnerId);
  }

  @Needs("contracts:read")
  @Query(() => ContractLimitConnection, {
    description:
      "Limits of all contracts in force of a program, without those that each customer or event " +
      "has of its own. A partner sees its own.",
  })
  contractLimits(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("search", () => Line, { nullable: true, description: "Part of the partner's name." })
    search: string | null,
    @Arg("order", () => ContractLimitOrderValue, {
      defaultValue: "NEAREST",
      description: "How sorted.",
    })
    order: ContractLimitOrder,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
  ) {
    return contractLimits(ctx, programId, { first, after }, { search, order });
  }

  @Needs("contracts:read")
  @Rows(2)
  @Query(() => [LimitExposureView], {
    description:
      "What all limits together let clicks cost in the running month, one entry a currency of " +
      "contracts in force. Empty for a partner.",
  })
  clickExposure(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
  ) {
    return clickExposure(ctx, programId);
  }

  @Needs("contracts:read")
  @Rows(10)
  @Query(() => [ProgramLimitView], {
    description:
      "A program's own limits, over all partners together; a partner sees those that the brand " +
      "shares.",
  })
  programLimits(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
  ) {
    return programLimits(ctx, programId);
  }

  @Needs("programs:write")
  @Query(() => ProgramLimitPreviewView, {
    nullable: true,
    description:
      "What a program's limit would begin with if it were set now: its running period counts " +
      "what it already paid. Null for who is not the program's brand.",
  })
  programLimitPreview(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("event", () => EventTypeKind, { description: "What kind of event." }) event: EventTypeKind,
    @Arg("kind", () => LimitKindValue, { description: "What it counts." }) kind: LimitKindValue,
    @Arg("reset", () => LimitResetValue, { description: "When it starts again; CONTRACT: never." })
    reset: LimitResetValue,
    @Arg("currency", () => CurrencyCode, {
      nullable: true,
      description: "Of a payout limit alone; without it the account's.",
    })
    currency: string | null,
  ) {
    return programLimitPreview(ctx, { programId, event, kind, reset, currency });
  }

  @Needs("contracts:read")
  @Rows(20)
  @Query(() => [LimitEventView], {
    description: "Limits of which 80 % or 100 % was reached, newest first.",
  })
  limitEvents(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("first", () => Int, { defaultValue: 20, description: "Rows to return, 1 to 100." })
    first: number,
  ) {
    return limitEvents(ctx, programId, first);
  }

  @Needs("programs:write")
  @Confirmed()
  @Mutation(() => SetProgramLimitResult, {
    description:
      "Sets a limit over all partners of a program, or replaces the one of the same event, kind, " +
      "period and currency. It holds within a second.",
  })
  setProgramLimit(
    @Ctx() ctx: Context,
    @Arg("input", () => ProgramLimitInput, { description: "The limit." }) input: ProgramLimitInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return setProgramLimit(ctx, input, idempotencyKey);
  }

  @Needs("programs:write")
  @Confirmed()
  @Mutation(() => RemoveProgramLimitResult, {
    description: "Removes a program's limit. It no longer holds within a second.",
  })
  removeProgramLimit(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the limit." }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return removeProgramLimit(ctx, id, idempotencyKey);
  }
}
