/**
 * Domains of a brand's own for its links, against a name server that says what public DNS would.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createPool } from "../../platform/db/connection.ts";
import type { Client } from "../../testing/worlds/client.ts";
import { startNameServer, type NameServer } from "../../testing/worlds/name-server.ts";
import { intent, refusal, run, type Ok } from "../../testing/worlds/steps.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import { lookAtDomains } from "./domain-job.ts";

const hour = 3_600_000;
let names: NameServer;
let world: World;
let brand: Client;
let other: Client;
let partner: Client;
let pool: ReturnType<typeof createPool>;
beforeAll(async () => {
  names = await startNameServer();
  world = await createWorld({
    env: { DNS_SERVERS: names.address, TRACKER_URL: "https://track.counterfoil.example" },
  });
  [brand, other, partner] = (await Promise.all(
    [world.brandA, world.brandB, world.partnerX].map(({ email }) => world.signIn(email)),
  )) as [Client, Client, Client];
  pool = createPool(world.people.url, "worker", 2);
});
afterAll(async () => {
  await pool?.end();
  await world?.close();
  names?.close();
});

interface Domain {
  id: string;
  host: string;
  state: string;
  problem: string | null;
  isShown: boolean;
  txtName: string;
  txtValue: string;
  target: string;
}
interface Answer extends Ok {
  linkDomain: Domain;
}
const fields = "linkDomain { id host state problem isShown txtName txtValue target }";
const add = (host: string) => `addLinkDomain(host: "${host}", idempotencyKey: "${intent()}")`;
const check = (id: string) => `checkLinkDomain(id: "${id}", idempotencyKey: "${intent()}")`;
const show = (id: string, isShown: boolean) =>
  `showLinkDomain(id: "${id}", isShown: ${isShown}, idempotencyKey: "${intent()}")`;
const remove = (id: string) => `removeLinkDomain(id: "${id}", idempotencyKey: "${intent()}")`;
const done = async (client: Client, call: string): Promise<Domain> =>
  (await run<Answer>(client, call, "LinkDomainOk", fields)).linkDomain;
const all = async (client: Client): Promise<Domain[]> =>
  (await client.data<{ linkDomains: Domain[] }>(`{ linkDomains { id host state isShown } }`))
    .linkDomains;
const asked = async (host: string): Promise<number> =>
  (await fetch(`${world.url}/link-domains/ask?domain=${encodeURIComponent(host)}`)).status;
const urlOf = async (client: Client, link = world.ax.link): Promise<string> =>
  (await client.data<{ trackingLink: { url: string } }>(`{ trackingLink(id: "${link}") { url } }`))
    .trackingLink.url;
const tracker = "https://track.counterfoil.example/c/";
/** The worker's clock alone runs ahead: sessions would end. */
const round = (ahead = 0) =>
  lookAtDomains({ pool, clock: () => world.clock.now + ahead, env: world.app.deps.env });
/** What its owner enters at the name server. */
const enter = ({ host, txtName, txtValue, target }: Domain): void => {
  names.zone.set(txtName, { TXT: txtValue });
  names.zone.set(host, { CNAME: target });
};

beforeEach(async () => {
  names.zone.clear();
  names.silent = false;
  for (const client of [brand, other])
    for (const { id } of await all(client))
      await run(client, remove(id), "RemoveLinkDomainOk", "id");
});

test("links stand below a domain whose two records are found, once it is chosen", async () => {
  const made = await done(brand, add("https://Go.Tents.example/"));
  expect(made).toMatchObject({
    host: "go.tents.example",
    state: "PENDING",
    txtName: "_counterfoil.go.tents.example",
    target: "track.counterfoil.example",
    isShown: false,
  });
  const { id } = made;
  expect(await done(brand, check(id))).toMatchObject({
    state: "PENDING",
    problem: expect.stringMatching(/TXT/),
  });
  names.zone.set(made.txtName, { TXT: "counterfoil=somebody-elses" });
  expect(await done(brand, check(id))).toMatchObject({
    state: "PENDING",
    problem: expect.stringMatching(/TXT/),
  });
  names.zone.set(made.txtName, { TXT: made.txtValue });
  expect(await done(brand, check(id))).toMatchObject({
    state: "PENDING",
    problem: expect.stringMatching(/CNAME/),
  });
  expect(await refusal(brand, show(id, true))).toMatchObject({ code: "NOT_VERIFIED" });
  expect(await asked("go.tents.example")).toBe(404);
  enter(made);
  expect(await done(brand, check(id))).toMatchObject({ state: "VERIFIED", problem: null });
  expect(await asked("GO.tents.example.")).toBe(200);
  expect((await urlOf(brand)).startsWith(tracker)).toBe(true);
  await done(brand, show(id, true));
  for (const client of [brand, partner])
    expect((await urlOf(client)).startsWith("https://go.tents.example/c/")).toBe(true);
  // Another brand's links, and a test link, which the checks click, keep theirs.
  expect((await urlOf(brand, world.ax.testLink)).startsWith(tracker)).toBe(true);
  expect((await urlOf(other, world.bx.link)).startsWith(tracker)).toBe(true);
  // Its address finds it, below whichever domain it is pasted.
  for (const base of ["https://go.tents.example/c/", tracker]) {
    const path = (await urlOf(brand)).split("/c/")[1];
    const { linkList } = await brand.data<{ linkList: { nodes: { link: { id: string } }[] } }>(
      `{ linkList(programId: "${world.ax.program}", range: { last: "7d" }, first: 5, order: NAME,
        filter: { search: "${base}${path}?subId1=x" }) { nodes { link { id } } } }`,
    );
    expect(linkList.nodes.map(({ link }) => link.id)).toEqual([world.ax.link]);
  }
  await done(brand, show(id, false));
  expect((await urlOf(partner)).startsWith(tracker)).toBe(true);
});

