import { defineEntity, p } from "@mikro-orm/postgresql";
import { byAccountAndBefore } from "../../platform/auth/tenant.ts";
import type { Permission, Role } from "../../platform/auth/rights.ts";

const MembershipSchema = defineEntity({
  name: "Membership",
  tableName: "membership",
  filters: byAccountAndBefore,
  properties: {
    id: p.uuid().primary(),
    userId: p.uuid(),
    accountId: p.uuid(),
    role: p.text().$type<Role>(),
    permissions: p.array().$type<Permission[]>(),
    createdAt: p.datetime(3),
  },
});
/** What one person is in one account. */
export class Membership extends MembershipSchema.class {}
MembershipSchema.setClass(Membership);
