/**
 * The first wall: of every table whose rows belong to accounts the ORM finds those alone that the
 * reader may see, without being asked, whatever the database would let through. Each filter says
 * what the row-level policies of its table say; a test holds the two against each other.
 */
import { raw, type EntityManager, type MikroORM } from "@mikro-orm/postgresql";
import type { AccountKind } from "./rights.ts";

/** For whom statements run. */
export type Reader =
  | { kind: AccountKind | "NOBODY"; accountId: string }
  /** Signing in and up, tokens, memberships across accounts: the identity tables of everyone. */
  | { kind: "BEFORE_TENANT" }
  /** The worker and the owner of the database. */
  | { kind: "EVERYBODY" };
interface Tenant {
  isBrand: boolean;
  accountId: string;
}

/** Stands for the account of who has none: no row has it. */
const noAccount = "00000000-0000-0000-0000-000000000000";
export const nobody: Reader = { kind: "NOBODY", accountId: noAccount };

const sessionKind = { BEFORE_TENANT: "AUTH", NOBODY: "" } as const;
/** What row-level security is told; the worker and the owner have their roles. */
function session(reader: Reader) {
  if (reader.kind === "EVERYBODY") return {};
  const { kind } = reader;
  const variables = {
    "app.kind": kind === "BEFORE_TENANT" || kind === "NOBODY" ? sessionKind[kind] : kind,
    "app.account_id": kind === "BEFORE_TENANT" || kind === "NOBODY" ? "" : reader.accountId,
  };
  return { session: { variables } };
}

const filterName = "tenant";
/** Both walls of one reader. A fork that is told no reader finds nothing: its reads throw. */
export function emFor(orm: Pick<MikroORM, "em">, reader: Reader): EntityManager {
  const em = orm.em.fork(session(reader)) as EntityManager;
  em.setFilterParams(filterName, reader);
  return em;
}

type Rows = (tenant: Tenant) => object;
interface Others {
  /** Read before there is a tenant. */
  beforeTenant?: true;
  /** What the platform's operator finds, where that is more than a tenant would. */
  operator?: () => object;
}
const all = () => ({});

/** The `filters` of an entity whose rows belong to accounts. */
export const readBy = (rows: Rows, { beforeTenant, operator }: Others = {}) => ({
  [filterName]: {
    name: filterName,
    default: true,
    cond: (reader: Reader): object => {
      if (reader.kind === "EVERYBODY" || (reader.kind === "BEFORE_TENANT" && beforeTenant))
        return {};
      if (reader.kind === "BEFORE_TENANT") return rows({ isBrand: true, accountId: noAccount });
      if (reader.kind === "PLATFORM" && operator) return operator();
      return rows({ isBrand: reader.kind === "BRAND", accountId: reader.accountId });
    },
  },
});

const brandsOf = (partnerId: string) =>
  raw("(select brand_account_id from partnership where partner_account_id = ?)", [partnerId]);
const partnersOf = (brandId: string) =>
  raw("(select partner_account_id from partnership where brand_account_id = ?)", [brandId]);

/** Rows that name both sides: partnerships, contracts and their events, tracking links. */
const eitherRows: Rows = ({ isBrand, accountId }) =>
  isBrand ? { brandAccountId: accountId } : { partnerAccountId: accountId };
export const byEither = readBy(eitherRows);
export const byEitherOrOperator = readBy(eitherRows, { operator: all });
export const byEitherAndBefore = readBy(eitherRows, { beforeTenant: true });

/** Rows of one account. */
const accountRows: Rows = ({ accountId }) => ({ accountId });
export const byAccount = readBy(accountRows);
export const byAccountAndBefore = readBy(accountRows, { beforeTenant: true });
export const byAccountOrOperator = readBy(accountRows, { operator: all });

/** Rows that a brand shows to nobody. */
const brandRows: Rows = ({ accountId }) => ({ brandAccountId: accountId });
export const byBrand = readBy(brandRows);
export const byBrandOrOperator = readBy(brandRows, { operator: all });

/** Rows that a brand shows to every partner it works with. */
const shownRows = ({ isBrand, accountId }: Tenant) => ({
  brandAccountId: isBrand ? accountId : { $in: brandsOf(accountId) },
});
export const byBrandAndPartners = readBy(shownRows);

/** The operator names whose a parked thing is, and reads nothing else of a program. */
export const programsShown = readBy(shownRows, {
  operator: () => ({ id: { $in: raw("(select program_id from parked_item)") } }),
});

/** A partner sees the brand's and its own, never another partner's deep links. */
export const adsShown = readBy((tenant) =>
  tenant.isBrand
    ? shownRows(tenant)
    : {
        ...shownRows(tenant),
        $or: [{ partnerAccountId: null }, { partnerAccountId: tenant.accountId }],
      },
);

/** A partner sees the limits that the brand shares. */
export const programLimitsShown = readBy((tenant) =>
  tenant.isBrand ? shownRows(tenant) : { ...shownRows(tenant), shared: true },
);

/** A brand sees those of its partners. */
export const mediaPropertiesShown = readBy(({ isBrand, accountId }) => ({
  partnerAccountId: isBrand ? { $in: partnersOf(accountId) } : accountId,
}));

/** A partner sees those its contracts and proposals name, and its own. */
export const termsVersionsShown = readBy(({ isBrand, accountId }) => {
  if (isBrand) return { brandAccountId: accountId };
  const named = raw(
    `(
        select unnest(array[terms_version_id, fallback_version_id])
        from contract
        where partner_account_id = ?
      )`,
    [accountId],
  );
  return { $or: [{ id: { $in: named } }, { partnerAccountId: accountId }] };
});

/** A partner sees those of which a contract names a version, and its own. */
export const templateTermsShown = readBy(({ isBrand, accountId }) => {
  if (isBrand) return { brandAccountId: accountId };
  const named = raw(
    `(
        select v.terms_id
        from contract c
        join terms_version v on v.id = c.terms_version_id
        where c.partner_account_id = ?
      )`,
    [accountId],
  );
  return { $or: [{ id: { $in: named } }, { partnerAccountId: accountId }] };
});

/** A partner reads the changes that concern it. */
export const contractChangesShown = readBy(({ isBrand, accountId }) => {
  if (isBrand) return { brandAccountId: accountId };
  const concerning = raw(
    `(
        select change_id
        from contract_change_partner
        where partner_account_id = ? and state <> 'FAILED'
      )`,
    [accountId],
  );
  return { id: { $in: concerning } };
});

/** A partner's own; a brand's, whoever of its members asked. */
export const replaysShown = readBy(({ isBrand, accountId }) =>
  isBrand ? { brandAccountId: accountId, partnerAccountId: null } : { partnerAccountId: accountId },
);

/** One's own account and those one works with. */
export const accountsShown = readBy(
  ({ isBrand, accountId }) => ({
    $or: [
      { id: accountId },
      { id: { $in: isBrand ? partnersOf(accountId) : brandsOf(accountId) } },
    ],
  }),
  { beforeTenant: true, operator: all },
);

/** The members of one's own account. */
export const usersShown = readBy(
  ({ accountId }) => ({
    id: { $in: raw("(select user_id from membership where account_id = ?)", [accountId]) },
  }),
  { beforeTenant: true, operator: all },
);

/** Mails carry live tokens: a tenant writes them and never reads them. */
export const mailsShown = readBy(() => ({ id: { $in: [] } }), {
  beforeTenant: true,
  operator: all,
});
/** Sessions and resets are read before a tenant alone. */
export const resetsShown = readBy(() => ({ id: { $in: [] } }), { beforeTenant: true });
