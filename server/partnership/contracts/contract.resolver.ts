import { Arg, Ctx, GraphQLISODateTime, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Confirmed, Needs, Rows } from "../../platform/api/right.ts";
import { Text } from "../../platform/api/scalars.ts";
import type { Context } from "../../platform/context.ts";
import { TermsDifferenceView } from "../terms/difference.types.ts";
import {
  ContractConnection,
  ContractFilter,
  ContractHistoryView,
  ContractView,
  DecideContractResult,
  OfferInput,
  OfferTermsResult,
  ProposeContractInput,
  ProposeContractResult,
  RecentContractsView,
} from "./contract.types.ts";
import { ExpireContractsInput, ExpireContractsResult } from "./expiry.types.ts";
import { ContractAuditConnection } from "./audit.types.ts";
import { contractEvents } from "./audits.ts";
import {
  contract,
  contractAt,
  contractDifferences,
  contractHistory,
  contracts,
  recentContracts,
  termsDifferences,
} from "./contracts.ts";
import { expireContracts } from "./expiry.ts";
import { counterContract, proposeOwnTerms } from "./offers.ts";
import { optInToChange } from "./opt-in.ts";
import { decideContract, proposeContract } from "./proposals.ts";

const idText = "Identity of the contract.";

@Resolver()
export class ContractResolver {
  @Needs("contracts:read")
  @Query(() => ContractConnection, {
    description: "Your account's contracts, newest first; ACTIVE ones unless states are given.",
  })
  contracts(
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("filter", () => ContractFilter, {
      nullable: true,
      description: "Which ones; without it the usual ones.",
    })
    filter: ContractFilter | null,
  ) {
    return contracts(ctx, { first, after }, filter);
  }

  @Needs("contracts:read")
  @Query(() => ContractView, {
    nullable: true,
    description: "One contract; null when there is none in your account.",
  })
  contract(@Ctx() ctx: Context, @Arg("id", () => ID, { description: idText }) id: string) {
    return contract(ctx, id);
  }

  @Needs("contracts:read")
  @Query(() => ContractView, {
    nullable: true,
    description: "The contract in force at an instant: what a click of that instant is priced by.",
  })
  contractAt(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("partnerId", () => ID, { description: "The partner account." }) partnerId: string,
    @Arg("at", () => GraphQLISODateTime, { description: "The instant." }) at: Date,
  ) {
    return contractAt(ctx, programId, partnerId, at);
  }

  @Needs("contracts:read")
  @Query(() => ContractHistoryView, {
    description:
      "Signed, pending and rejected contracts of a partner, newest first; the newest 100, older " +
      "ones by `contracts`.",
  })
  contractHistory(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("partnerId", () => ID, { description: "The partner account." }) partnerId: string,
  ) {
    return contractHistory(ctx, programId, partnerId);
  }

  @Needs("contracts:read")
  @Query(() => RecentContractsView, {
    description:
      "Contracts that ended in the last 30 days, end in the next 30, or start in the next 30.",
  })
  recentContracts(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
  ) {
    return recentContracts(ctx, programId);
  }

  @Needs("contracts:read")
  @Query(() => ContractAuditConnection, {
    description: "Who did what to a program's contracts, newest first.",
  })
  contractEvents(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("partnerId", () => ID, { nullable: true, description: "Only this partner's." }) partnerId:
      | string
      | null,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
  ) {
    return contractEvents(ctx, programId, partnerId, { first, after });
  }

  @Needs("contracts:read")
  @Rows(12)
  @Query(() => [TermsDifferenceView], {
    nullable: true,
    description:
      "What a contract changes against the one it follows, or the one in force now; null where " +
      "there is no such contract.",
  })
  contractDifferences(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: idText }) id: string,
  ) {
    return contractDifferences(ctx, id);
  }

  @Needs("terms:read")
  @Rows(12)
  @Query(() => [TermsDifferenceView], {
    nullable: true,
    description:
      "Two versions of terms compared clause by clause; empty for a version and itself, null " +
      "where one of them is not there.",
  })
  termsDifferences(
    @Ctx() ctx: Context,
    @Arg("beforeId", () => ID, { description: "Identity of the version before." }) beforeId: string,
    @Arg("afterId", () => ID, { description: "Identity of the version after." }) afterId: string,
  ) {
    return termsDifferences(ctx, beforeId, afterId);
  }

  @Needs("contracts:propose")
  @Confirmed()
  @Mutation(() => ProposeContractResult, { description: "Offers a version of terms to a partner." })
  proposeContract(
    @Ctx() ctx: Context,
    @Arg("input", () => ProposeContractInput, { description: "What to do." })
    input: ProposeContractInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return proposeContract(ctx, input, idempotencyKey);
  }

  @Needs("contracts:decide")
  @Confirmed()
  @Mutation(() => OfferTermsResult, {
    description: "A partner offers own terms; the contract in force stays until the brand accepts.",
  })
  proposeOwnTerms(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("input", () => OfferInput, { description: "What to do." }) input: OfferInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return proposeOwnTerms(ctx, programId, input, idempotencyKey);
  }

  @Needs("contracts:decide")
  @Confirmed()
  @Mutation(() => OfferTermsResult, {
    description: "Answers a proposal made to your account with other terms.",
  })
  counterContract(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: idText }) id: string,
    @Arg("input", () => OfferInput, { description: "What to do." }) input: OfferInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return counterContract(ctx, id, input, idempotencyKey);
  }

  @Needs("contracts:decide")
  @Confirmed()
  @Mutation(() => DecideContractResult, {
    description: "Accepts a proposal made to your account; the contract is then immutable.",
  })
  acceptContract(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: idText }) id: string,
    @Arg("groupIds", () => [ID], {
      nullable: true,
      description: "A brand's groups that the partner joins; one unknown id refuses all.",
    })
    groupIds: string[] | null,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return decideContract(
      ctx,
      { id, decision: "SIGNED", reason: null, groupIds: groupIds ?? null },
      idempotencyKey,
    );
  }

  @Needs("contracts:decide")
  @Mutation(() => DecideContractResult, {
    description: "Declines a proposal made to your account; contracts in force stay as they are.",
  })
  declineContract(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: idText }) id: string,
    @Arg("reason", () => Text, {
      nullable: true,
      description: "Why, for the other side; at most 5000 characters.",
    })
    reason: string | null,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return decideContract(ctx, { id, decision: "DECLINED", reason }, idempotencyKey);
  }

  @Needs("contracts:decide")
  @Mutation(() => DecideContractResult, {
    description: "Takes back a proposal of your account that is not yet answered.",
  })
  withdrawContract(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: idText }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return decideContract(ctx, { id, decision: "WITHDRAWN", reason: null }, idempotencyKey);
  }

  @Needs("contracts:decide")
  @Confirmed()
  @Mutation(() => DecideContractResult, {
    description: "Takes a planned change before its day, where the brand allowed it.",
  })
  optInToChange(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the upcoming contract." }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return optInToChange(ctx, id, idempotencyKey);
  }

  @Needs("contracts:expire")
  @Confirmed()
  @Mutation(() => ExpireContractsResult, {
    description:
      "Ends contracts at 23:59:59 of a day in your account's zone: all of them, or none. One " +
      "that begins later never comes into force.",
  })
  expireContracts(
    @Ctx() ctx: Context,
    @Arg("input", () => ExpireContractsInput, { description: "What to do." })
    input: ExpireContractsInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return expireContracts(ctx, input, idempotencyKey);
  }
}
