/**
 * The first wall: the conditions by which a read finds the scope's rows alone, whatever the
 * database would let through. Each says what the row-level policy of its tables says. They are
 * parts of one statement, never statements of their own.
 */
import { raw } from "@mikro-orm/postgresql";
import type { Scope } from "./viewer.ts";

const isBrand = (scope: Scope): boolean => scope.tenantColumn() === "brand_account_id";

const brandsOfPartner = (scope: Scope) =>
  raw("(select brand_account_id from partnership where partner_account_id = ?)", [
    scope.requireAccountId(),
  ]);

/** Rows that name both sides: partnerships, contracts and their events, tracking links. */
export const ownRows = (scope: Scope) =>
  isBrand(scope)
    ? { brandAccountId: scope.requireAccountId() }
    : { partnerAccountId: scope.requireAccountId() };

/** Rows a brand shows to every partner it works with: programs and event types. */
export const shownRows = (scope: Scope) => ({
  brandAccountId: isBrand(scope) ? scope.requireAccountId() : { $in: brandsOfPartner(scope) },
});

/** Ads: a partner sees the brand's and its own, never another partner's deep links. */
export const shownAds = (scope: Scope) =>
  isBrand(scope)
    ? shownRows(scope)
    : {
        ...shownRows(scope),
        $or: [{ partnerAccountId: null }, { partnerAccountId: scope.requireAccountId() }],
      };

/** Versions of terms: a partner sees those its contracts and proposals name. */
export const shownVersions = (scope: Scope) =>
  isBrand(scope)
    ? { brandAccountId: scope.requireAccountId() }
    : {
        $or: [
          {
            id: {
              $in: raw(
                `(
                    select unnest(array[terms_version_id, fallback_version_id])
                    from contract
                    where partner_account_id = ?
                  )`,
                [scope.requireAccountId()],
              ),
            },
          },
          { partnerAccountId: scope.requireAccountId() },
        ],
      };

/** Template terms: a partner sees those of which it sees a version. */
export const shownTerms = (scope: Scope) =>
  isBrand(scope)
    ? { brandAccountId: scope.requireAccountId() }
    : {
        id: {
          $in: raw(
            `(
                select v.terms_id
                from contract c
                join terms_version v on v.id = c.terms_version_id
                where c.partner_account_id = ?
              )`,
            [scope.requireAccountId()],
          ),
        },
      };

/** Accounts: one's own and those one works with. */
export const knownAccounts = (scope: Scope) => {
  const [own, other] = isBrand(scope)
    ? ["brand_account_id", "partner_account_id"]
    : ["partner_account_id", "brand_account_id"];
  const accountId = scope.requireAccountId();
  return {
    $or: [
      { id: accountId },
      { id: { $in: raw(`(select ${other} from partnership where ${own} = ?)`, [accountId]) } },
    ],
  };
};
