import { defineEntity, p } from "@mikro-orm/postgresql";

const CampaignTermsSchema = defineEntity({
  name: "CampaignTerms",
  tableName: "campaign_terms",
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
