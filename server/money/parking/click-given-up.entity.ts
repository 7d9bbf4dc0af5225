import { defineEntity, p } from "@mikro-orm/postgresql";
import { byEitherOrOperator } from "../../platform/auth/tenant.ts";

const ClickGivenUpSchema = defineEntity({
  name: "ClickGivenUp",
  tableName: "click_given_up",
  filters: byEitherOrOperator,
  properties: {
    clickId: p.uuid().primary(),
    brandAccountId: p.uuid(),
    partnerAccountId: p.uuid(),
    programId: p.uuid(),
    parkedItemId: p.uuid(),
    reason: p.text(),
    givenUpBy: p.uuid(),
    givenUpAt: p.datetime(3),
  },
});
/** A click that an operator gave up, with the reason: it is decided unpaid, whatever its terms. */
export class ClickGivenUp extends ClickGivenUpSchema.class {}
ClickGivenUpSchema.setClass(ClickGivenUp);
