/** What happened beside the figures, to each side what concerns it; notes are an account's own. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "../../testing/worlds/client.ts";
import { intent, refusal, run, type Ok } from "../../testing/worlds/steps.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";

let world: World;
let brand: Client;
let x: Client;
let y: Client;
beforeAll(async () => {
  world = await createWorld();
  [brand, x, y] = await Promise.all([
    world.signIn(world.brandA.email),
    world.signIn(world.partnerX.email),
    world.signIn(world.partnerY.email),
  ]);
});
afterAll(() => world?.close());

interface Annotation {
  kind: string;
  at: string;
  count: number;
  partnerName: string | null;
  detail: string | null;
  note: { id: string; text: string; mayChange: boolean } | null;
}
const annotations = async (client: Client, range = '{ last: "30d" }'): Promise<Annotation[]> =>
  (
    await client.data<{ annotations: Annotation[] }>(
      `{ annotations(scope: { programId: "${world.ax.program}" }, range: ${range}) {
        kind at count partnerName detail note { id text mayChange }
      } }`,
    )
  ).annotations;
const kindsOf = async (client: Client) => (await annotations(client)).map(({ kind }) => kind);
const key = () => `idempotencyKey: "${intent()}"`;

test("contracts, terms, limits and runs tell of themselves to whom they concern", async () => {
  const { program } = world.ax;
  const { brandA, partnerX, partnerY, people } = world;
  const at = new Date(world.clock.now - 3_600_000);
  for (const [partner, percent] of [
    [partnerX, 100],
    [partnerY, 100],
    [partnerY, 80],
  ] as const)
    await people.sql(
      `insert into limit_event
        select (jsonb_populate_record(
          null::limit_event,
          jsonb_build_object(
            'program_id', $1::text, 'partner_account_id', $2::text, 'scope_id', $1::text,
            'limit_id', 'l', 'event', 'CLICK', 'kind', 'CLICKS', 'scope', 'CONTRACT',
            'reset', 'DAY', 'group_id', '', 'currency', '', 'window_start', $4::text,
            'window_end', $4::text, 'percent', $5::int,
            'brand_account_id', $3::text, 'max', 1, 'used', 1, 'occurred_at', $4::text,
            'recorded_at', $4::text
          )
        )).*`,
      [program, partner.accountId, brandA.accountId, at.toISOString(), percent],
    );
  await brand.data(
    `mutation {
      startVerification(input: { programId: "${program}", scope: ALL }, ${key()}) { __typename }
    }`,
  );
  const ofBrand = await annotations(brand);
  const started = ofBrand.filter(({ kind }) => kind === "CONTRACT_STARTED");
  expect(new Set(started.map(({ partnerName, detail }) => `${partnerName}: ${detail}`))).toEqual(
    new Set(["Partner X: Terms A-X, version 1", "Partner Y: Terms A-Y, version 1"]),
  );
  const limits = ofBrand.filter(({ kind }) => kind === "LIMIT_REACHED");
  expect(limits.map(({ count, partnerName }) => [count, partnerName])).toEqual([[2, null]]);
  expect(new Set(ofBrand.map(({ kind }) => kind))).toEqual(
    new Set(["CONTRACT_STARTED", "TERMS_PUBLISHED", "LIMIT_REACHED", "VERIFICATION_RUN"]),
  );
  expect(ofBrand.map(({ at: when }) => when)).toEqual(
    ofBrand.map(({ at: when }) => when).toSorted(),
  );
  const ofX = await annotations(x);
  const told = ofX.map(({ kind, count, partnerName }) => [kind, count, partnerName].join());
  expect(new Set(told)).toEqual(
    new Set(["CONTRACT_STARTED,1,Partner X", "LIMIT_REACHED,1,Partner X"]),
  );
  expect(await annotations(brand, '{ from: "2025-01-01", to: "2025-01-31" }')).toEqual([]);
});

test("a note is its account's: written, changed and taken away", async () => {
  const note = (text: string) =>
    `addReportNote(input: { programId: "${world.ax.program}", at: "${new Date(
      world.clock.now,
    ).toISOString()}", text: "${text}" }, ${key()})`;
  interface Noted extends Ok {
    note: { id: string; text: string };
  }
  const { note: own } = await run<Noted>(brand, note("Sale began"), "ReportNoteOk", "note { id }");
  expect(
    [await kindsOf(brand), await kindsOf(x), await kindsOf(y)].map((kinds) =>
      kinds.includes("NOTE"),
    ),
  ).toEqual([true, false, false]);
  const change = (text: string) =>
    `changeReportNote(id: "${own.id}", input: { at: "${new Date(
      world.clock.now - 1,
    ).toISOString()}", text: "${text}" }, ${key()})`;
  expect(await refusal(x, change("Mine"))).toMatchObject({ code: "NOT_FOUND" });
  expect(await refusal(brand, change(" "))).toMatchObject({
    code: "BAD_TEXT",
    path: ["input", "text"],
  });
  await run(brand, change("Sale began at noon"), "ReportNoteOk", "note { id }");
  const told = (await annotations(brand)).flatMap(({ note: each }) => each ?? []);
  expect(told).toEqual([{ id: own.id, text: "Sale began at noon", mayChange: true }]);
  const remove = `removeReportNote(id: "${own.id}", ${key()})`;
  expect(await refusal(y, remove)).toMatchObject({ code: "NOT_FOUND" });
  await run(brand, remove, "RemoveReportNoteOk", "id");
  expect((await kindsOf(brand)).includes("NOTE")).toBe(false);
});
