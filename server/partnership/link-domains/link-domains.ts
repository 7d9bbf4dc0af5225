/**
 * A brand's own domains for its links: added with a name, proved by records of public DNS, shown in
 * the addresses of links when the brand says so. Old addresses go on working whatever becomes of a
 * domain: the tracker answers by any name that leads to it.
 */
import {
  domainProblem,
  domainProblems,
  gateLinkHost,
  lookedAt,
  proofName,
  proofText,
} from "../../domain/link-domain.ts";
import { newCode } from "../../platform/clock.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { hold } from "../../platform/db/locks.ts";
import { addressesOf, recordsOf } from "../../platform/dns.ts";
import type { Env } from "../../platform/env.ts";
import { answer, mutation } from "../../platform/mutation.ts";
import {
  Conflict,
  InvalidInput,
  NotFound,
  type IdempotencyKeyReused,
} from "../../platform/api/refusal.ts";
import { LinkDomain } from "./link-domain.entity.ts";
import { LinkDomainOk, RemoveLinkDomainOk, type LinkDomainView } from "./link-domain.types.ts";

const domainsMax = 5;

const trackerHost = ({ trackerUrl }: Pick<Env, "trackerUrl">): string =>
  new URL(trackerUrl).hostname.replace(/^\[|\]$/g, "");

const viewOf = (ctx: Context, domain: LinkDomain): LinkDomainView => ({
  id: domain.id,
  host: domain.host,
  state: domain.state,
  problem: domain.problem ? domainProblems[domain.problem] : null,
  isShown: domain.isShown,
  txtName: proofName(domain.host),
  txtValue: proofText(domain.token),
  target: trackerHost(ctx.env),
  checkedAt: domain.checkedAt ?? null,
  verifiedAt: domain.verifiedAt ?? null,
});

const own = (ctx: Context) => ({ brandAccountId: ctx.scope.requireAccountId() });

/** Of the brand that asks; nobody else is told of any. */
export async function linkDomains(ctx: Context): Promise<LinkDomainView[]> {
  if (ctx.scope.kind !== "BRAND") return [];
  const found = await ctx.em.find(LinkDomain, own(ctx), {
    orderBy: { host: "asc" },
    refresh: true,
  });
  return found.map((domain) => viewOf(ctx, domain));
}

const shown = answer(LinkDomainOk, async (ctx, id) => {
  const found = await ctx.em.findOne(LinkDomain, { id, ...own(ctx) }, { refresh: true });
  return found && viewOf(ctx, found);
});

const taken = (host: string): Conflict =>
  new Conflict(
    "HOST_TAKEN",
    `${host} is another brand's: it is free once it does not lead here with that brand's record`,
    ["host"],
  );

export async function addLinkDomain(
  ctx: Context,
  text: string,
  key: string,
): Promise<LinkDomainOk | InvalidInput | Conflict | IdempotencyKeyReused> {
  const gate = gateLinkHost(text, "host");
  if (!gate.ok) return InvalidInput.of(gate);
  const host = gate.value;
  if (host === trackerHost(ctx.env))
    return new Conflict("HOST_TAKEN", `${host} is the tracker's own address`, ["host"]);
  return mutation(
    ctx,
    "addLinkDomain",
    { input: { host }, key },
    async (tx) => {
      const { brandAccountId } = own(ctx);
      await hold(tx, "LINK_DOMAINS", brandAccountId);
      const all = await tx.find(LinkDomain, { brandAccountId });
      if (all.some((domain) => domain.host === host))
        return new Conflict("HOST_TAKEN", `${host} is there already`, ["host"]);
      if (all.length >= domainsMax)
        return new Conflict("TOO_MANY_DOMAINS", `A brand has at most ${domainsMax} domains`, [
          "host",
        ]);
      return tx.create(LinkDomain, {
        id: ctx.newId(ctx.clock()),
        brandAccountId,
        host,
        token: newCode(24),
        state: "PENDING",
        isShown: false,
        createdBy: actorId(ctx),
        createdAt: now(ctx),
      }).id;
    },
    shown,
  );
}

type ChangeRefusal = NotFound | Conflict | IdempotencyKeyReused;

/** Looks at its records now. */
export async function checkLinkDomain(
  ctx: Context,
  id: string,
  key: string,
): Promise<LinkDomainOk | ChangeRefusal> {
  const asked = await ctx.em.findOne(LinkDomain, { id, ...own(ctx) });
  if (!asked) return NotFound.of("domain", "id");
  // Before the transaction: name servers may be slow.
  const host = trackerHost(ctx.env);
  const [records, addresses] = await Promise.all([
    recordsOf(ctx.env, { host: asked.host, textsAt: proofName(asked.host) }),
    addressesOf(ctx.env, host),
  ]);
  const problem = domainProblem(addresses && records, {
    token: asked.token,
    tracker: { host, addresses: addresses ?? [] },
  });
  return mutation(
    ctx,
    "checkLinkDomain",
    { input: { id }, key },
    async (tx) => {
      await hold(tx, "LINK_DOMAINS", asked.host);
      const domain = await tx.findOne(LinkDomain, { id, ...own(ctx) }, { refresh: true });
      if (!domain) return NotFound.of("domain", "id");
      const [other] = await tx.execute<{ is: boolean }[]>("select is_link_host_taken(?) as is", [
        domain.host,
      ]);
      if (problem === null && other?.is) return taken(domain.host);
      const since = domain.failingSince?.getTime() ?? null;
      const made = lookedAt(
        { state: domain.state, problem: domain.problem ?? null, failingSince: since },
        problem,
        ctx.clock(),
      );
      Object.assign(domain, {
        state: made.state,
        problem: made.problem,
        failingSince: made.failingSince === null ? null : new Date(made.failingSince),
        checkedAt: now(ctx),
        verifiedAt: made.state === "PENDING" ? null : (domain.verifiedAt ?? now(ctx)),
      });
      return id;
    },
    shown,
  );
}

/** Addresses of links are shown below it from now on, or below none. */
export async function showLinkDomain(
  ctx: Context,
  { id, isShown }: { id: string; isShown: boolean },
  key: string,
): Promise<LinkDomainOk | ChangeRefusal> {
  return mutation(
    ctx,
    "showLinkDomain",
    { input: { id, isShown }, key },
    async (tx) => {
      const { brandAccountId } = own(ctx);
      await hold(tx, "LINK_DOMAINS", brandAccountId);
      const domain = await tx.findOne(LinkDomain, { id, brandAccountId }, { refresh: true });
      if (!domain) return NotFound.of("domain", "id");
      if (isShown && domain.state !== "VERIFIED")
        return new Conflict(
          "NOT_VERIFIED",
          `Links below ${domain.host} would lead nowhere: have its records checked first`,
          ["id"],
        );
      await tx.nativeUpdate(LinkDomain, { brandAccountId, isShown: true }, { isShown: false });
      await tx.nativeUpdate(LinkDomain, { id, brandAccountId }, { isShown });
      return id;
    },
    shown,
  );
}

export const removeLinkDomain = (
  ctx: Context,
  id: string,
  key: string,
): Promise<RemoveLinkDomainOk | NotFound | IdempotencyKeyReused> =>
  mutation(
    ctx,
    "removeLinkDomain",
    { input: { id }, key },
    async (tx) => {
      const gone = await tx.nativeDelete(LinkDomain, { id, ...own(ctx) });
      return gone === 0 ? NotFound.of("domain", "id") : id;
    },
    async () => new RemoveLinkDomainOk(id),
  );
