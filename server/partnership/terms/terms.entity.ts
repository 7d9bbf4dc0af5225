import { defineEntity, p } from "@mikro-orm/postgresql";
import { templateTermsShown, termsVersionsShown } from "../../platform/auth/tenant.ts";

const TemplateTermsSchema = defineEntity({
  name: "TemplateTerms",
  tableName: "template_terms",
  filters: templateTermsShown,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    programId: p.uuid(),
    /** Set on terms that are for one partner alone: own and counter-proposals. */
    partnerAccountId: p.uuid().nullable(),
    name: p.text(),
    labels: p.array(),
    state: p.text().$type<"DRAFT" | "ACTIVE" | "ARCHIVED">(),
    currency: p.text(),
    restricted: p.boolean().default(false),
    linkCode: p.text().unique().nullable(),
    createdAt: p.datetime(3),
  },
});
/** Reusable conditions of a program; partners sign one of its versions. */
export class TemplateTerms extends TemplateTermsSchema.class {}
TemplateTermsSchema.setClass(TemplateTerms);

const TermsVersionSchema = defineEntity({
  name: "TermsVersion",
  tableName: "terms_version",
  filters: termsVersionsShown,
  properties: {
    id: p.uuid().primary(),
    termsId: p.uuid(),
    brandAccountId: p.uuid(),
    partnerAccountId: p.uuid().nullable(),
    number: p.integer(),
    body: p.json<unknown>(),
    comment: p.text(),
    noLimitAcknowledged: p.boolean(),
    createdBy: p.uuid(),
    createdAt: p.datetime(3),
  },
});
/** One version of terms. Never changed: a change is the next number. */
export class TermsVersion extends TermsVersionSchema.class {}
TermsVersionSchema.setClass(TermsVersion);
