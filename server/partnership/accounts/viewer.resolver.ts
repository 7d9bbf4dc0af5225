import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Line, Password, Token } from "../../platform/api/scalars.ts";
import type { Context } from "../../platform/context.ts";
import {
  ChangePasswordResult,
  RequestPasswordResetResult,
  ResetPasswordResult,
  SignInResult,
  SignOutResult,
  SignUpInput,
  SignUpResult,
} from "./sign-in.types.ts";
import {
  changePassword,
  confirmPassword,
  requestPasswordReset,
  resetPassword,
  signIn,
  signOut,
  signUp,
} from "./sign-in.ts";
import {
  ConfirmPasswordResult,
  RevokeSessionResult,
  SessionView,
  SwitchAccountResult,
} from "./session.types.ts";
import { revokeSession, sessions, switchAccount } from "./sessions.ts";
import { ViewerView } from "./viewer.types.ts";
import { describeViewer } from "./viewers.ts";

@Resolver()
export class ViewerResolver {
  @Needs("public")
  @Query(() => ViewerView, { description: "Who asks, for which account, with which rights." })
  viewer(@Ctx() ctx: Context) {
    return describeViewer(ctx, ctx.viewer);
  }

  @Needs("session")
  @Rows(100)
  @Query(() => [SessionView], {
    description: "Where you are signed in, last used first, at most 100.",
  })
  sessions(@Ctx() ctx: Context) {
    return sessions(ctx);
  }

  @Needs("public")
  @Mutation(() => SignUpResult, {
    description: "Makes a brand or partner account with its first person, and signs in.",
  })
  signUp(
    @Ctx() ctx: Context,
    @Arg("input", () => SignUpInput, { description: "What to do." }) input: SignUpInput,
  ) {
    return signUp(ctx, input);
  }

  @Needs("public")
  @Mutation(() => SignInResult, {
    description:
      "Signs in with e-mail address and password; the session comes as a cookie. 5 failed " +
      "attempts in 15 minutes are allowed from one address; a browser that signed in before has " +
      "its own 5.",
  })
  signIn(
    @Ctx() ctx: Context,
    @Arg("email", () => Line, { description: "E-mail address." }) email: string,
    @Arg("password", () => Password, { description: "Password." }) password: string,
  ) {
    return signIn(ctx, email, password);
  }

  @Needs("public")
  @Mutation(() => SignOutResult, { description: "Ends this session and clears its cookie." })
  signOut(@Ctx() ctx: Context) {
    return signOut(ctx);
  }

  @Needs("session")
  @Mutation(() => SwitchAccountResult, { description: "Goes on in another account of yours." })
  switchAccount(
    @Ctx() ctx: Context,
    @Arg("accountId", () => ID, { description: "One of viewer.memberships." }) accountId: string,
  ) {
    return switchAccount(ctx, accountId);
  }

  @Needs("session")
  @Mutation(() => RevokeSessionResult, { description: "Ends one of your sessions." })
  revokeSession(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "One of sessions." }) id: string,
  ) {
    return revokeSession(ctx, id);
  }

  @Needs("public")
  @Mutation(() => RequestPasswordResetResult, {
    description:
      "Asks for a mail with a link to set a new password. The answer is the same for every " +
      "address.",
  })
  requestPasswordReset(
    @Ctx() ctx: Context,
    @Arg("email", () => Line, { description: "E-mail address." }) email: string,
  ) {
    return requestPasswordReset(ctx, email);
  }

  @Needs("public")
  @Mutation(() => ResetPasswordResult, {
    description:
      "Sets a new password by the mailed link's token and ends all sessions of the person.",
  })
  resetPassword(
    @Ctx() ctx: Context,
    @Arg("token", () => Token, { description: "The token of the link." }) token: string,
    @Arg("password", () => Password, { description: "New password of 10 to 200 characters." })
    password: string,
  ) {
    return resetPassword(ctx, token, password);
  }

  @Needs("session")
  @Mutation(() => ConfirmPasswordResult, {
    description:
      "Takes your password again: what moves money or rights asks for it where it was given more " +
      "than 30 minutes ago (PASSWORD_NEEDED).",
  })
  confirmPassword(
    @Ctx() ctx: Context,
    @Arg("password", () => Password, { description: "Your password." }) password: string,
  ) {
    return confirmPassword(ctx, password);
  }

  @Needs("session")
  @Mutation(() => ChangePasswordResult, {
    description: "Changes your password and ends your other sessions.",
  })
  changePassword(
    @Ctx() ctx: Context,
    @Arg("currentPassword", () => Password, { description: "The password so far." })
    currentPassword: string,
    @Arg("newPassword", () => Password, { description: "New password of 10 to 200 characters." })
    newPassword: string,
  ) {
    return changePassword(ctx, currentPassword, newPassword);
  }
}
