/**
 * One link request: read it, know the link, write it down with every fact, and only when that is on
 * disk send the visitor on. The destination's host comes from the link table alone; the raw address
 * leaves this file only as country and keyed hash.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock, NewId } from "../../platform/clock.ts";
import type { ClickRecord, OtherRequestKind } from "../../domain/facts.ts";
import { hostOf } from "../../domain/values/host.ts";
import { languageOf } from "../../domain/values/language.ts";
import { gestureOf, isForPage, risksOf } from "../../domain/gesture.ts";
import { cleanLink } from "../../domain/link-cleanup.ts";
import { withoutSubIds } from "../../domain/sub-ids.ts";
import { agentLengthMax, agentLists, type AgentOf } from "./agent.ts";
import { ask, knownPartsOf, type Asked } from "./asked.ts";
import { answer, answers, notReady, redirect } from "./answers.ts";
import type { ClientAddress } from "./client-address.ts";
import type { Countries } from "./country.ts";
import type { Journal } from "../journal/journal.ts";
import { addressBehind, type Target } from "../link-table/link-table.ts";
import type { Links } from "../link-table/links.ts";
import { readHeaders, type LinkHeaders } from "./headers.ts";
import type { ReadTestVisitor, TestVisitor } from "./test-visitor.ts";
import type { Visitors } from "./visitor.ts";

export interface RedirectParts {
  clock: Clock;
  newId: NewId;
  links: Pick<
    Links,
    "find" | "findClean" | "findNamed" | "knownParts" | "seek" | "seekNamed" | "complete" | "fresh"
  >;
  journal: Journal;
  agentOf: AgentOf;
  countries: Countries;
  addressOf: ClientAddress;
  visitors: Visitors;
  /** Without it a sealed visitor is nobody. */
  testVisitorOf?: ReadTestVisitor;
}

const pathLengthMax = 300;
const referrerLengthMax = 512;
/**
 * A risky click of a program with the strict filter: its visitor arrives at Amazon without the
 * partner's tag.
 */
const notCredited = "NOT_CREDITED";

const isLinkPath = (target: string): boolean =>
  target.startsWith("/c/") || target === "/c" || target.startsWith("/c?");

/**
 * The origin form of a request target. Proxies ask with the whole address, and every server takes
 * it (RFC 9112, 3.2.2); its host means as little as the header's.
 */
