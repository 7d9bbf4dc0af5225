import { Args, Ctx, Query, Resolver } from "type-graphql";
import { Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import { ProgramPartnersArgs, ProgramPartnersView } from "./program-partner.types.ts";
import { programPartners } from "./program-partners.ts";

@Resolver()
export class ProgramPartnerResolver {
  @Needs("reports:read")
  @Query(() => ProgramPartnersView, {
    nullable: true,
    description:
      "All partners of your brand with what they brought and earned in a program, also those " +
      "that it was never offered to. Null for a partner, and where there is no such program.",
  })
  programPartners(
    @Ctx() ctx: Context,
    @Args(() => ProgramPartnersArgs) asked: ProgramPartnersArgs,
  ) {
    return programPartners(ctx, asked);
  }
}
