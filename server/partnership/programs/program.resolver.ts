import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Confirmed, Needs, Rows } from "../../platform/api/right.ts";
import { Count, Name, Token } from "../../platform/api/scalars.ts";
import type { Context } from "../../platform/context.ts";
import { hasAttribution } from "../../domain/amazon-region.ts";
import { marketplaces } from "../../domain/tracking.ts";
import type { RiskFilter } from "../../domain/validity.ts";
import {
  AddEventTypeResult,
  CreateProgramInput,
  CreateProgramResult,
  EventTypeKind,
  EventTypeState,
  MarketplaceView,
  ProgramConnection,
  ProgramView,
  RiskFilterValue,
  SetDedupeDaysResult,
  SetEventTypeStateResult,
  SetRiskFilterResult,
  UniqueWindowType,
} from "./program.types.ts";
import {
  SetUniqueWindowResult,
  UpdateProgramInput,
  UpdateProgramResult,
} from "./program-settings.types.ts";
import { setUniqueWindow, updateProgram } from "./program-settings.ts";
import {
  addEventType,
  chooseRiskFilter,
  createProgram,
  program,
  programs,
  setDedupeDays,
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
    return programs(ctx, { first, after });
  }

  @Needs("session")
  @Rows(marketplaces.length)
  @Query(() => [MarketplaceView], { description: "Amazon's storefronts." })
  marketplaces(): MarketplaceView[] {
    return marketplaces.map(({ country, host }) => ({
      country,
      host,
      clicksOnly: !hasAttribution(country),
    }));
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
  @Confirmed()
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
  @Confirmed()
  @Mutation(() => SetDedupeDaysResult, {
    description:
      "Sets for how many days an id that a shop hands in is one order or lead. Sales of all " +
      "event types are one, so the longest window of the program's types of sales counts for " +
      "each.",
  })
  setDedupeDays(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of an event type of sales or leads." })
    id: string,
    @Arg("days", () => Count, { description: "1 to 365." }) days: number,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return setDedupeDays(ctx, { id, days }, idempotencyKey);
  }

  @Needs("programs:write")
  @Confirmed()
  @Mutation(() => SetRiskFilterResult, {
    description:
      "Sets what becomes of a program's clicks that carry a risk signal, from now on. STRICT is " +
      "the operator's to set.",
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

  @Needs("programs:write")
  @Confirmed()
  @Mutation(() => SetUniqueWindowResult, {
    description:
      "Sets within how many minutes a visitor's repeat is a duplicate, for clicks from now on; " +
      "earlier ones stay under the window of their time.",
  })
  setUniqueWindow(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("minutes", () => Count, { description: "1, 5, 15, 30, 60, 360, 720 or 1440." })
    minutes: number,
    @Arg("type", () => UniqueWindowType, { description: "From where it is measured." })
    type: UniqueWindowType,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return setUniqueWindow(ctx, { programId, window: { minutes, type } }, idempotencyKey);
  }

  @Needs("programs:write")
  @Mutation(() => UpdateProgramResult, {
    description: "Renames a program, or gives it another landing page.",
  })
  updateProgram(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the program." }) id: string,
    @Arg("input", () => UpdateProgramInput, { description: "What to do." })
    input: UpdateProgramInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return updateProgram(ctx, { id, input }, idempotencyKey);
  }
}
