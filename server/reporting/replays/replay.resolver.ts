import {
  Arg,
  Args,
  Ctx,
  FieldResolver,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Count } from "../../platform/api/scalars.ts";
import { DecisionTraceView } from "../clicks/click.types.ts";
import type { Context } from "../../platform/context.ts";
import { traceNow, traceThen } from "./move-traces.ts";
import { replayMoves } from "./moves.ts";
import { replayTicks } from "./live.ts";
import {
  cancelReplay,
  ledgerCheck,
  replay,
  replayCountries,
  replayDays,
  replayMatrix,
  replayPartners,
  replays,
  retryReplay,
  startLedgerCheck,
  startReplay,
} from "./replays.ts";
import {
  ChangeReplayResult,
  ReplayConnection,
  ReplayInput,
  ReplayView,
  StartReplayResult,
} from "./replay.types.ts";
import { ReplayMoveConnection, ReplayMoveFilter, ReplayMoveView } from "./replay-move.types.ts";
import {
  ReplayCellView,
  ReplayCountryView,
  ReplayDayView,
  ReplayPartnerConnection,
} from "./replay-figures.types.ts";

const idText = "Identity of the replay.";
const daysText = "Days before today, 1 to 90.";

@Resolver(() => ReplayView)
export class ReplayPartsResolver {
  @Needs("terms:read")
  @FieldResolver(() => ReplayPartnerConnection, {
    description: "The same figures by partner, greatest change first.",
  })
  byPartner(
    @Root() root: ReplayView,
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 5, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
  ) {
    return replayPartners(ctx, root, { first, after });
  }

  @Needs("terms:read")
  @FieldResolver(() => [ReplayCountryView], {
    description: "Clicks by country, greatest change first; sales have no country.",
  })
  byCountry(
    @Root() root: ReplayView,
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 5, description: firstText }) first: number,
  ) {
    return replayCountries(ctx, root, first);
  }

  @Needs("terms:read")
  @Rows(10)
  @FieldResolver(() => [ReplayDayView], {
    description: "The same figures by day, in order; days without an event are left out.",
  })
  byDay(@Root() root: ReplayView, @Ctx() ctx: Context) {
    return replayDays(ctx, root);
  }

  @Needs("terms:read")
  @Rows(10)
  @FieldResolver(() => [ReplayCellView], {
    description:
      "From which payout group to which, with the default payout and the ways not to be paid.",
  })
  matrix(@Root() root: ReplayView, @Ctx() ctx: Context) {
    return replayMatrix(ctx, root);
  }

  @Needs("clicks:read")
  @FieldResolver(() => ReplayMoveConnection, {
    description:
      "Clicks, sales and leads that would have ended in another place, in the ledger's order; " +
      "movesKept says how many there are.",
  })
  moves(
    @Root() root: ReplayView,
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 5, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Args(() => ReplayMoveFilter) {
      fromGroup = null,
      toGroup = null,
      subjectId = null,
    }: ReplayMoveFilter,
  ) {
    return replayMoves(ctx, root, { first, after: after ?? null, fromGroup, toGroup, subjectId });
  }
}

@Resolver(() => ReplayMoveView)
export class ReplayMoveResolver {
  @Needs("clicks:read")
  @FieldResolver(() => DecisionTraceView, {
    nullable: true,
    description: "How it was decided, now; null where it cannot be read any more.",
  })
  traceNow(@Root() root: ReplayMoveView, @Ctx() ctx: Context) {
    return traceNow(ctx, root);
  }

  @Needs("clicks:read")
  @FieldResolver(() => DecisionTraceView, {
    nullable: true,
    description:
      "How a click would have been decided, with the use of limits as the replay saw it; null " +
      "for sales.",
  })
  traceThen(@Root() root: ReplayMoveView, @Ctx() ctx: Context) {
    return traceThen(ctx, root);
  }
}

@Resolver()
export class ReplayResolver {
  @Needs("terms:read")
  @Query(() => ReplayView, {
    nullable: true,
    description: "One replay; null when there is none in your account.",
  })
  replay(@Ctx() ctx: Context, @Arg("id", () => ID, { description: idText }) id: string) {
    return replay(ctx, id);
  }

  @Needs("terms:read")
  @Query(() => ReplayConnection, {
    description:
      "Replays of a program, newest first; kept for 30 days. A partner sees those it asked for.",
  })
  replays(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
  ) {
    return replays(ctx, programId, { first, after });
  }

  @Needs("clicks:read")
  @Query(() => ReplayView, {
    nullable: true,
    description:
      "The newest replay of a program's clicks under the terms as they were, with its " +
      "comparison with the ledger; null when there is none, and for a partner.",
  })
  ledgerCheck(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("days", () => Count, {
      defaultValue: 1,
      description: "Over how many days; the worker checks 1 and 7 by itself.",
    })
    days: number,
  ) {
    return ledgerCheck(ctx, programId, days);
  }

  @Needs("replays:run")
  @Mutation(() => StartReplayResult, {
    description:
      "Decides the clicks and sales of past days again under other terms, limits in order, as a " +
      "job; nothing else is changed. A partner may try what was offered to it.",
  })
  startReplay(
    @Ctx() ctx: Context,
    @Arg("input", () => ReplayInput, { description: "What to try." }) input: ReplayInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return startReplay(ctx, input, idempotencyKey);
  }

  @Needs("replays:run")
  @Mutation(() => StartReplayResult, {
    description:
      "Decides a program's past clicks again under the terms as they were and compares with the " +
      "ledger, as a job. A brand's alone.",
  })
  startLedgerCheck(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("days", () => Count, { defaultValue: 1, description: daysText }) days: number,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return startLedgerCheck(ctx, { programId, days }, idempotencyKey);
  }

  @Needs("replays:run")
  @Mutation(() => ChangeReplayResult, { description: "Ends a replay that waits or runs." })
  cancelReplay(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: idText }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return cancelReplay(ctx, id, idempotencyKey);
  }

  @Needs("replays:run")
  @Mutation(() => ChangeReplayResult, {
    description: "Runs a replay again that failed or was cancelled.",
  })
  retryReplay(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: idText }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return retryReplay(ctx, id, idempotencyKey);
  }

  @Needs("terms:read")
  @Subscription(() => ReplayView, {
    description: "A replay as it goes on: at once, with its progress, and when it ends.",
    subscribe: ({ context, args }: { context: Context; args: { id: string } }) =>
      replayTicks(context, args.id),
  })
  replayProgress(
    @Root() tick: ReplayView,
    @Arg("id", () => ID, { description: idText }) _id: string,
  ): ReplayView {
    return tick;
  }
}
