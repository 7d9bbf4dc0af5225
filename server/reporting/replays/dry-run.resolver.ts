import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import { Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import {
  DryRunClickInput,
  DryRunLeadInput,
  DryRunResult,
  DryRunSaleInput,
} from "./dry-run.types.ts";
import { dryRunClick, dryRunLead, dryRunSale } from "./dry-runs.ts";

@Resolver()
export class DryRunResolver {
  @Needs("replays:run")
  @Mutation(() => DryRunResult, {
    description:
      "Decides one click that never happened, step by step, under a draft, a version or the " +
      "contract in force; stores nothing.",
  })
  dryRunClick(
    @Ctx() ctx: Context,
    @Arg("input", () => DryRunClickInput, { description: "The click." }) input: DryRunClickInput,
  ) {
    return dryRunClick(ctx, input);
  }

  @Needs("replays:run")
  @Mutation(() => DryRunResult, {
    description:
      "Decides one sale that never happened, step by step, under a draft, a version or the " +
      "contract in force; stores nothing.",
  })
  dryRunSale(
    @Ctx() ctx: Context,
    @Arg("input", () => DryRunSaleInput, { description: "The sale." }) input: DryRunSaleInput,
  ) {
    return dryRunSale(ctx, input);
  }

  @Needs("replays:run")
  @Mutation(() => DryRunResult, {
    description:
      "Decides one lead that never happened, step by step, under a draft, a version or the " +
      "contract in force; stores nothing.",
  })
  dryRunLead(
    @Ctx() ctx: Context,
    @Arg("input", () => DryRunLeadInput, { description: "The lead." }) input: DryRunLeadInput,
  ) {
    return dryRunLead(ctx, input);
  }
}
