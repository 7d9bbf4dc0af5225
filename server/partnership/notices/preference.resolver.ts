import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import {
  LetterTimesInput,
  NoticePreferenceInput,
  NoticePreferencesView,
  SetLetterTimesResult,
  SetNoticePreferenceResult,
} from "./preference.types.ts";
import { noticePreferences, setLetterTimes, setNoticePreference } from "./preferences.ts";

@Resolver()
export class NoticePreferenceResolver {
  @Needs("notices:read")
  @Query(() => NoticePreferencesView, {
    description: "How and when you are told of what happens in this account.",
  })
  noticePreferences(@Ctx() ctx: Context) {
    return noticePreferences(ctx);
  }

  @Needs("notices:write")
  @Mutation(() => SetNoticePreferenceResult, {
    description: "Sets how you are told of something in this account.",
  })
  setNoticePreference(
    @Ctx() ctx: Context,
    @Arg("input", () => NoticePreferenceInput, { description: "How." })
    input: NoticePreferenceInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return setNoticePreference(ctx, input, idempotencyKey);
  }

  @Needs("notices:write")
  @Mutation(() => SetLetterTimesResult, {
    description: "Sets when letters about notices of this account go out to you.",
  })
  setLetterTimes(
    @Ctx() ctx: Context,
    @Arg("input", () => LetterTimesInput, { description: "When." }) input: LetterTimesInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return setLetterTimes(ctx, input, idempotencyKey);
  }
}
