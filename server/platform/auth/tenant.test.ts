import { randomUUID } from "node:crypto";
import { MikroORM, type EntityName } from "@mikro-orm/postgresql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { conversion, conversions } from "../../reporting/conversions/conversions.ts";
import { placeTestOrder } from "../../reporting/conversions/test-orders.ts";
import { click, clicks } from "../../reporting/clicks/clicks.ts";
import { createContext, type Context } from "../context.ts";
import { contract, contracts } from "../../partnership/contracts/contracts.ts";
import { decideContract, proposeContract } from "../../partnership/contracts/proposals.ts";
import { ContractStateValue } from "../../partnership/contracts/contract.types.ts";
import { entities } from "../../start/entities.ts";
import { ads, setAdState } from "../../partnership/links/ads.ts";
import { TrackingLink } from "../../partnership/links/link.entity.ts";
import { AdState } from "../../partnership/links/link.types.ts";
import {
  createTestLink,
  createTrackingLink,
  renameLink,
  trackingLink,
  trackingLinks,
} from "../../partnership/links/links.ts";
import { ormConfig } from "../db/orm.config.ts";
import {
  addEventType,
  findProgram,
  program,
  programs,
  setEventTypeState,
} from "../../partnership/programs/programs.ts";
import { EventTypeKind, EventTypeState } from "../../partnership/programs/program.types.ts";
import { endLinks, reopenLinks } from "../../reporting/links/link-changes.ts";
import { linkList } from "../../reporting/links/link-lists.ts";
import { report, reportByPartner } from "../../reporting/reports/reports.ts";
import { verdicts } from "../../reporting/reports/verdicts.ts";
import { archiveTerms, createTerms, saveTermsVersion } from "../../partnership/terms/saving.ts";
import { terms, termsList } from "../../partnership/terms/terms.ts";
import { createWorld, fillWorld, type World } from "../../testing/worlds/world.ts";
import type { Pair } from "../../testing/worlds/pairs.ts";
import { intent } from "../../testing/worlds/steps.ts";
import { addOneOfEach } from "../../testing/worlds/one-of-each.ts";
import { emFor, nobody, type Reader } from "./tenant.ts";
import { isInvalid, viewerOf } from "./viewer-of.ts";

// Partner X works with both brands, Y with A alone. Past row-level security the reads' own
// conditions must be enough.
let world: World;
let unwalled: MikroORM;
let clickOf: Map<Pair, string>;
const contexts = new Map<string, Context>();
const all = { first: 100, after: null };
beforeAll(async () => {
  world = await createWorld();
  ({ clickOf } = await fillWorld(world));
  unwalled = await MikroORM.init(ormConfig(world.people.url, "owner", entities));
  for (const { email } of [world.brandA, world.brandB, world.partnerX, world.partnerY]) {
    const cookie = (await world.signIn(email)).cookie() ?? "";
    const viewer = await viewerOf(world.app.deps, {
      sessionToken: cookie.slice(cookie.indexOf("=") + 1),
      authorization: null,
    });
    if (isInvalid(viewer)) throw new Error("not signed in");
    contexts.set(
      email,
      createContext(
        { ...world.app.deps, orm: unwalled },
        { viewer, requestId: "test", client: { address: "192.0.2.1", userAgent: "Test" } },
      ),
    );
  }
});
afterAll(async () => {
  await unwalled?.close(true);
  await world?.close();
});

/** A context whose statements no policy filters; each with an identity map of its own. */
const past = (account: { email: string }): Context => {
  const ctx = contexts.get(account.email);
  if (!ctx) throw new Error(`no context of ${account.email}`);
  return { ...ctx, em: emFor(unwalled, ctx.scope.reader()) };
};
const asked = (programId: string) => ({
  scope: { programId },
  range: { last: "7d", from: null, to: null },
  grain: null,
  timeZone: null,
  filter: null,
});
const byAge = { order: "MADE", ascending: false } as const;
const states = Object.values(ContractStateValue);
const link = (programId: string, partnerId: string) => ({
  programId,
  partnerId,
  adId: null,
  landingPage: null,
  name: null,
  sharedId: null,
});
const offer = (termsId: string, partnerId: string) => ({
  termsId,
  partnerId,
  versionNumber: null,
  startsAt: null,
  endsAt: null,
  expiresAt: null,
  comment: null,
});
const termsInput = {
  name: "T",
  labels: [],
  currency: "USD",
  comment: "",
  acknowledgeNoLimit: true,
  noticeDays: null,
  trialDays: null,
  referralWindowDays: null,
  maxReturnPercent: null,
  customTerms: [],
  eventPayouts: [],
};

