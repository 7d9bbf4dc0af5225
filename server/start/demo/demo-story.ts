/** How the demo world came to be, step by step, each by the person who would take it. */
import {
  CreateProgramOk,
  CpcRequestOk,
  EventTypeKind,
  EventTypeOk,
  CpcRequestStateValue,
  UniqueWindowType,
  type ProgramView,
} from "../../partnership/programs/program.types.ts";
import { requestCpc, reviewCpcRequest } from "../../partnership/cpc/cpc-requests.ts";
import { addEventType, createProgram } from "../../partnership/programs/programs.ts";
import { minuteMs } from "../../domain/calendar.ts";
import { ContractOk } from "../../partnership/contracts/contract.types.ts";
import { decideContract, proposeContract } from "../../partnership/contracts/proposals.ts";
import { createAd } from "../../partnership/links/ads.ts";
import {
  AdOk,
  TrackingLinkOk,
  type CreateTrackingLinkInput,
  type TrackingLinkView,
} from "../../partnership/links/link.types.ts";
import { createTestLink, createTrackingLink } from "../../partnership/links/links.ts";
import {
  ExceptionListKindValue,
  ExceptionListOk,
} from "../../partnership/lists/exception-list.types.ts";
import { createExceptionList } from "../../partnership/lists/lists.ts";
import { createTerms } from "../../partnership/terms/saving.ts";
import { SaveTermsOk, type TermsInput } from "../../partnership/terms/terms.types.ts";
import {
  acmeAds,
  acmeList,
  acmePartners,
  acmeTerms,
  globexTerms,
  globexWeight,
  type CastLink,
  type CastPartner,
  type CastTerms,
} from "./demo-cast.ts";
import { expectOk, type Actor, type Stage } from "./stage.ts";
import type { WeightedPath } from "./traffic-plan.ts";

/** A live link with the partner who spreads it. */
interface WorldLink extends WeightedPath {
  partner: string;
  link: TrackingLinkView;
}
export interface DemoWorld {
  acme: Actor;
  program: ProgramView;
  links: WorldLink[];
  northwind: Actor;
  gadgetRadar: Actor;
}

const pathOf = (link: TrackingLinkView): string => new URL(link.url).pathname;
const later = (stage: Stage, minutes: number): void => void (stage.time.now += minutes * minuteMs);

async function makeProgram(
  stage: Stage,
  brand: Actor,
  input: { name: string; marketplace: string; landingPage: string },
): Promise<ProgramView> {
  const program = { ...input, uniqueWindowMinutes: 30, uniqueWindowType: UniqueWindowType.ROLLING };
  return expectOk(await createProgram(stage.as(brand), program, stage.key()), CreateProgramOk)
    .program;
}

async function makeTerms(
  stage: Stage,
  brand: Actor,
  program: ProgramView,
  terms: CastTerms,
): Promise<string> {
  const input = {
    name: terms.name,
    labels: ["demo"],
    currency: program.marketplaceCurrency,
    eventPayouts: terms.payouts,
    comment: terms.comment,
    acknowledgeNoLimit: true,
  };
  return expectOk(
    await createTerms(
      stage.as(brand),
      { programId: program.id, input: input as unknown as TermsInput, asDraft: false },
      stage.key(),
    ),
    SaveTermsOk,
  ).terms.id;
}

/** The brand asks, the platform looks at it, says yes, and the brand adds its click event type. */
async function enableClicks(
  stage: Stage,
  brand: Actor,
  operator: Actor,
  program: ProgramView,
): Promise<void> {
  const asked = expectOk(
    await requestCpc(
      stage.as(brand),
      "Our partners send a lot of traffic that buys weeks later.",
      stage.key(),
    ),
    CpcRequestOk,
  ).request;
  later(stage, 180);
  const step = (state: CpcRequestStateValue, note: string) =>
    reviewCpcRequest(stage.as(operator), { id: asked.id, state, note }, stage.key());
  expectOk(await step(CpcRequestStateValue.IN_REVIEW, "Looking at it."), CpcRequestOk);
  later(stage, 45);
  expectOk(
    await step(CpcRequestStateValue.ENABLED, "Enabled for all programs of the account."),
    CpcRequestOk,
  );
  later(stage, 30);
  const clicks = { programId: program.id, kind: EventTypeKind.CLICK, code: "click", name: "Click" };
  expectOk(await addEventType(stage.as(brand), clicks, stage.key()), EventTypeOk);
}

