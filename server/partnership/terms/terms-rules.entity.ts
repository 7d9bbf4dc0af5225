import { defineEntity, p } from "@mikro-orm/postgresql";
import { byAccount } from "../../platform/auth/tenant.ts";
import type { Locking, PayoutSchedule } from "../../domain/terms.ts";
import type { TermsRules as Rules } from "../../domain/terms-rules.ts";

const TermsRulesSchema = defineEntity({
  name: "TermsRules",
  tableName: "terms_rules",
  filters: byAccount,
  properties: {
    accountId: p.uuid().primary(),
    enforced: p.boolean(),
    noticeDays: p.integer(),
    mayChangeNotice: p.boolean(),
    maxNoticeDays: p.integer(),
    locking: p.json<Locking>().nullable(),
    schedule: p.json<PayoutSchedule>().nullable(),
    maxReturnPercent: p.integer().nullable(),
    openEndedAllowed: p.boolean(),
    updatedBy: p.uuid(),
    updatedAt: p.datetime(3),
  },
});
/** A brand account's rules for its template terms; without a row there are none. */
export class TermsRules extends TermsRulesSchema.class {
  rules(): Rules {
    return {
      enforced: this.enforced,
      noticeDays: this.noticeDays,
      mayChangeNotice: this.mayChangeNotice,
      maxNoticeDays: this.maxNoticeDays,
      locking: this.locking ?? null,
      schedule: this.schedule ?? null,
      maxReturnPercent: this.maxReturnPercent ?? null,
      openEndedAllowed: this.openEndedAllowed,
    };
  }
}
TermsRulesSchema.setClass(TermsRules);
