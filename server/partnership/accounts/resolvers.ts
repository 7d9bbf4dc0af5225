import { AccountResolver } from "./account.resolver.ts";
import { ApiKeyResolver } from "./api-key.resolver.ts";
import { InvitationResolver } from "./invitation.resolver.ts";
import { MailResolver } from "./mail.resolver.ts";
import { MemberResolver } from "./member.resolver.ts";
import { ViewerResolver } from "./viewer.resolver.ts";

/** Everything about identity and tenancy that the API offers. */
export const accountResolvers = [
  AccountResolver,
  ApiKeyResolver,
  InvitationResolver,
  MailResolver,
  MemberResolver,
  ViewerResolver,
] as const;
