import { createUnionType, Field, GraphQLISODateTime, ObjectType } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { InvalidInput, NotFound } from "../../platform/api/refusal.ts";
import { Needs } from "../../platform/api/right.ts";
import { TooManyAttempts } from "./sign-in.types.ts";
import { ViewerView } from "./viewer.types.ts";

@Needs("session")
@ObjectType("Session", {
  description: "One place where the person is signed in.",
  simpleResolvers: true,
})
export class SessionView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => Boolean, { description: "This request's own session." })
  isCurrent!: boolean;
  @Field(() => String, { description: "The browser, as it named itself." })
  userAgent!: string;
  @Field(() => GraphQLISODateTime, { description: "When the person signed in." })
  createdAt!: Date;
  @Field(() => GraphQLISODateTime, { description: "Last request, exact to a minute." })
  lastSeenAt!: Date;
  @Field(() => GraphQLISODateTime, { description: "When it ends without another request." })
  expiresAt!: Date;
}

@Needs("session")
@ObjectType({ description: "The password was right." })
export class ConfirmPasswordOk {
  @Field(() => GraphQLISODateTime, {
    description: "Until then, what moves money or rights does not ask for it again.",
  })
  readonly until: Date;
  constructor(until: Date) {
    this.until = until;
  }
}
export const ConfirmPasswordResult = createUnionType({
  name: "ConfirmPasswordResult",
  description: "What confirmPassword can answer.",
  types: () => [ConfirmPasswordOk, InvalidInput, TooManyAttempts] as const,
});
@Needs("session")
@ObjectType({ description: "The session was ended." })
export class RevokeSessionOk {
  @Field(() => [SessionView], { description: "The sessions that are left." })
  readonly sessions: SessionView[];
  constructor(sessions: SessionView[]) {
    this.sessions = sessions;
  }
}
export const RevokeSessionResult = createUnionType({
  name: "RevokeSessionResult",
  description: "What revokeSession can answer.",
  types: () => [RevokeSessionOk, NotFound] as const,
});

@Needs("session")
@ObjectType({ description: "The session now works for the other account; its cookie was renewed." })
export class SwitchAccountOk {
  @Field(() => ViewerView, { description: "The person in that account." })
  readonly viewer: ViewerView;
  constructor(viewer: ViewerView) {
    this.viewer = viewer;
  }
}
export const SwitchAccountResult = createUnionType({
  name: "SwitchAccountResult",
  description: "What switchAccount can answer.",
  types: () => [SwitchAccountOk, NotFound] as const,
});
