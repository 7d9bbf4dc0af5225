import { defineEntity, p } from "@mikro-orm/postgresql";
import type { Role } from "../../platform/auth/rights.ts";
import { byAccount } from "../../platform/auth/tenant.ts";

const SavedViewSchema = defineEntity({
  name: "SavedView",
  tableName: "saved_view",
  filters: byAccount,
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    programId: p.uuid(),
    ownerId: p.uuid(),
    name: p.text(),
    /** Of the address, without the question mark. */
    query: p.text(),
    shared: p.boolean(),
    /** The roles whose people begin with it. */
    defaultFor: p.array().$type<Role[]>(),
    createdAt: p.datetime(3),
    changedAt: p.datetime(3),
  },
});
/** A view of Explore that a person keeps by name. */
export class SavedView extends SavedViewSchema.class {}
SavedViewSchema.setClass(SavedView);
