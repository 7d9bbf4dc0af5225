import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Confirmed, Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import { answerInquiry, openInquiry, withdrawInquiry } from "./inquiries.ts";
import { inquiries, inquiry } from "./inquiry-views.ts";
import {
  AnswerInquiryInput,
  InquiryConnection,
  InquiryFilter,
  InquiryResult,
  InquiryView,
  OpenInquiryInput,
} from "./inquiry.types.ts";

@Resolver()
export class InquiryResolver {
  @Needs("sales:read")
  @Query(() => InquiryConnection, {
    description:
      "Inquiries of a program, those that were opened first first; a partner sees its own.",
  })
  inquiries(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("filter", () => InquiryFilter, {
      nullable: true,
      description: "Which ones; without it all.",
    })
    filter: InquiryFilter | null,
  ) {
    const { states = null, clickId = null, conversionId = null, partnerId = null } = filter ?? {};
    const asked = { states, clickId, conversionId, partnerId };
    return inquiries(ctx, programId, asked, { first, after });
  }

  @Needs("sales:read")
  @Query(() => InquiryView, {
    nullable: true,
    description: "One inquiry; null when there is none in your account.",
  })
  inquiry(@Ctx() ctx: Context, @Arg("id", () => ID, { description: "Identity." }) id: string) {
    return inquiry(ctx, id);
  }

  @Needs("inquiries:open")
  @Mutation(() => InquiryResult, {
    description:
      "A partner asks the brand about a click, a sale or an order that is missing. One inquiry " +
      "about each is open at a time.",
  })
  openInquiry(
    @Ctx() ctx: Context,
    @Arg("input", () => OpenInquiryInput, { description: "What is asked." })
    input: OpenInquiryInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return openInquiry(ctx, input, idempotencyKey);
  }

  @Needs("inquiries:open")
  @Mutation(() => InquiryResult, { description: "Takes an open inquiry of your own back." })
  withdrawInquiry(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "The inquiry." }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return withdrawInquiry(ctx, id, idempotencyKey);
  }

  @Needs("conversions:write")
  @Confirmed()
  @Mutation(() => InquiryResult, {
    description:
      "Answers an open inquiry: grants it, which asks in the same step for what is to be booked, " +
      "or refuses it. Of two who answer at once one decides.",
  })
  answerInquiry(
    @Ctx() ctx: Context,
    @Arg("input", () => AnswerInquiryInput, { description: "The answer." })
    input: AnswerInquiryInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return answerInquiry(ctx, input, idempotencyKey);
  }
}
