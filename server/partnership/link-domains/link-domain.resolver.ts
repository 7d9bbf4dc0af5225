import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Line } from "../../platform/api/scalars.ts";
import type { Context } from "../../platform/context.ts";
import {
  addLinkDomain,
  checkLinkDomain,
  linkDomains,
  removeLinkDomain,
  showLinkDomain,
} from "./link-domains.ts";
import {
  AddLinkDomainResult,
  ChangeLinkDomainResult,
  LinkDomainView,
  RemoveLinkDomainResult,
} from "./link-domain.types.ts";

const idText = "Identity of the domain.";

@Resolver()
export class LinkDomainResolver {
  @Needs("links:read")
  @Rows(5)
  @Query(() => [LinkDomainView], {
    description: "Your brand's own domains for links, by name; a partner is told of none.",
  })
  linkDomains(@Ctx() ctx: Context) {
    return linkDomains(ctx);
  }

  @Needs("programs:write")
  @Mutation(() => AddLinkDomainResult, {
    description:
      "Adds a domain for your links. The answer names the two records that its zone needs.",
  })
  addLinkDomain(
    @Ctx() ctx: Context,
    @Arg("host", () => Line, { description: "A name such as go.example.com." }) host: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return addLinkDomain(ctx, host, idempotencyKey);
  }

  @Needs("programs:write")
  @Mutation(() => ChangeLinkDomainResult, {
    description: "Looks at a domain's records now; by itself this is done again and again.",
  })
  checkLinkDomain(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: idText }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return checkLinkDomain(ctx, id, idempotencyKey);
  }

  @Needs("programs:write")
  @Mutation(() => ChangeLinkDomainResult, {
    description:
      "Shows the addresses of your links below a verified domain, or no longer. Addresses that " +
      "are out there go on working.",
  })
  showLinkDomain(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: idText }) id: string,
    @Arg("isShown", () => Boolean, { description: "False: below the tracker's address." })
    isShown: boolean,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return showLinkDomain(ctx, { id, isShown }, idempotencyKey);
  }

  @Needs("programs:write")
  @Mutation(() => RemoveLinkDomainResult, {
    description: "Takes a domain away; links stand below the tracker's address again.",
  })
  removeLinkDomain(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: idText }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return removeLinkDomain(ctx, id, idempotencyKey);
  }
}