const targetOf = ({ url = "" }: IncomingMessage): string => {
  const authority = /^https?:\/\/[^/?#]*/i.exec(url)?.[0];
  if (authority === undefined) return url;
  const rest = url.slice(authority.length);
  return rest.startsWith("/") ? rest : `/${rest}`;
};

export class Redirect {
  readonly #parts: RedirectParts;
  readonly #lists: string;

  constructor(parts: RedirectParts) {
    this.#parts = parts;
    this.#lists = `${agentLists}; geo ${parts.countries.version}`;
  }

  handle = (request: IncomingMessage, response: ServerResponse): void => {
    const target = targetOf(request);
    const { method } = request;
    if (method !== "GET" && method !== "HEAD") {
      if (isLinkPath(target)) this.#other(request, response, "METHOD_NOT_ALLOWED", null);
      else answer(response, answers.methodNotAllowed);
      return;
    }
    if (isLinkPath(target)) this.#link(request, response, target);
    else if (target === "/healthz") answer(response, answers.alive);
    else if (target === "/readyz") this.#readiness(response);
    else if (cleanLink(target)) this.#link(request, response, target);
    else answer(response, answers.notFound);
  };

  #readiness(response: ServerResponse): void {
    const { links, journal } = this.#parts;
    const why: string[] = [];
    if (!links.complete) why.push("the links are not loaded yet");
    if (!journal.writable) why.push("the journal cannot be written");
    if (why.length === 0) answer(response, answers.ready);
    else notReady(response, why);
  }

  #link(request: IncomingMessage, response: ServerResponse, target: string): void {
    const { links } = this.#parts;
    const asked = ask(links, target);
    const headers = readHeaders(request.rawHeaders);
    if (headers.prefetch) return this.#other(request, response, "PREFETCH", asked);
    if (asked.target)
      return this.#follow(request, response, headers, { ...asked, target: asked.target });
    const sought = soughtOf(links, asked);
    if (sought === null) return this.#other(request, response, "MALFORMED", asked);
    sought.then(
      (found) =>
        found
          ? this.#follow(request, response, headers, { ...asked, target: found })
          : this.#other(request, response, "LINK_UNKNOWN", asked),
      () => this.#other(request, response, "LINK_UNKNOWN", asked, 503),
    );
  }

  #follow(
    request: IncomingMessage,
    response: ServerResponse,
    headers: LinkHeaders,
    asked: Asked & { target: Target },
  ): void {
    if (request.method === "HEAD") return this.#other(request, response, "HEAD", asked);
    const record = this.#click(request, headers, asked);
    const { target } = asked;
    // Without the tag Amazon credits nobody for what the visitor buys.
    const location = record.warnings.includes(notCredited)
      ? target.landingPage
      : addressBehind(target, record.sharedId);
    this.#parts.journal.append(record).then(
      () => redirect(response, location),
      () => answer(response, answers.unavailable),
    );
  }

  #click(
    request: IncomingMessage,
    headers: LinkHeaders,
    asked: Asked & { target: Target },
  ): Omit<ClickRecord, "seq"> {
    const { clock, newId, agentOf, addressOf, countries, visitors } = this.#parts;
    const [at, link] = [clock(), asked.target];
    const made = this.#testVisitor(headers, link, at);
    const parameters = asked.parameters();
    if (asked.cleaned) parameters.warnings.push("LINK_CLEANED");
    const ua = headers.agent.slice(0, agentLengthMax);
    const agent = agentOf(ua, headers.mobileHint, headers.platformHint);
    const address = made?.name ?? addressOf(request.socket.remoteAddress, headers.forwardedFor);
    const { visitor, visitorPrevious } = visitors.hash(at, address, ua);
    const { secFetch } = headers;
    const gesture = gestureOf(secFetch, ua);
    const { referrer, referrerHost } = referrerOf(headers.referrer);
    const forPage = isForPage(headers.accept, headers.range);
    const risk = risksOf({ metadata: secFetch, forPage, gesture, referrerHost });
    if (risk.length > 0 && !link.creditsRisky) parameters.warnings.push(notCredited);
    return {
      v: 1,
      kind: "CLICK",
      id: newId(at),
      at,
      brand: link.brand,
      partner: link.partner,
      program: link.program,
      ad: link.ad,
      link: link.link,
      part: link.part,
      test: link.test,
      programActive: link.programActive,
      partnerActive: link.partnerActive,
      adActive: link.adActive,
      robot: agent.robot,
      risk,
      gesture,
      secFetch,
      device: agent.device,
      os: agent.os,
      browser: agent.browser,
      ua,
      country: made ? made.country : countries.of(address),
      language: languageOf(headers.language),
      region: null,
      city: null,
      referrer,
      referrerHost,
      landingPage: link.landingPage,
      destinationHost: link.host,
      sharedId: parameters.sharedId ?? link.sharedId,
      subIds: parameters.subIds,
      custom: parameters.custom,
      warnings: parameters.warnings,
      lists: this.#lists,
      visitor,
      visitorPrevious,
    };
  }

  /** Of a click that the API makes, on test links alone: they pay nothing. */
  #testVisitor({ testVisitor }: LinkHeaders, link: Target, at: number): TestVisitor | null {
    if (testVisitor === undefined || !link.test) return null;
    return this.#parts.testVisitorOf?.(testVisitor, link.link, at) ?? null;
  }

  /** A request that is no click is written down all the same, with its reason and answer. */
  #other(
    request: IncomingMessage,
    response: ServerResponse,
    kind: OtherRequestKind,
    asked: Asked | null,
    status = statusOf[kind],
  ): void {
    const { clock, newId, journal } = this.#parts;
    const at = clock();
    const target = targetOf(request);
    const question = target.indexOf("?");
    const link = asked?.target ?? null;
    const { brand, partner, program } = link ?? knownPartsOf(this.#parts.links, asked);
    const written = journal.append({
      v: 1,
      kind,
      id: newId(at),
      at,
      status,
      brand,
      partner,
      program,
      link: link?.link ?? null,
      path: target.slice(0, Math.min(pathLengthMax, question === -1 ? pathLengthMax : question)),
      ua: (request.headers["user-agent"] ?? "").slice(0, agentLengthMax),
    });
    const send = (): void => {
      if (kind === "HEAD" && asked && link)
        redirect(response, addressBehind(link, asked.parameters().sharedId ?? link.sharedId));
      else if (kind === "PREFETCH") answer(response, answers.prefetch);
      else if (kind === "METHOD_NOT_ALLOWED") answer(response, answers.methodNotAllowed);
      else answer(response, status === 503 ? answers.unavailable : answers.notFound);
    };
    written.then(send, () => answer(response, answers.unavailable));
  }
}

/** What is not in memory may be on its way; null: no link can be read in it. */
function soughtOf(
  links: RedirectParts["links"],
  { path, name }: Asked,
): Promise<Target | null> | null {
  if (path !== null) return links.seek(path);
  return name === null ? null : links.seekNamed(name);
}

const referrerOf = (given: string | undefined): Pick<ClickRecord, "referrer" | "referrerHost"> => ({
  referrer:
    given === undefined ? null : withoutSubIds(given.slice(0, referrerLengthMax)).toWellFormed(),
  referrerHost: given === undefined ? null : hostOf(given),
});

const statusOf: Record<OtherRequestKind, number> = {
  HEAD: 302,
  PREFETCH: 503,
  MALFORMED: 404,
  LINK_UNKNOWN: 404,
  METHOD_NOT_ALLOWED: 405,
};
