import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import { ledgerEntries } from "./ledger-entries.ts";
import { LedgerEntryConnection, LedgerEntryFilter } from "./ledger-entry.types.ts";

@Resolver()
export class LedgerEntryResolver {
  @Needs("payouts:read")
  @Query(() => LedgerEntryConnection, {
    description: "Ledger entries of a program, newest first; a partner sees its own.",
  })
  ledgerEntries(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("filter", () => LedgerEntryFilter, {
      nullable: true,
      description: "Which ones; without it all.",
    })
    filter: LedgerEntryFilter | null,
  ) {
    return ledgerEntries(ctx, programId, { first, after }, filter ?? null);
  }
}
