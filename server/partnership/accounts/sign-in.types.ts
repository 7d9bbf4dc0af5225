import { createUnionType, Field, InputType, Int, ObjectType } from "type-graphql";
import { Conflict, InvalidInput, UserError } from "../../platform/api/refusal.ts";
import { Needs } from "../../platform/api/right.ts";
import {
  CurrencyCode,
  EmailAddress,
  Name,
  Password,
  TimeZone,
} from "../../platform/api/scalars.ts";
import type { AccountKind } from "../../platform/auth/rights.ts";
import type { Edition } from "../../domain/entitlement.ts";
import { ViewerView } from "./viewer.types.ts";
import { AccountKindValue, EditionValue } from "./words.types.ts";

@Needs("public")
@ObjectType({ implements: UserError, description: "Too many attempts: wait before the next." })
export class TooManyAttempts extends UserError {
  @Field(() => Int, { description: "Seconds to wait." })
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    super(
      "TOO_MANY_ATTEMPTS",
      `Too many attempts: try again in ${Math.ceil(retryAfterSeconds / 60)} minutes`,
    );
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

@InputType({ description: "A new account and the person who runs it." })
export class SignUpInput {
  @Field(() => AccountKindValue, { description: "BRAND or PARTNER." })
  kind!: AccountKind;
  @Field(() => Name, { description: "Name of the account, 1 to 200 characters." })
  accountName!: string;
  @Field(() => Name, { description: "The person's name, 1 to 200 characters." })
  name!: string;
  @Field(() => EmailAddress, { description: "E-mail address." })
  email!: string;
  @Field(() => Password, { description: "Password of 10 to 200 characters." })
  password!: string;
  @Field(() => TimeZone, {
    description:
      "IANA time zone such as Europe/Berlin: the account's days and limits are cut in it.",
  })
  timeZone!: string;
  @Field(() => CurrencyCode, { description: "ISO 4217 code such as USD." })
  currency!: string;
  @Field(() => EditionValue, {
    nullable: true,
    description: "A brand's plan; ESSENTIALS when left out. Partners have none.",
  })
  edition?: Edition | null;
}

@Needs("public")
@ObjectType({ description: "Signed up and signed in." })
export class SignUpOk {
  @Field(() => ViewerView, { description: "The new person in the new account." })
  readonly viewer: ViewerView;
  constructor(viewer: ViewerView) {
    this.viewer = viewer;
  }
}
export const SignUpResult = createUnionType({
  name: "SignUpResult",
  description: "What signUp can answer.",
  types: () => [SignUpOk, InvalidInput, Conflict, TooManyAttempts] as const,
});

@Needs("public")
@ObjectType({ description: "Signed in; the session is in the cookie." })
export class SignInOk {
  @Field(() => ViewerView, { description: "The person, in the account used first." })
  readonly viewer: ViewerView;
  constructor(viewer: ViewerView) {
    this.viewer = viewer;
  }
}
export const SignInResult = createUnionType({
  name: "SignInResult",
  description: "What signIn can answer.",
  types: () => [SignInOk, InvalidInput, TooManyAttempts] as const,
});

@Needs("public")
@ObjectType({ description: "Signed out." })
export class SignOutOk {
  @Field(() => Boolean, { description: "A session was ended." })
  readonly ended: boolean;
  constructor(ended: boolean) {
    this.ended = ended;
  }
}
export const SignOutResult = createUnionType({
  name: "SignOutResult",
  description: "What signOut can answer.",
  types: () => [SignOutOk] as const,
});

@Needs("public")
@ObjectType({
  description: "Taken note: if the address is known, a mail with a link is on its way.",
})
export class RequestPasswordResetOk {
  @Field(() => Int, { description: "How long the link will work, in minutes." })
  readonly validMinutes: number;
  constructor(validMinutes: number) {
    this.validMinutes = validMinutes;
  }
}
export const RequestPasswordResetResult = createUnionType({
  name: "RequestPasswordResetResult",
  description: "What requestPasswordReset can answer: the same for every address.",
  types: () => [RequestPasswordResetOk] as const,
});

@Needs("public")
@ObjectType({
  description: "The password was set and every session of the person ended: sign in with it.",
})
export class ResetPasswordOk {
  @Field(() => String, { description: "The person's e-mail address." })
  readonly email: string;
  constructor(email: string) {
    this.email = email;
  }
}
export const ResetPasswordResult = createUnionType({
  name: "ResetPasswordResult",
  description: "What resetPassword can answer.",
  types: () => [ResetPasswordOk, InvalidInput] as const,
});

@Needs("session")
@ObjectType({ description: "The password was changed; the person's other sessions were ended." })
export class ChangePasswordOk {
  @Field(() => ViewerView, { description: "The person, still signed in here." })
  readonly viewer: ViewerView;
  constructor(viewer: ViewerView) {
    this.viewer = viewer;
  }
}
export const ChangePasswordResult = createUnionType({
  name: "ChangePasswordResult",
  description: "What changePassword can answer.",
  types: () => [ChangePasswordOk, InvalidInput, TooManyAttempts] as const,
});