test("the session of these tests is filtered by no policy", async () => {
  const [row] = await past(world.partnerY).em.execute<{ n: number }[]>(
    "select count(distinct brand_account_id)::int as n from program",
  );
  expect(row?.n).toBe(2);
});

describe("lists hold what the account may see, and all of it [D177]", () => {
  const pairsOf = (who: "brandA" | "brandB" | "partnerX" | "partnerY"): Pair[] =>
    ({
      brandA: [world.ax, world.ay],
      brandB: [world.bx],
      partnerX: [world.ax, world.bx],
      partnerY: [world.ay],
    })[who];
  const sorted = (ids: Iterable<string>) => [...new Set(ids)].sort();

  test.each(["brandA", "brandB", "partnerX", "partnerY"] as const)("%s", async (who) => {
    const pairs = pairsOf(who);
    const account = world[who];
    const ids = async (page: Promise<{ nodes: { id: string }[] }>) =>
      sorted((await page).nodes.map(({ id }) => id));
    expect(await ids(programs(past(account), all))).toEqual(
      sorted(pairs.map((pair) => pair.program)),
    );
    expect(
      await ids(
        contracts(past(account), all, { states, programId: null, partnerId: null, termsId: null }),
      ),
    ).toEqual(sorted(pairs.map((pair) => pair.contract)));
    expect(await ids(termsList(past(account), all, null))).toEqual(
      sorted(pairs.map((pair) => pair.terms)),
    );
    const links = sorted(pairs.flatMap((pair) => [pair.link, pair.testLink]));
    expect(await ids(trackingLinks(past(account), all, null))).toEqual(links);
    const listed: string[] = [];
    for (const programId of new Set([world.ax, world.bx].map(({ program }) => program))) {
      const list = await linkList(past(account), {
        ...asked(programId),
        ...all,
        ...byAge,
        programId,
      });
      listed.push(...(list?.nodes ?? []).map(({ link: { id } }) => id));
    }
    expect(sorted(listed)).toEqual(links);
  });

  test("pages are full: others' rows take no place in them", async () => {
    for (const [account, count] of [
      [world.brandA, 2],
      [world.brandB, 1],
      [world.partnerX, 2],
      [world.partnerY, 1],
    ] as const) {
      const sizes: number[] = [];
      for (let after: string | null = null, more = true; more;) {
        const { nodes, pageInfo }: Awaited<ReturnType<typeof termsList>> = await termsList(
          past(account),
          { first: 1, after },
          null,
        );
        sizes.push(nodes.length);
        ({ endCursor: after, hasNextPage: more } = pageInfo);
      }
      expect(sizes).toEqual(Array.from({ length: count }, () => 1));
    }
  });

  test("a partner's filter for another partner finds nothing, not everything", async () => {
    const partnerId = world.partnerX.accountId;
    expect(
      (await trackingLinks(past(world.partnerY), all, { programId: null, partnerId, isTest: null }))
        .nodes,
    ).toEqual([]);
    expect(
      (
        await contracts(past(world.partnerY), all, {
          states,
          programId: null,
          partnerId,
          termsId: null,
        })
      ).nodes,
    ).toEqual([]);
  });

  test("ads of a shared program: partners' own and the brand's, no other's", async () => {
    const seen = async (account: { email: string }) =>
      (await ads(past(account), all, world.ax.program, null)).nodes.map(({ id }) => id);
    const [x, y, brand, stranger] = [
      await seen(world.partnerX),
      await seen(world.partnerY),
      await seen(world.brandA),
      await seen(world.brandB),
    ];
    expect(x).toEqual(expect.arrayContaining([world.ax.ad, world.ax.testAd]));
    expect(y).toEqual(expect.arrayContaining([world.ay.ad, world.ay.testAd]));
    expect(x.filter((id) => [world.ay.ad, world.ay.testAd].includes(id))).toEqual([]);
    expect(y.filter((id) => [world.ax.ad, world.ax.testAd].includes(id))).toEqual([]);
    expect(new Set(brand)).toEqual(new Set([...x, ...y]));
    expect(stranger).toEqual([]);
  });
});

