import { defineEntity, p } from "@mikro-orm/postgresql";
import { accountsShown } from "../../platform/auth/tenant.ts";
import type { FirstWeekday } from "../../domain/calendar.ts";
import type { Edition } from "../../domain/entitlement.ts";
import type { AccountKind } from "../../platform/auth/rights.ts";

const AccountSchema = defineEntity({
  name: "Account",
  tableName: "account",
  filters: accountsShown,
  properties: {
    id: p.uuid().primary(),
    kind: p.text().$type<AccountKind>(),
    name: p.text(),
    code: p.text().unique(),
    edition: p.text().$type<Edition>().nullable(),
    timeZone: p.text(),
    currency: p.text(),
    /** The month with which the financial year begins, 1 to 12: quarters of limits follow it. */
    financialYearStart: p.smallint().default(1),
    /** With which weeks of its reports begin; weekly limits count from Monday. */
    firstWeekday: p.text().$type<FirstWeekday>().default("MONDAY"),
    state: p.text().$type<"ACTIVE" | "SUSPENDED" | "DEACTIVATED">().default("ACTIVE"),
    supportContact: p.text().nullable(),
    createdAt: p.datetime(3),
  },
});
/** A brand, a partner, or the platform itself. */
export class Account extends AccountSchema.class {
  isActive(): boolean {
    return this.state === "ACTIVE";
  }
}
AccountSchema.setClass(Account);
