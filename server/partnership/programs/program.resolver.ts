import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Needs } from "../../platform/api/right.ts";
import { Name, Text, Token } from "../../platform/api/scalars.ts";
import type { Context } from "../../platform/context.ts";
import type { RiskFilter } from "../../domain/validity.ts";
import { cpcRequest, cpcRequests, requestCpc, reviewCpcRequest } from "./cpc-requests.ts";
import {
  AddEventTypeResult,
  CpcRequestConnection,
  CpcRequestStateValue,
  CpcRequestView,
  CreateProgramInput,
  CreateProgramResult,
  EventTypeKind,
  EventTypeState,
  ProgramConnection,
  ProgramView,
  RequestCpcResult,
  ReviewCpcRequestResult,
  RiskFilterValue,
  SetEventTypeStateResult,
  SetRiskFilterResult,
} from "./program.types.ts";
import {
  addEventType,
  chooseRiskFilter,
  createProgram,
  program,
  programs,
  setEventTypeState,
} from "./programs.ts";

@Resolver()
export class ProgramResolver {
  @Needs("programs:read")
  @Query(() => ProgramConnection, {
    description: "The programs of your account, or of the brands you work with.",
  })
  programs(
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
  ) {
    return programs(ctx, first, after);
  }

  @Needs("programs:read")
  @Query(() => ProgramView, {
    nullable: true,
    description: "One program; null when there is none in your account.",
  })
  program(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the program." }) id: string,
  ) {
    return program(ctx, id);
  }

  @Needs("programs:write")
  @Mutation(() => CreateProgramResult, { description: "Makes an Amazon Seller program." })
  createProgram(
    @Ctx() ctx: Context,
    @Arg("input", () => CreateProgramInput, { description: "What to do." })
    input: CreateProgramInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return createProgram(ctx, input, idempotencyKey);
  }

  @Needs("programs:write")
  @Mutation(() => AddEventTypeResult, {
    description: "Adds an event type to a program; CLICK needs CPC to be enabled for the account.",
  })
  addEventType(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("kind", () => EventTypeKind, { description: "What it tracks." }) kind: EventTypeKind,
    @Arg("code", () => Token, { description: "Unique in the program, at most 128 characters." })
    code: string,
    @Arg("name", () => Name, { description: "Name for people." }) name: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return addEventType(ctx, { programId, kind, code, name }, idempotencyKey);
  }

  @Needs("programs:write")
  @Mutation(() => SetEventTypeStateResult, { description: "Switches an event type on or off." })
  setEventTypeState(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the event type." }) id: string,
    @Arg("state", () => EventTypeState, { description: "Its new state." }) state: EventTypeState,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return setEventTypeState(ctx, id, state, idempotencyKey);
  }

  @Needs("programs:write")
  @Mutation(() => SetRiskFilterResult, {
    description:
      "Sets what becomes of a program's clicks that carry a risk " +
      "signal, from now on. STRICT " +
      "is the operator's to set.",
  })
  setRiskFilter(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("filter", () => RiskFilterValue, { description: "The filter that it gets." })
    filter: RiskFilter,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return chooseRiskFilter(ctx, { programId, filter }, idempotencyKey);
  }

  @Needs("account:read")
  @Query(() => CpcRequestView, {
    nullable: true,
    description: "Your brand account's newest CPC request; null before the first.",
  })
  cpcRequest(@Ctx() ctx: Context) {
    return cpcRequest(ctx);
  }

  @Needs("cpc:request")
  @Mutation(() => RequestCpcResult, {
    description:
      "Asks the platform to enable CPC for your brand account; an open request is returned.",
  })
  requestCpc(
    @Ctx() ctx: Context,
    @Arg("reason", () => Text, { description: "Why, for the reviewer." }) reason: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return requestCpc(ctx, reason, idempotencyKey);
  }

  @Needs("platform:review")
  @Query(() => CpcRequestConnection, {
    description: "All accounts' CPC requests, newest first, for the platform operator.",
  })
  cpcRequests(
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("states", () => [CpcRequestStateValue], {
      nullable: true,
      description: "Only these states.",
    })
    states: CpcRequestStateValue[] | null,
  ) {
    return cpcRequests(ctx, { first, after }, states);
  }

  @Needs("platform:review")
  @Mutation(() => ReviewCpcRequestResult, {
    description: "Moves a CPC request on: IN_REVIEW, then ENABLED or REJECTED.",
  })
  reviewCpcRequest(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the CPC request." }) id: string,
    @Arg("state", () => CpcRequestStateValue, { description: "Its new state." })
    state: CpcRequestStateValue,
    @Arg("note", () => Text, { description: "Why, for the brand." }) note: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return reviewCpcRequest(ctx, { id, state, note }, idempotencyKey);
  }
}
