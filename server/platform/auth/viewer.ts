/**
 * Who asks, and for which account. The viewer becomes a Scope once; every read takes that scope.
 */
import type { AccountKind, Right, Role } from "./rights.ts";
import { nobody, type Reader } from "./tenant.ts";

interface Acting {
  rights: ReadonlySet<Right>;
}
export interface Anonymous extends Acting {
  kind: "ANONYMOUS";
}
/** A signed-in person; `account` is null until a membership is chosen. */
export interface Person extends Acting {
  kind: "PERSON";
  userId: string;
  sessionId: string;
  /** The password was given not long ago: what moves money or rights need not ask for it. */
  isConfirmed: boolean;
  account: { id: string; kind: AccountKind; role: Role } | null;
}
export interface Key extends Acting {
  kind: "KEY";
  keyId: string;
  /** The person who made the key: recorded as the actor of what the key does. */
  userId: string;
  account: { id: string; kind: AccountKind; role: null };
}
export type Viewer = Anonymous | Person | Key;

export const anonymous: Anonymous = { kind: "ANONYMOUS", rights: new Set<Right>(["public"]) };

/** For rate limits and logs; names no person. */
export const principalOf = (viewer: Viewer, address: string): string => {
  if (viewer.kind === "PERSON") return `person:${viewer.userId}`;
  if (viewer.kind === "KEY") return `key:${viewer.keyId}`;
  return `address:${address}`;
};

/**
 * The account whose rows may be read. Only scopeOf() makes one (the private field cannot be
 * forged), so a read that forgets it does not compile, and the database session is opened for it
 * alone.
 */
export class Scope {
  readonly #made = true;
  readonly accountId: string | null;
  readonly kind: AccountKind | null;

  private constructor(viewer: Viewer) {
    const account = viewer.kind === "ANONYMOUS" ? null : viewer.account;
    this.accountId = account?.id ?? null;
    this.kind = account?.kind ?? null;
  }
  static of(viewer: Viewer): Scope {
    return new Scope(viewer);
  }
  /** The column that names this scope's tenant in rows that carry both. */
  tenantColumn(): "brand_account_id" | "partner_account_id" {
    if (!this.#made || this.kind === "PLATFORM" || this.kind === null)
      throw new Error("Scope: no tenant");
    return this.kind === "BRAND" ? "brand_account_id" : "partner_account_id";
  }
  /** The account id where the right checked before guarantees a tenant. */
  requireAccountId(): string {
    if (this.accountId === null) throw new Error("Scope: no account");
    return this.accountId;
  }
  /** For whom both walls let rows through. */
  reader(): Reader {
    return this.kind === null ? nobody : { kind: this.kind, accountId: this.requireAccountId() };
  }
}
