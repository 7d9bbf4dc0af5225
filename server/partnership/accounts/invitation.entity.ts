import { defineEntity, p } from "@mikro-orm/postgresql";
import { byAccountAndBefore } from "../../platform/auth/tenant.ts";
import type { Role } from "../../platform/auth/rights.ts";

const InvitationSchema = defineEntity({
  name: "Invitation",
  tableName: "invitation",
  filters: byAccountAndBefore,
  properties: {
    id: p.uuid().primary(),
    /** Who invites. */
    accountId: p.uuid(),
    kind: p.text().$type<"USER" | "PARTNER">(),
    email: p.text(),
    role: p.text().$type<Role>(),
    tokenHash: p.text().unique().hidden(),
    invitedBy: p.uuid(),
    createdAt: p.datetime(3),
    expiresAt: p.datetime(3),
    acceptedAt: p.datetime(3).nullable(),
    revokedAt: p.datetime(3).nullable(),
  },
});
/** Asks a person into the account (USER), or a partner into a partnership (PARTNER). */
export class Invitation extends InvitationSchema.class {
  isOpen(at: Date): boolean {
    return this.acceptedAt === null && this.revokedAt === null && this.expiresAt > at;
  }
}
InvitationSchema.setClass(Invitation);
