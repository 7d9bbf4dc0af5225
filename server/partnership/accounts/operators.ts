/** The platform's people. Made on the command line, with the login that owns the database. */
import type { EntityManager } from "@mikro-orm/postgresql";
import { emFor } from "../../platform/auth/tenant.ts";
import type { Deps } from "../../platform/context.ts";
import { Account } from "./account.entity.ts";
import { checkPerson, newAccount, newMembership, newUser, type PersonDetails } from "./creation.ts";
import { Membership } from "./membership.entity.ts";
import { User } from "./user.entity.ts";

/** Input that cannot be used; the message is for the command line. */
export class OperatorRefused extends Error {}

async function platformAccount(tx: EntityManager, deps: Deps): Promise<Account> {
  // Two commands at once must not make two platforms.
  await tx.execute("lock table account in share row exclusive mode");
  const known = await tx.findOne(Account, { kind: "PLATFORM" });
  if (known) return known;
  const made = newAccount(tx, deps, {
    kind: "PLATFORM",
    name: "Platform",
    timeZone: "UTC",
    currency: "USD",
  });
  await tx.flush();
  return made;
}

/**
 * Makes the person an operator; makes the platform account first where there is none. A person
 * whose address is known gets the membership and keeps the password. `deps.orm` has the role
 * "owner". Returns whether the person is new.
 */
export async function createOperator(
  deps: Deps,
  facts: PersonDetails,
): Promise<{ accountId: string; userId: string; isNew: boolean }> {
  const person = checkPerson(facts, "operator");
  if (!person.ok) throw new OperatorRefused(`${person.path.at(-1) ?? "input"}: ${person.message}`);
  return emFor(deps.orm, { kind: "EVERYBODY" }).transactional(async (tx) => {
    const account = await platformAccount(tx, deps);
    const known = await tx.findOne(User, { email: person.value.email });
    const user = known ?? (await newUser(tx, deps, person.value));
    await tx.flush();
    if ((await tx.count(Membership, { userId: user.id, accountId: account.id })) === 0)
      newMembership(tx, deps, { userId: user.id, accountId: account.id, role: "OPERATOR" });
    return { accountId: account.id, userId: user.id, isNew: known === null };
  });
}
