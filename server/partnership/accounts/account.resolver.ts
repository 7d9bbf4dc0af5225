import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Confirmed, Needs } from "../../platform/api/right.ts";
import { Line } from "../../platform/api/scalars.ts";
import type { AccountKind } from "../../platform/auth/rights.ts";
import type { Context } from "../../platform/context.ts";
import type { Edition } from "../../domain/entitlement.ts";
import {
  AccountConnection,
  AccountView,
  Counterpart,
  CounterpartConnection,
  SetEditionResult,
  UpdateAccountInput,
  UpdateAccountResult,
} from "./account.types.ts";
import { account, counterpartsOf, partner, setEdition, updateAccount } from "./accounts.ts";
import { accounts } from "./account-list.ts";
import { AccountKindValue, EditionValue } from "./words.types.ts";

@Resolver()
export class AccountResolver {
  @Needs("account:read")
  @Query(() => AccountView, { nullable: true, description: "Your account." })
  account(@Ctx() ctx: Context) {
    return account(ctx);
  }

  @Needs("platform:review")
  @Query(() => AccountConnection, {
    description: "All accounts of this installation, oldest first: for its operator.",
  })
  accounts(
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("kind", () => AccountKindValue, { nullable: true, description: "Only this kind." })
    kind: AccountKind | null,
    @Arg("search", () => Line, {
      nullable: true,
      description: "Only those whose name or code contains this, whatever its case.",
    })
    search: string | null,
  ) {
    return accounts(ctx, { first, after }, kind, search);
  }

  @Needs("account:read")
  @Query(() => CounterpartConnection, {
    description: "Partner accounts your brand account works with, in the order they came.",
  })
  partners(
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("search", () => Line, {
      nullable: true,
      description: "Only those whose name or code contains this, whatever its case.",
    })
    search: string | null,
  ) {
    return counterpartsOf(ctx, "PARTNER", { first, after }, search);
  }

  @Needs("account:read")
  @Query(() => Counterpart, {
    nullable: true,
    description: "One partner account your brand account works with; null when there is none such.",
  })
  partner(@Ctx() ctx: Context, @Arg("id", () => ID, { description: "Its identity." }) id: string) {
    return partner(ctx, id);
  }

  @Needs("account:read")
  @Query(() => CounterpartConnection, {
    description: "Brand accounts your partner account works with, in the order they came.",
  })
  brands(
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
  ) {
    return counterpartsOf(ctx, "BRAND", { first, after });
  }

  @Needs("account:write")
  @Mutation(() => UpdateAccountResult, {
    description:
      "Changes your account. After a change of zone or financial year several windows of a " +
      "running limit bind at once until the old ones end: the stricter holds, and no amount " +
      "that limitUsage showed is passed. stillBinding of the answer lists them.",
  })
  updateAccount(
    @Ctx() ctx: Context,
    @Arg("input", () => UpdateAccountInput, { description: "What to do." })
    input: UpdateAccountInput,
  ) {
    return updateAccount(ctx, input);
  }

  @Needs("platform:review")
  @Confirmed()
  @Mutation(() => SetEditionResult, {
    description: "Sets a brand account's plan: for the operator of this installation.",
  })
  setEdition(
    @Ctx() ctx: Context,
    @Arg("accountId", () => ID, { description: "The brand account." }) accountId: string,
    @Arg("edition", () => EditionValue, { description: "Its new plan." }) edition: Edition,
  ) {
    return setEdition(ctx, accountId, edition);
  }
}