test("an address of the tracker's will do, where a name cannot be an alias", async () => {
  const made = await done(brand, add("tents.example"));
  names.zone.set(made.txtName, { TXT: made.txtValue });
  names.zone.set("track.counterfoil.example", { A: "192.0.2.7" });
  names.zone.set("tents.example", { A: "192.0.2.8" });
  expect(await done(brand, check(made.id))).toMatchObject({ state: "PENDING" });
  names.zone.set("tents.example", { A: "192.0.2.7" });
  expect(await done(brand, check(made.id))).toMatchObject({ state: "VERIFIED" });
});

test("the worker proves it by itself, and stops showing it two days after it is gone", async () => {
  const made = await done(brand, add("go.tents.example"));
  enter(made);
  expect(await round()).toBe(1);
  expect(await all(brand)).toMatchObject([{ state: "VERIFIED" }]);
  expect(await round()).toBe(0);
  await done(brand, show(made.id, true));
  names.zone.delete("go.tents.example");
  let ahead = 0;
  const stateAfter = async (ms: number): Promise<string | undefined> => {
    ahead += ms;
    await round(ahead);
    return (await all(brand))[0]?.state;
  };
  expect(await stateAfter(7 * hour)).toBe("VERIFIED");
  names.silent = true;
  // A name server that is down says nothing of whose it is.
  expect(await stateAfter(72 * hour)).toBe("VERIFIED");
  names.silent = false;
  expect(await stateAfter(7 * hour)).toBe("LOST");
  expect((await urlOf(partner)).startsWith(tracker)).toBe(true);
  expect(await asked("go.tents.example")).toBe(404);
  // Mended, it is shown again.
  enter(made);
  expect(await stateAfter(7 * hour)).toBe("VERIFIED");
  expect((await urlOf(partner)).startsWith("https://go.tents.example/c/")).toBe(true);
});

test("one brand has a name, however many claim it at once", async () => {
  const mine = await done(brand, add("go.tents.example"));
  const theirs = await done(other, add("go.tents.example"));
  enter(mine);
  expect(await done(brand, check(mine.id))).toMatchObject({ state: "VERIFIED" });
  enter(theirs);
  expect(await refusal(other, check(theirs.id))).toMatchObject({ code: "HOST_TAKEN" });
  await round();
  expect(await all(other)).toMatchObject([{ state: "PENDING" }]);
  // Free once it is no longer the first one's.
  await run(brand, remove(mine.id), "RemoveLinkDomainOk", "id");
  expect(await done(other, check(theirs.id))).toMatchObject({ state: "VERIFIED" });
});

test("what is no name of one's own is refused; a brand alone sees and changes its", async () => {
  for (const host of [
    "go",
    "127.0.0.1",
    "go.example.com/c",
    "https://",
    "printer.local",
    "a b.example",
  ])
    expect([host, await refusal(brand, add(host))]).toMatchObject([host, { code: "BAD_HOST" }]);
  expect(await refusal(brand, add("track.counterfoil.example"))).toMatchObject({
    code: "HOST_TAKEN",
  });
  const made = await done(brand, add("go.tents.example"));
  expect(await refusal(brand, add("go.tents.example"))).toMatchObject({ code: "HOST_TAKEN" });
  for (let n = 1; n < 5; n += 1) await done(brand, add(`go${n}.tents.example`));
  expect(await refusal(brand, add("go5.tents.example"))).toMatchObject({
    code: "TOO_MANY_DOMAINS",
  });
  expect(await all(partner)).toEqual([]);
  for (const call of [check(made.id), show(made.id, true), remove(made.id)]) {
    expect(await refusal(other, call)).toMatchObject({ __typename: "NotFound" });
    await expect(refusal(partner, call)).rejects.toThrow(/FORBIDDEN/);
  }
});
