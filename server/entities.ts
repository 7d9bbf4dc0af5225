/** All entities that the ORM knows; the drift test compares each with the migrated database. */
import { Account } from "./accounts/account.entity.ts";
import { ApiKey } from "./accounts/api-key.entity.ts";
import { Invitation } from "./accounts/invitation.entity.ts";
import { Mail } from "./accounts/mail.entity.ts";
import { Membership } from "./accounts/membership.entity.ts";
import { Partnership } from "./accounts/partnership.entity.ts";
import { PasswordReset } from "./accounts/password-reset.entity.ts";
import { User } from "./accounts/user.entity.ts";

export const entities = [Account, ApiKey, Invitation, Mail, Membership, Partnership, PasswordReset, User];
