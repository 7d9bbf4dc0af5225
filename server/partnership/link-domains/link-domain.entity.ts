import { defineEntity, p } from "@mikro-orm/postgresql";
import type { DomainProblem } from "../../domain/link-domain.ts";
import { byBrand } from "../../platform/auth/tenant.ts";

const LinkDomainSchema = defineEntity({
  name: "LinkDomain",
  tableName: "link_domain",
  filters: byBrand,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    host: p.text(),
    token: p.text(),
    state: p.text().$type<"PENDING" | "VERIFIED" | "LOST">(),
    problem: p.text().$type<DomainProblem>().nullable(),
    isShown: p.boolean(),
    createdBy: p.uuid(),
    createdAt: p.datetime(3),
    checkedAt: p.datetime(3).nullable(),
    verifiedAt: p.datetime(3).nullable(),
    failingSince: p.datetime(3).nullable(),
    lostToldAt: p.datetime(3).nullable(),
  },
});
/** A brand's own domain for its links. */
export class LinkDomain extends LinkDomainSchema.class {}
LinkDomainSchema.setClass(LinkDomain);
