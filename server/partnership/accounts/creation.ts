/**
 * New accounts, people and memberships, as sign-up, invitations, the CLI and the demo world make
 * them.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { checkPassword, hashPassword } from "../../platform/auth/password.ts";
import { permissions, type AccountKind, type Role } from "../../platform/auth/rights.ts";
import { newCode, type Clock, type NewId } from "../../platform/clock.ts";
import type { Edition } from "../../domain/entitlement.ts";
import { parseZone } from "../../domain/calendar.ts";
import { accept, type Result } from "../../domain/result.ts";
import { Account } from "./account.entity.ts";
import { checkCurrency, checkEmail, checkName } from "./input.ts";
import { Membership } from "./membership.entity.ts";
import { Partnership } from "./partnership.entity.ts";
import { User } from "./user.entity.ts";

type Making = { clock: Clock; newId: NewId };

/** Role of the person who makes an account. */
export const ownerRole: Record<AccountKind, Role> = {
  BRAND: "BRAND_ADMIN",
  PARTNER: "PARTNER_OWNER",
  PLATFORM: "OPERATOR",
};

export interface AccountDetails {
  name: string;
  timeZone: string;
  currency: string;
}
export function checkAccount(
  facts: { accountName: string; timeZone: string; currency: string },
  path: string,
): Result<AccountDetails> {
  const name = checkName(facts.accountName, path, "accountName");
  if (!name.ok) return name;
  const zone = parseZone(facts.timeZone, "timeZone");
  if (!zone.ok) return { ...zone, path: [path, ...zone.path] };
  const currency = checkCurrency(facts.currency, path, "currency");
  return currency.ok
    ? accept({ name: name.value, timeZone: zone.value, currency: currency.value })
    : currency;
}

export interface PersonDetails {
  name: string;
  email: string;
  password: string;
}
export function checkPerson(facts: PersonDetails, path: string): Result<PersonDetails> {
  const name = checkName(facts.name, path, "name");
  if (!name.ok) return name;
  const email = checkEmail(facts.email, path, "email");
  if (!email.ok) return email;
  const password = checkPassword(facts.password, path, "password");
  return password.ok
    ? accept({ name: name.value, email: email.value, password: password.value })
    : password;
}

/** `edition` for brands alone; ESSENTIALS is the smallest that pays per click. */
export function newAccount(
  tx: EntityManager,
  making: Making,
  facts: AccountDetails & { kind: AccountKind; edition?: Edition | null | undefined },
): Account {
  const at = making.clock();
  return tx.create(Account, {
    id: making.newId(at),
    kind: facts.kind,
    name: facts.name,
    code: newCode(),
    edition: facts.kind === "BRAND" ? (facts.edition ?? "ESSENTIALS") : null,
    timeZone: facts.timeZone,
    currency: facts.currency,
    state: "ACTIVE",
    supportContact: null,
    createdAt: new Date(at),
  });
}

/** Hashes the password: some 50 ms, so call it before the transaction takes a lock. */
export async function newUser(
  tx: EntityManager,
  making: Making,
  person: PersonDetails,
): Promise<User> {
  const passwordHash = await hashPassword(person.password);
  const at = making.clock();
  return tx.create(User, {
    id: making.newId(at),
    email: person.email,
    name: person.name,
    passwordHash,
    createdAt: new Date(at),
  });
}

/**
 * `isFounder`: who makes a brand account holds every permission, so that there is somebody to give
 * them on.
 */
export function newMembership(
  tx: EntityManager,
  making: Making,
  of: { userId: string; accountId: string; role: Role; isFounder?: boolean },
): Membership {
  const { isFounder = false, ...fields } = of;
  const at = making.clock();
  return tx.create(Membership, {
    id: making.newId(at),
    ...fields,
    permissions: isFounder && of.role === "BRAND_ADMIN" ? [...permissions] : [],
    createdAt: new Date(at),
  });
}

export function newPartnership(
  tx: EntityManager,
  making: Making,
  of: { brandAccountId: string; partnerAccountId: string },
): Partnership {
  const at = making.clock();
  return tx.create(Partnership, { id: making.newId(at), ...of, createdAt: new Date(at) });
}