// Y has no part in any row of AX or BX; B none in AX.
test.each(["partnerY", "brandB"] as const)(
  "by id, what is another's is absent for %s",
  async (who) => {
    const ctx = () => past(world[who]);
    const foreign = world.ax;
    expect(await contract(ctx(), foreign.contract)).toBeNull();
    expect(await terms(ctx(), foreign.terms)).toBeNull();
    expect(await trackingLink(ctx(), foreign.link)).toBeNull();
    expect(await click(ctx(), clickOf.get(foreign) ?? "")).toBeNull();
    expect(
      (await clicks(ctx(), foreign.program, all, null)).nodes.filter(
        ({ partnerAccountId }) => partnerAccountId === foreign.partner.accountId,
      ),
    ).toEqual([]);
    const [sale] = (
      await conversions(past(world.brandA), foreign.program, all, {
        partnerIds: [foreign.partner.accountId],
      })
    ).nodes;
    expect(sale).toBeDefined();
    expect(await conversion(ctx(), sale?.id ?? "")).toBeNull();
  },
);

test("a program of a brand one does not work with is absent, and so is its report", async () => {
  for (const [account, id] of [
    [world.partnerY, world.bx.program],
    [world.brandB, world.ax.program],
    [world.brandA, world.bx.program],
  ] as const) {
    expect(await program(past(account), id)).toBeNull();
    expect(await findProgram(past(account), id)).toBeNull();
    expect(await report(past(account), asked(id))).toBeNull();
    expect(await reportByPartner(past(account), asked(id))).toEqual([]);
    expect(await verdicts(past(account), id)).toEqual([]);
  }
  expect(
    (await reportByPartner(past(world.partnerY), asked(world.ay.program))).map(
      ({ partnerAccountId }) => partnerAccountId,
    ),
  ).toEqual([world.partnerY.accountId]);
});

test("what one may see is there by its id, with its trace", async () => {
  for (const account of [world.brandA, world.partnerX]) {
    expect(await contract(past(account), world.ax.contract)).toMatchObject({
      id: world.ax.contract,
      termsName: "Terms A-X",
    });
    expect(await terms(past(account), world.ax.terms)).toMatchObject({ id: world.ax.terms });
    expect(await trackingLink(past(account), world.ax.link)).toMatchObject({ id: world.ax.link });
    expect(await click(past(account), clickOf.get(world.ax) ?? "")).toMatchObject({
      trace: { consistent: true },
    });
  }
});

test.each(["partnerY", "brandB"] as const)(
  "%s changes nothing of another's, whatever id it names",
  async (who) => {
    const ctx = () => past(world[who]);
    const absent = { code: "NOT_FOUND" };
    const foreign = world.ax;
    expect(await renameLink(ctx(), foreign.link, "Theirs")).toMatchObject(absent);
    const links = { ids: [foreign.link], matching: null };
    const ending = { endsAt: null, afterClicks: null };
    expect(await endLinks(ctx(), { links, ending }, intent())).toMatchObject(absent);
    expect(await reopenLinks(ctx(), { links }, intent())).toMatchObject(absent);
    expect(await setAdState(ctx(), foreign.ad, AdState.INACTIVE)).toMatchObject(absent);
    expect(
      await decideContract(
        ctx(),
        { id: foreign.contract, decision: "DECLINED", reason: null },
        intent(),
      ),
    ).toMatchObject(absent);
    expect(await archiveTerms(ctx(), foreign.terms, intent())).toMatchObject(absent);
    expect(
      await saveTermsVersion(
        ctx(),
        { id: foreign.terms, input: termsInput, baseVersion: null },
        intent(),
      ),
    ).toMatchObject(absent);
    expect(
      await placeTestOrder(
        ctx(),
        { linkId: foreign.testLink, units: 1, amount: "10.00", traits: null },
        intent(),
      ),
    ).toMatchObject(absent);
    expect(
      await createTrackingLink(
        ctx(),
        link(world[who === "brandB" ? "ax" : "bx"].program, world[who].accountId),
        intent(),
      ),
    ).toMatchObject(absent);
    expect(
      await createTestLink(
        ctx(),
        {
          programId: world[who === "brandB" ? "ax" : "bx"].program,
          partnerId: null,
          name: "",
          landingPage: null,
        },
        intent(),
      ),
    ).toMatchObject(absent);
  },
);