async function propose(
  stage: Stage,
  brand: Actor,
  offer: { partner: Actor; termsId: string; comment: string },
): Promise<string> {
  const input = {
    termsId: offer.termsId,
    versionNumber: null,
    partnerId: offer.partner.accountId,
    startsAt: null,
    endsAt: null,
    expiresAt: null,
    comment: offer.comment,
  };
  return expectOk(await proposeContract(stage.as(brand), input, stage.key()), ContractOk).contract
    .id;
}

async function answer(
  stage: Stage,
  partner: Actor,
  id: string,
  decision: "SIGNED" | "DECLINED",
): Promise<void> {
  const reason = decision === "DECLINED" ? "We are paid by sales only." : null;
  expectOk(
    await decideContract(stage.as(partner), { id, decision, reason }, stage.key()),
    ContractOk,
  );
}

async function makeLink(
  stage: Stage,
  partner: Actor,
  link: Pick<CreateTrackingLinkInput, "programId"> & Partial<CreateTrackingLinkInput>,
): Promise<TrackingLinkView> {
  const input: CreateTrackingLinkInput = {
    partnerId: null,
    adId: null,
    landingPage: null,
    name: null,
    sharedId: null,
    ...link,
  };
  return expectOk(await createTrackingLink(stage.as(partner), input, stage.key()), TrackingLinkOk)
    .link;
}

interface AcmeWorld {
  acme: Actor;
  program: ProgramView;
  terms: Record<keyof typeof acmeTerms, string>;
  /** Ids by the ad's name. */
  ads: Map<string, string>;
}

async function acmeOpens(stage: Stage, operator: Actor): Promise<AcmeWorld> {
  const account = {
    kind: "BRAND",
    accountName: "ACME Outdoor",
    name: "Ana Brand",
    email: "ana.brand@acme.example",
    timeZone: "America/New_York",
    currency: "USD",
    edition: "PRO",
  } as const;
  const acme = await stage.signUp(account);
  await stage.colleague(acme, {
    name: "Ari Analyst",
    email: "ari.analyst@acme.example",
    role: "ANALYST",
  });
  await stage.colleague(acme, {
    name: "Fay Finance",
    email: "fay.finance@acme.example",
    role: "FINANCE",
  });
  later(stage, 10);
  const program = await makeProgram(stage, acme, {
    name: "ACME Outdoor on Amazon.com",
    marketplace: "US",
    landingPage: "https://www.amazon.com/stores/acmeoutdoor",
  });
  await enableClicks(stage, acme, operator, program);
  const terms: Partial<AcmeWorld["terms"]> = {};
  for (const [word, cast] of Object.entries(acmeTerms) as [keyof typeof acmeTerms, CastTerms][])
    terms[word] = await makeTerms(stage, acme, program, cast);
  const ads = new Map<string, string>();
  for (const ad of acmeAds)
    ads.set(
      ad.name,
      expectOk(await createAd(stage.as(acme), { programId: program.id, ...ad }, stage.key()), AdOk)
        .ad.id,
    );
  expectOk(
    await createExceptionList(
      stage.as(acme),
      { kind: ExceptionListKindValue.SKU, ...acmeList },
      stage.key(),
    ),
    ExceptionListOk,
  );
  return { acme, program, terms: terms as AcmeWorld["terms"], ads };
}

