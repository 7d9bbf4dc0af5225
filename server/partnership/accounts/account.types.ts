import {
  createUnionType,
  Field,
  GraphQLISODateTime,
  InputType,
  Int,
  ObjectType,
} from "type-graphql";
import { connectionOf } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { LimitResetValue } from "../../platform/api/limit-reset.ts";
import { Conflict, InvalidInput, NotFound } from "../../platform/api/refusal.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Count, Line, Name, TimeZone } from "../../platform/api/scalars.ts";
import type { AccountKind } from "../../platform/auth/rights.ts";
import type { FirstWeekday, Reset } from "../../domain/calendar.ts";
import type { Edition } from "../../domain/entitlement.ts";
import {
  AccountKindValue,
  AccountStateValue,
  EditionValue,
  FirstWeekdayValue,
} from "./words.types.ts";

// Every field that returns one decides by its own right whose account it is; these fields are
// identity basics.
@Needs("public")
@ObjectType("Account", {
  description: "A brand, a partner, or the platform itself.",
  simpleResolvers: true,
})
export class AccountView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => AccountKindValue, { description: "What it is." })
  kind!: AccountKind;
  @Field(() => String, { description: "Name for people." })
  name!: string;
  @Field(() => String, { description: "Public code, part of tracking links." })
  code!: string;
  @Field(() => EditionValue, { nullable: true, description: "The brand's plan; null for others." })
  edition!: Edition | null;
  @Field(() => String, {
    description: "IANA time zone in which its days, limits and expiry are cut.",
  })
  timeZone!: string;
  @Field(() => String, { description: "ISO 4217 code in which it reckons." })
  currency!: string;
  @Field(() => Int, { description: "Month with which its financial year begins, 1 to 12." })
  financialYearStart!: number;
  @Field(() => FirstWeekdayValue, {
    description: "Day with which weeks of its reports begin; weekly limits count from Monday.",
  })
  firstWeekday!: FirstWeekday;
  @Field(() => AccountStateValue, { description: "Whether it can be used." })
  state!: keyof typeof AccountStateValue;
  @Field(() => String, { nullable: true, description: "Where its partners turn with questions." })
  supportContact!: string | null;
  @Field(() => GraphQLISODateTime, { description: "When it was made." })
  createdAt!: Date;
}

@Needs("platform:review")
@ObjectType({ description: "An account as the operator lists it.", simpleResolvers: true })
export class ListedAccount extends AccountView {
  @Field(() => Count, { description: "Programs of a brand." })
  programs!: number;
  @Field(() => Count, { description: "Accounts it works with." })
  partners!: number;
  @Field(() => Count, { description: "People in it." })
  members!: number;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description:
      "When one of its people or keys used it last, as far as sessions are kept; null: not lately.",
  })
  activeAt!: Date | null;
}
export const AccountConnection = connectionOf(ListedAccount, "Accounts");

@Needs("account:read")
@ObjectType({ description: "An account that yours works with.", simpleResolvers: true })
export class Counterpart {
  @Field(() => ID, { description: "The other account's identity." })
  id!: string;
  @Field(() => String, { description: "Its name." })
  name!: string;
  @Field(() => String, { description: "Its public code, part of tracking links." })
  code!: string;
  @Field(() => AccountStateValue, { description: "Whether it can be used." })
  state!: keyof typeof AccountStateValue;
  @Field(() => String, { description: "Its IANA time zone." })
  timeZone!: string;
  @Field(() => String, { description: "Its currency, ISO 4217." })
  currency!: string;
  @Field(() => String, { nullable: true, description: "Where to turn with questions." })
  supportContact!: string | null;
  @Field(() => GraphQLISODateTime, { description: "Since when the two work together." })
  since!: Date;
}
export const CounterpartConnection = connectionOf(Counterpart, "Counterparts");

@InputType({ description: "What to change of your account; what is left out stays." })
export class UpdateAccountInput {
  @Field(() => Name, { nullable: true, description: "Name for people, 1 to 200 characters." })
  name?: string | null;
  @Field(() => TimeZone, {
    nullable: true,
    description:
      "IANA time zone such as America/New_York. After a change the windows of running limits " +
      "that began in the zone before bind beside the new ones, until they end.",
  })
  timeZone?: string | null;
  @Field(() => Count, {
    nullable: true,
    description:
      "Month with which the financial year begins, 1 to 12: quarters of limits follow it. " +
      "After a change a quarter that had begun binds beside the new one, until it ends.",
  })
  financialYearStart?: number | null;
  @Field(() => FirstWeekdayValue, {
    nullable: true,
    description:
      "Day with which weeks of reports begin. Weekly limits count from Monday whatever it is.",
  })
  firstWeekday?: FirstWeekday | null;
  @Field(() => Line, {
    nullable: true,
    description: "Where partners turn with questions, at most 200 characters; null clears it.",
  })
  supportContact?: string | null;
}

@Needs("account:write")
@ObjectType("StillBinding", {
  description: "A window of limits that binds beside the new one since the calendar was changed.",
  simpleResolvers: true,
})
export class StillBindingView {
  @Field(() => LimitResetValue, { description: "The limits whose window it is." })
  reset!: Reset;
  @Field(() => String, { description: "IANA time zone in which it was cut." })
  timeZone!: string;
  @Field(() => GraphQLISODateTime, { description: "Its start." })
  windowStart!: Date;
  @Field(() => GraphQLISODateTime, { description: "Its end: from then on it binds no more." })
  windowEnd!: Date;
  @Field(() => String, { description: "All of it in a sentence for people." })
  text!: string;
}
@Needs("public")
@ObjectType({ description: "The account was changed." })
export class UpdateAccountOk {
  @Field(() => AccountView, { description: "The account as it now stands." })
  readonly account: AccountView;
  @Rows(4)
  @Field(() => [StillBindingView], {
    description:
      "Windows of running limits that were cut before zone or financial year changed, and bind " +
      "beside the new ones until they end. Empty where there are none, and for other than brands.",
  })
  readonly stillBinding: StillBindingView[];
  constructor(account: AccountView, stillBinding: StillBindingView[]) {
    this.account = account;
    this.stillBinding = stillBinding;
  }
}
@Needs("public")
@ObjectType({ description: "The edition was set." })
export class SetEditionOk {
  @Field(() => AccountView, { description: "The account as it now stands." })
  readonly account: AccountView;
  constructor(account: AccountView) {
    this.account = account;
  }
}

export const UpdateAccountResult = createUnionType({
  name: "UpdateAccountResult",
  description: "What updateAccount can answer.",
  types: () => [UpdateAccountOk, InvalidInput] as const,
});
export const SetEditionResult = createUnionType({
  name: "SetEditionResult",
  description: "What setEdition can answer.",
  types: () => [SetEditionOk, NotFound, Conflict] as const,
});
