/** All accounts of the installation, as its operator lists them. */
import { pageById, type Page, type PageArgs } from "../../platform/api/connection.ts";
import type { AccountKind } from "../../platform/auth/rights.ts";
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import { raw } from "@mikro-orm/postgresql";
import { Account } from "./account.entity.ts";
import type { ListedAccount } from "./account.types.ts";
import { accountView, searched } from "./accounts.ts";

interface Activity {
  account: string;
  programs: number;
  partners: number;
  members: number;
  active_at: string | null;
}
async function listed(ctx: Context, rows: readonly Account[]): Promise<ListedAccount[]> {
  const found = await ctx.em.execute<Activity[]>("select * from account_activity(?::uuid[])", [
    pgArray(rows.map(({ id }) => id)),
  ]);
  const known = new Map(found.map((row) => [row.account, row]));
  return rows.map((row) => {
    const { programs = 0, partners = 0, members = 0, active_at = null } = known.get(row.id) ?? {};
    const activeAt = active_at === null ? null : new Date(active_at);
    return Object.assign(accountView(row), { programs, partners, members, activeAt });
  });
}

/** Oldest first. */
export async function accounts(
  ctx: Context,
  asked: PageArgs,
  kind: AccountKind | null,
  search: string | null = null,
): Promise<Page<ListedAccount>> {
  const part = searched(search);
  // Not LIKE: what people type has no wildcards.
  const named =
    part === null
      ? {}
      : { [raw("strpos(lower(name || ' ' || code), lower(?))", [part])]: { $gt: 0 } };
  const where = { ...(kind ? { kind } : {}), ...named };
  return pageById(ctx.em, Account, { where, order: "oldest" }, asked, (rows) => listed(ctx, rows));
}
