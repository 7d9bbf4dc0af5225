import { createUnionType, Field, InputType, ObjectType } from "type-graphql";
import {
  digestPaces,
  letterWays,
  type DigestPace,
  type LetterWay,
} from "../../domain/letter-times.ts";
import { describedEnum } from "../../platform/api/enum.ts";
import { IdempotencyKeyReused, InvalidInput } from "../../platform/api/refusal.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Count, Line, TimeZone } from "../../platform/api/scalars.ts";
import { noticeTopics, topicRecords, type NoticeTopic } from "./topics.ts";

export const NoticeTopicValue = describedEnum(noticeTopics, {
  name: "NoticeTopic",
  description: "What notices are about, as people choose it.",
  words: (topic) => topicRecords[topic].words,
});
const wayTexts: Record<LetterWay, string> = {
  AT_ONCE: "By a letter of its own, with what comes within minutes.",
  DIGEST: "With the next digest.",
  NEVER: "Not at all.",
};
export const LetterWayValue = describedEnum(letterWays, {
  name: "LetterWay",
  description: "How somebody is written to.",
  words: wayTexts,
});
const paceTexts: Record<DigestPace, string> = { DAILY: "Every day.", WEEKLY: "Once a week." };
export const DigestPaceValue = describedEnum(digestPaces, {
  name: "DigestPace",
  description: "How often a digest is made, if there is something in it.",
  words: paceTexts,
});

@Needs("notices:read")
@ObjectType("NoticePreference", {
  description: "How you are told of something in this account.",
  simpleResolvers: true,
})
export class NoticePreferenceView {
  @Field(() => NoticeTopicValue, { description: "Of what." })
  topic!: NoticeTopic;
  @Field(() => Boolean, { description: "Your bell counts it. It stays to be looked up." })
  inBell!: boolean;
  @Field(() => LetterWayValue, { description: "How you are written to." })
  letters!: LetterWay;
  @Field(() => Boolean, {
    description:
      "It binds your account and you decide for it: the bell counts it, and you are written to.",
  })
  isFixed!: boolean;
  @Field(() => String, { description: "In words: what it is." })
  text!: string;
}

@Needs("notices:read")
@ObjectType("LetterTimes", {
  description: "When letters about notices go out to you, in a zone of your own.",
  simpleResolvers: true,
})
export class LetterTimesView {
  @Field(() => String, { description: "IANA zone; your account's as long as you chose none." })
  timeZone!: string;
  @Field(() => String, {
    nullable: true,
    description: 'From when on letters wait, "22:00"; null without quiet hours.',
  })
  quietFrom!: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Until when, "07:00"; also on the next day.',
  })
  quietUntil!: string | null;
  @Field(() => DigestPaceValue, { description: "How often a digest is made." })
  digestPace!: DigestPace;
  @Field(() => Count, { description: "At which hour, 0 to 23." })
  digestHour!: number;
  @Field(() => Count, { description: "Of a weekly one the day: 1 is Monday, 7 Sunday." })
  digestWeekday!: number;
}

@Needs("notices:read")
@ObjectType("NoticePreferences", {
  description:
    "How and when you are told in this account. What keeps an account safe is always sent at " +
    "once: letters about sign-in, passwords and invitations.",
  simpleResolvers: true,
})
export class NoticePreferencesView {
  @Rows(noticeTopics.length)
  @Field(() => [NoticePreferenceView], { description: "Of everything that it is told of." })
  topics!: NoticePreferenceView[];
  @Field(() => LetterTimesView, { description: "When letters go out." })
  times!: LetterTimesView;
}

@InputType({ description: "How to be told of something." })
export class NoticePreferenceInput {
  @Field(() => NoticeTopicValue, { description: "Of what." })
  topic!: NoticeTopic;
  @Field(() => Boolean, { description: "Whether your bell counts it." })
  inBell!: boolean;
  @Field(() => LetterWayValue, { description: "How you are written to." })
  letters!: LetterWay;
}
@InputType({ description: "When letters about notices go out." })
export class LetterTimesInput {
  @Field(() => TimeZone, { description: "IANA zone." })
  timeZone!: string;
  @Field(() => Line, {
    nullable: true,
    description: 'From when on letters wait, "22:00"; left out together with quietUntil.',
  })
  quietFrom!: string | null;
  @Field(() => Line, { nullable: true, description: 'Until when, "07:00".' })
  quietUntil!: string | null;
  @Field(() => DigestPaceValue, { description: "How often a digest is made." })
  digestPace!: DigestPace;
  @Field(() => Count, { description: "At which hour, 0 to 23; not in the quiet hours." })
  digestHour!: number;
  @Field(() => Count, {
    defaultValue: 1,
    description: "Of a weekly one the day: 1 is Monday, 7 Sunday.",
  })
  digestWeekday!: number;
}

@Needs("notices:write")
@ObjectType({ description: "You are told this way from now on, also of what waits." })
export class NoticePreferencesOk {
  @Field(() => NoticePreferencesView, { description: "All as it stands now." })
  readonly preferences: NoticePreferencesView;
  constructor(preferences: NoticePreferencesView) {
    this.preferences = preferences;
  }
}
export const SetNoticePreferenceResult = createUnionType({
  name: "SetNoticePreferenceResult",
  description: "What setNoticePreference can answer.",
  types: () => [NoticePreferencesOk, InvalidInput, IdempotencyKeyReused] as const,
});
export const SetLetterTimesResult = createUnionType({
  name: "SetLetterTimesResult",
  description: "What setLetterTimes can answer.",
  types: () => [NoticePreferencesOk, InvalidInput, IdempotencyKeyReused] as const,
});
