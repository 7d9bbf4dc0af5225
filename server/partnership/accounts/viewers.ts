/** Who asks, in words for the client. */
import { beforeTenant } from "../../platform/auth/before-tenant.ts";
import { isKeyScope } from "../../platform/auth/rights.ts";
import { isInvalid, viewerOf } from "../../platform/auth/viewer-of.ts";
import type { Viewer } from "../../platform/auth/viewer.ts";
import type { Deps } from "../../platform/context.ts";
import { Account } from "./account.entity.ts";
import { accountView } from "./accounts.ts";
import { ApiKey } from "./api-key.entity.ts";
import { Membership } from "./membership.entity.ts";
import { User } from "./user.entity.ts";
import type { ViewerView } from "./viewer.types.ts";

export async function describeViewer(deps: Deps, viewer: Viewer): Promise<ViewerView> {
  const rights = [...viewer.rights];
  const nobody = {
    kind: viewer.kind,
    user: null,
    account: null,
    role: null,
    rights,
    memberships: [],
    key: null,
  };
  if (viewer.kind === "ANONYMOUS") return nobody;
  const em = beforeTenant(deps);
  if (viewer.kind === "KEY") {
    const [key, account] = [
      await em.findOneOrFail(ApiKey, { id: viewer.keyId }),
      await em.findOneOrFail(Account, { id: viewer.account.id }),
    ];
    return {
      ...nobody,
      account: accountView(account),
      key: {
        id: key.id,
        name: key.name,
        last4: key.last4,
        scopes: key.scopes.filter(isKeyScope),
        expiresAt: key.expiresAt ?? null,
      },
    };
  }
  const user = await em.findOneOrFail(User, { id: viewer.userId });
  const memberships = await em.find(Membership, { userId: user.id });
  const accounts = await em.find(
    Account,
    { id: { $in: memberships.map((membership) => membership.accountId) } },
    { orderBy: { name: "asc", id: "asc" } },
  );
  const own = accounts.find((account) => account.id === viewer.account?.id);
  return {
    ...nobody,
    user: { id: user.id, name: user.name, email: user.email },
    account: own ? accountView(own) : null,
    role: viewer.account?.role ?? null,
    memberships: accounts.flatMap((account) => {
      const role = memberships.find((membership) => membership.accountId === account.id)?.role;
      return role ? [{ account: accountView(account), role }] : [];
    }),
  };
}

/** The viewer that a token just handed out stands for. */
export async function viewerBehind(deps: Deps, token: string): Promise<ViewerView> {
  const viewer = await viewerOf(deps, { sessionToken: token, authorization: null });
  if (isInvalid(viewer)) throw new Error("viewerBehind: a fresh session is not found");
  return describeViewer(deps, viewer);
}
