import { Arg, Ctx, Query, Resolver } from "type-graphql";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Line } from "../../platform/api/scalars.ts";
import type { Context } from "../../platform/context.ts";
import { FoundView } from "./search.types.ts";
import { search } from "./searches.ts";

@Resolver()
export class SearchResolver {
  @Needs("session")
  @Rows(30)
  @Query(() => [FoundView], {
    description:
      "Partners, links, clicks, sales, contracts and terms of your account that a text names: " +
      "ids and order ids exactly, names by any part; at most five of each kind, and only of " +
      "those that you may read.",
  })
  search(
    @Ctx() ctx: Context,
    @Arg("text", () => Line, { description: "What to look for." }) text: string,
  ): Promise<FoundView[]> {
    return search(ctx, text);
  }
}
