import { defineEntity, p } from "@mikro-orm/postgresql";
import { byBrand } from "../../platform/auth/tenant.ts";
import type { ListState } from "../../domain/sale-facts.ts";
import type { ListKind } from "../../domain/rule-rows.ts";

const ExceptionListSchema = defineEntity({
  name: "ExceptionList",
  tableName: "exception_list",
  filters: byBrand,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    kind: p.text().$type<ListKind>(),
    name: p.text(),
    state: p.text().$type<ListState>(),
    createdBy: p.uuid(),
    createdAt: p.datetime(3),
    changedBy: p.uuid().nullable(),
    closedAt: p.datetime(3).nullable(),
    deactivatedAt: p.datetime(3).nullable(),
  },
});
/**
 * SKUs, categories or promo codes of a brand that rules on sales name as one; its items are rows of
 * versions.
 */
export class ExceptionList extends ExceptionListSchema.class {}
ExceptionListSchema.setClass(ExceptionList);

const ExceptionListVersionSchema = defineEntity({
  name: "ExceptionListVersion",
  tableName: "exception_list_version",
  filters: byBrand,
  properties: {
    listId: p.uuid().primary(),
    number: p.integer().primary(),
    brandAccountId: p.uuid(),
    items: p.array(),
    since: p.datetime(3),
    changedBy: p.uuid(),
  },
});
/** A list's items as they are from an instant on. */
export class ExceptionListVersion extends ExceptionListVersionSchema.class {}
ExceptionListVersionSchema.setClass(ExceptionListVersion);
