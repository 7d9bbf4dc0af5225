import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../api/connection.ts";
import { ID } from "../api/id.ts";
import { idempotencyKeyText } from "../api/idempotency-key.ts";
import { Needs } from "../api/right.ts";
import type { Context } from "../context.ts";
import { ContractConnection, ContractFilter, ContractView, DecideContractResult, ProposeContractInput, ProposeContractResult } from "./contract.types.ts";
import { contract, contracts, decideContract, proposeContract } from "./contracts.ts";

@Resolver()
export class ContractResolver {
  @Needs("contracts:read")
  @Query(() => ContractConnection, { description: "Your account's contracts, newest first; ACTIVE ones unless states are given." })
  contracts(
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("filter", () => ContractFilter, { nullable: true, description: "Which ones; without it the usual ones." }) filter: ContractFilter | null,
  ) {
    return contracts(ctx, { first, after }, filter);
  }

  @Needs("contracts:read")
  @Query(() => ContractView, { nullable: true, description: "One contract; null when there is none in your account." })
  contract(@Ctx() ctx: Context, @Arg("id", () => ID, { description: "Identity of the contract." }) id: string) {
    return contract(ctx, id);
  }

  @Needs("contracts:propose")
  @Mutation(() => ProposeContractResult, { description: "Offers a version of terms to a partner." })
  proposeContract(
    @Ctx() ctx: Context,
    @Arg("input", () => ProposeContractInput, { description: "What to do." }) input: ProposeContractInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText }) idempotencyKey: string,
  ) {
    return proposeContract(ctx, input, idempotencyKey);
  }

  @Needs("contracts:decide")
  @Mutation(() => DecideContractResult, { description: "Accepts a proposal made to your account; the contract is then immutable." })
  acceptContract(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the contract." }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText }) idempotencyKey: string,
  ) {
    return decideContract(ctx, { id, decision: "SIGNED", reason: null }, idempotencyKey);
  }

  @Needs("contracts:decide")
  @Mutation(() => DecideContractResult, { description: "Declines a proposal made to your account; contracts in force stay as they are." })
  declineContract(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the contract." }) id: string,
    @Arg("reason", () => String, { nullable: true, description: "Why, for the other side." }) reason: string | null,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText }) idempotencyKey: string,
  ) {
    return decideContract(ctx, { id, decision: "DECLINED", reason }, idempotencyKey);
  }

  @Needs("contracts:propose")
  @Mutation(() => DecideContractResult, { description: "Takes back a proposal of your account that is not yet answered." })
  withdrawContract(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the contract." }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText }) idempotencyKey: string,
  ) {
    return decideContract(ctx, { id, decision: "WITHDRAWN", reason: null }, idempotencyKey);
  }
}
