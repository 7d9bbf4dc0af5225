import { defineEntity, p } from "@mikro-orm/postgresql";
import { byBrand } from "../../platform/auth/tenant.ts";

const CampaignTermsSchema = defineEntity({
  name: "CampaignTerms",
  tableName: "campaign_terms",
  filters: byBrand,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    programId: p.uuid(),
    name: p.text(),
    firstDate: p.date(),
    lastDate: p.date(),
    body: p.json<unknown>(),
    createdBy: p.uuid(),
    createdAt: p.datetime(3),
  },
});
/** Payouts of one campaign inside a program, for a span of dates. Never changed. */
export class CampaignTerms extends CampaignTermsSchema.class {}
CampaignTermsSchema.setClass(CampaignTerms);
