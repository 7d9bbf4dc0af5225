import { defineEntity, p } from "@mikro-orm/postgresql";
import { usersShown } from "../../platform/auth/tenant.ts";

const UserSchema = defineEntity({
  name: "User",
  tableName: "app_user",
  filters: usersShown,
  properties: {
    id: p.uuid().primary(),
    /** Lower case. */
    email: p.text().unique(),
    name: p.text(),
    /** argon2id in PHC form. */
    passwordHash: p.text().hidden(),
    createdAt: p.datetime(3),
  },
});
/** A person; belongs to accounts by memberships. */
export class User extends UserSchema.class {}
UserSchema.setClass(User);