async function partnerJoins(
  stage: Stage,
  acmeWorld: AcmeWorld,
  cast: CastPartner,
): Promise<{ actor: Actor; links: WorldLink[] }> {
  const { acme, program, terms, ads } = acmeWorld;
  const { name: accountName, person: name, email, timeZone } = cast;
  const actor = await stage.partner(acme, { accountName, name, email, timeZone, currency: "USD" });
  later(stage, 20);
  const contract = await propose(stage, acme, {
    partner: actor,
    termsId: terms[cast.terms],
    comment: acmeTerms[cast.terms].comment,
  });
  later(stage, 40);
  if (cast.contract !== "PENDING") await answer(stage, actor, contract, cast.contract);
  const links: WorldLink[] = [];
  for (const {
    weight,
    name,
    landingPage = null,
    adName,
    sharedId = null,
  } of cast.links satisfies CastLink[]) {
    const link = await makeLink(stage, actor, {
      programId: program.id,
      name,
      landingPage,
      sharedId,
      adId: (adName && ads.get(adName)) || null,
    });
    links.push({ partner: cast.name, link, path: pathOf(link), weight });
  }
  return { actor, links };
}

/** Essentials, pays for sales alone and has not asked for CPC: the way there is left to walk. */
async function globexOpens(stage: Stage, northwind: Actor): Promise<WorldLink> {
  const account = {
    kind: "BRAND",
    accountName: "Globex Home",
    name: "Gita Brand",
    email: "gita.brand@globex.example",
    timeZone: "Europe/Berlin",
    currency: "EUR",
    edition: "ESSENTIALS",
  } as const;
  const globex = await stage.signUp(account);
  const program = await makeProgram(stage, globex, {
    name: "Globex Home on Amazon.de",
    marketplace: "DE",
    landingPage: "https://www.amazon.de/stores/globexhome",
  });
  const termsId = await makeTerms(stage, globex, program, globexTerms);
  await stage.partnerToo(globex, northwind);
  await answer(
    stage,
    northwind,
    await propose(stage, globex, { partner: northwind, termsId, comment: globexTerms.comment }),
    "SIGNED",
  );
  const link = await makeLink(stage, northwind, { programId: program.id, name: "Globex deals" });
  return { partner: "Northwind Deals", link, path: pathOf(link), weight: globexWeight };
}

async function initechOpens(stage: Stage): Promise<void> {
  const account = {
    kind: "BRAND",
    accountName: "Initech Supplies",
    name: "Stan Brand",
    email: "stan.brand@initech.example",
    timeZone: "Europe/London",
    currency: "GBP",
    edition: "STARTER",
  } as const;
  const initech = await stage.signUp(account);
  await makeProgram(stage, initech, {
    name: "Initech Supplies on Amazon.co.uk",
    marketplace: "GB",
    landingPage: "https://www.amazon.co.uk/stores/initech",
  });
}

export async function tellStory(stage: Stage): Promise<DemoWorld> {
  const operator = await stage.operator({ name: "Olga Operator", email: "op@counterfoil.example" });
  later(stage, 60);
  const acmeWorld = await acmeOpens(stage, operator);
  const links: WorldLink[] = [];
  const actors = new Map<string, Actor>();
  for (const cast of acmePartners) {
    const joined = await partnerJoins(stage, acmeWorld, cast);
    links.push(...joined.links);
    actors.set(cast.name, joined.actor);
  }
  const [northwind, gadgetRadar] = [actors.get("Northwind Deals"), actors.get("Gadget Radar")];
  if (!northwind || !gadgetRadar)
    throw new Error("The demo's cast has no Northwind Deals or no Gadget Radar");
  links.push(await globexOpens(stage, northwind));
  await initechOpens(stage);
  return { acme: acmeWorld.acme, program: acmeWorld.program, links, northwind, gadgetRadar };
}

/** "Test CPC link" of one partner. */
export async function makeTestLink(
  stage: Stage,
  { acme, program }: DemoWorld,
  partner: Actor,
): Promise<{ id: string; path: string }> {
  const input = {
    programId: program.id,
    partnerId: partner.accountId,
    name: "Test CPC link",
    landingPage: null,
  };
  const { link } = expectOk(
    await createTestLink(stage.as(acme), input, stage.key()),
    TrackingLinkOk,
  );
  return { id: link.id, path: pathOf(link) };
}