test("a brand offers no terms to strangers and builds on no other's program", async () => {
  const brandB = () => past(world.brandB);
  const [eventType] = (await program(past(world.brandA), world.ax.program))?.eventTypes ?? [];
  expect(
    await createTerms(
      brandB(),
      { programId: world.ax.program, input: termsInput, asDraft: false },
      intent(),
    ),
  ).toMatchObject({ code: "NOT_FOUND" });
  expect(
    await addEventType(
      brandB(),
      { programId: world.ax.program, kind: EventTypeKind.SALE, code: "more", name: "More" },
      intent(),
    ),
  ).toMatchObject({ code: "NOT_FOUND" });
  expect(
    await setEventTypeState(brandB(), eventType?.id ?? "", EventTypeState.INACTIVE, intent()),
  ).toMatchObject({ code: "NOT_FOUND" });
  expect(
    await createTrackingLink(brandB(), link(world.bx.program, world.partnerY.accountId), intent()),
  ).toMatchObject({ code: "NOT_FOUND", path: ["input", "partnerId"] });
  expect(
    await proposeContract(brandB(), offer(world.bx.terms, world.partnerY.accountId), intent()),
  ).toMatchObject({ code: "NOT_FOUND", path: ["input", "partnerId"] });
});

describe("the walls say the same [D177]", () => {
  const readers = (): [string, Reader][] => [
    ...[world.brandA, world.brandB, world.partnerX, world.partnerY].map(
      (account): [string, Reader] => [account.email, past(account).scope.reader()],
    ),
    ["nobody", nobody],
    ["before a tenant", { kind: "BEFORE_TENANT" }],
    ["the operator", { kind: "PLATFORM", accountId: randomUUID() }],
  ];

  test("a table without a filter by reader, or a reader who is not named, is a fault", async () => {
    const known = unwalled.getMetadata().getAll();
    for (const { className, filters } of known.values())
      expect(filters, className).toMatchObject({ tenant: { default: true } });
    expect(known.size).toBe(entities.length);
    await expect(unwalled.em.fork().find(TrackingLink, {})).rejects.toThrow("filter 'tenant'");
  });

  test("what is changed or removed in bulk is the reader's alone", async () => {
    const reader = past(world.brandB).scope.reader();
    const [own] = await past(world.brandB).em.execute<{ n: number }[]>(
      "select count(*)::int as n from tracking_link where brand_account_id = ?",
      [world.brandB.accountId],
    );
    const em = emFor(unwalled, reader);
    expect(own?.n).toBeGreaterThan(0);
    expect(await em.nativeUpdate(TrackingLink, {}, { name: "Renamed" })).toBe(own?.n);
    expect(await em.nativeDelete(TrackingLink, { brandAccountId: world.brandA.accountId })).toBe(0);
  });

  test("of every table the filter alone finds what the policies alone show", async () => {
    const everybody = emFor(unwalled, { kind: "EVERYBODY" });
    await addOneOfEach(everybody, [world.ax, world.ay, world.bx]);
    const found = new Map<string, number>();
    for (const [who, reader] of readers())
      for (const entity of entities) {
        const { className, primaryKeys } = unwalled.getMetadata().get(entity as EntityName);
        const keys = (rows: object[]) =>
          rows.map((row) => primaryKeys.map((key) => Reflect.get(row, key)).join()).toSorted();
        const filtered = keys(await emFor(unwalled, reader).find<object>(entity, {}));
        const shown = await emFor(world.app.deps.orm, reader).find<object>(
          entity,
          {},
          { filters: { tenant: false } },
        );
        expect(filtered, `${className} as ${who} reads it`).toEqual(keys(shown));
        found.set(className, (found.get(className) ?? 0) + filtered.length);
      }
    expect([...found].filter(([, rows]) => rows === 0).map(([name]) => name)).toEqual([]);
  });
});
