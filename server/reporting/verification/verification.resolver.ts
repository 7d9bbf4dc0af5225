import { Arg, Ctx, Int, Mutation, Query, Resolver, Root, Subscription } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Needs } from "../../platform/api/right.ts";
import { Line } from "../../platform/api/scalars.ts";
import type { Context } from "../../platform/context.ts";
import { verificationTicks } from "./live.ts";
import {
  createTestLinks,
  recheckVerification,
  recordTestOrder,
  startVerification,
} from "./starting.ts";
import { remindPartners } from "./telling.ts";
import { makeTestClicks } from "./test-clicks.ts";
import {
  CreateTestLinksResult,
  MakeTestClicksInput,
  MakeTestClicksResult,
  RecheckVerificationResult,
  RecordTestOrderResult,
  RemindPartnersInput,
  RemindPartnersResult,
  StartVerificationInput,
  StartVerificationResult,
} from "./verification-changes.types.ts";
import {
  VerificationBoardView,
  VerificationFilter,
  VerificationRunView,
  VerificationTickView,
  VerificationView,
} from "./verification.types.ts";
import { verification, verificationBoard, verificationRun } from "./verifications.ts";

const programText = "The program.";
const partnersText = "The partners, 1 to 100; without them all.";

@Resolver()
export class VerificationResolver {
  @Needs("reports:read")
  @Query(() => VerificationBoardView, {
    nullable: true,
    description:
      "The brand's partners by name, each with its fourteen checks as they stand now; counts and " +
      "filter are a few seconds old. Null for a partner, and where there is no such program.",
  })
  verificationBoard(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: programText }) programId: string,
    @Arg("filter", () => VerificationFilter, {
      nullable: true,
      description: "Which ones; without it all of them.",
    })
    filter: VerificationFilter | null,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
  ) {
    return verificationBoard(ctx, programId, filter, { first, after });
  }

  @Needs("reports:read")
  @Query(() => VerificationRunView, {
    nullable: true,
    description: "One run; null for a partner, and where there is none.",
  })
  verificationRun(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the run." }) id: string,
  ) {
    return verificationRun(ctx, id);
  }

  @Needs("reports:read")
  @Query(() => VerificationView, {
    nullable: true,
    description:
      "One partner's verification; a partner reads its own, as it was found last. Null: there is " +
      "none.",
  })
  verification(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: programText }) programId: string,
    @Arg("partnerId", () => ID, {
      nullable: true,
      description: "The partner; a partner may leave it out.",
    })
    partnerId: string | null,
  ) {
    return verification(ctx, programId, partnerId ?? null);
  }

  @Needs("verification:run")
  @Mutation(() => StartVerificationResult, {
    description: "Begins a run: of each partner it covers, clicks and sales count from now on.",
  })
  startVerification(
    @Ctx() ctx: Context,
    @Arg("input", () => StartVerificationInput, { description: "What to do." })
    input: StartVerificationInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return startVerification(ctx, input, idempotencyKey);
  }

  @Needs("verification:run")
  @Mutation(() => CreateTestLinksResult, {
    description: "Makes a test link for every partner that has none, in one go.",
  })
  createTestLinks(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: programText }) programId: string,
    @Arg("partnerIds", () => [ID], { nullable: true, description: partnersText })
    partnerIds: string[] | null,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return createTestLinks(ctx, { programId, partnerIds: partnerIds ?? null }, idempotencyKey);
  }

  @Needs("verification:run")
  @Mutation(() => MakeTestClicksResult, {
    description:
      "The server clicks test links through the tracker, each time as another visitor. Nothing " +
      "beyond the tracker is asked: Amazon does not count these clicks.",
  })
  makeTestClicks(
    @Ctx() ctx: Context,
    @Arg("input", () => MakeTestClicksInput, { description: "What to do." })
    input: MakeTestClicksInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return makeTestClicks(ctx, input, idempotencyKey);
  }

  @Needs("verification:run")
  @Mutation(() => RecheckVerificationResult, {
    description: "Looks at all checks now, and writes down what is found.",
  })
  recheckVerification(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: programText }) programId: string,
    @Arg("partnerIds", () => [ID], { nullable: true, description: partnersText })
    partnerIds: string[] | null,
  ) {
    return recheckVerification(ctx, { programId, partnerIds: partnerIds ?? null });
  }

  @Needs("verification:run")
  @Mutation(() => RemindPartnersResult, {
    description: "Sends partners their test link, in the app and by mail.",
  })
  remindPartners(
    @Ctx() ctx: Context,
    @Arg("input", () => RemindPartnersInput, { description: "What to do." })
    input: RemindPartnersInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return remindPartners(ctx, input, idempotencyKey);
  }

  @Needs("verification:run")
  @Mutation(() => RecordTestOrderResult, {
    description: "Notes the number of an order that was placed through a partner's test link.",
  })
  recordTestOrder(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: programText }) programId: string,
    @Arg("partnerId", () => ID, { description: "The partner." }) partnerId: string,
    @Arg("orderNumber", () => Line, { description: "As the shop gave it, 1 to 64 characters." })
    orderNumber: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return recordTestOrder(ctx, { programId, partnerId, orderNumber }, idempotencyKey);
  }

  @Needs("reports:read")
  @Subscription(() => VerificationTickView, {
    description:
      "Tells at once, and whenever partners are found otherwise than before; a partner, of " +
      "itself alone.",
    subscribe: ({ context, args }: { context: Context; args: { programId: string } }) =>
      verificationTicks(context, args.programId),
  })
  verificationUpdated(
    @Root() tick: VerificationTickView,
    @Arg("programId", () => ID, { description: programText }) _programId: string,
  ): VerificationTickView {
    return tick;
  }
}
