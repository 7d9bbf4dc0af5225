/** Leads from the program's event type to what both sides read of them. */
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bookSubmissions } from "../../money/attribution/submission-job.ts";
import { createPool } from "../../platform/db/connection.ts";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import { createWorld, readScopes, type World } from "../../testing/worlds/world.ts";
import {
  accept,
  inline,
  intent,
  makeProgram,
  makeTerms,
  propose,
  refusal,
  run,
} from "../../testing/worlds/steps.ts";

let world: World;
let worker: pg.Pool;
let brand: Client;
let partner: Client;
beforeAll(async () => {
  world = await createWorld({ now: "2026-11-12T12:00:00Z" });
  worker = createPool(world.people.url, "worker", 2);
  brand = createClient(world.url, { key: await world.keyOf(world.brandA, readScopes) });
  partner = createClient(world.url, { key: await world.keyOf(world.partnerX, readScopes) });
});
afterAll(async () => {
  await worker?.end();
  await world?.close();
});

describe("leads of a program, from its event type to the partner's money", () => {
  let program: string;
  const send = async (body: Record<string, string>) => {
    const response = await fetch(new URL("/conversions", world.url), {
      method: "POST",
      headers: { authorization: `Bearer ${key}` },
      body: new URLSearchParams({ programId: program, eventDate: "NOW", ...body }),
    });
    return { status: response.status, text: await response.text() };
  };
  let key: string;
  let owner: Client;
  const work = async () => {
    while ((await bookSubmissions({ ...world.people.deps, pool: worker })) > 0);
  };
  const asked = async (client: Client, query: string) =>
    client.data<Record<string, unknown>>(query);

  test("terms pay for leads once the program has an event type of them", async () => {
    owner = await world.signIn(world.brandA.email);
    key = await world.keyOf(world.brandA, ["conversions:write"]);
    program = (await makeProgram(owner, "Sign-ups")).id;
    const payouts = [
      {
        event: "LEAD",
        rate: "2.50",
        limits: [{ kind: "CONVERSIONS", reset: "MONTH", max: "2" }],
        groups: [
          {
            name: "Quotes",
            rate: "20.00",
            rules: [{ variable: "EVENT_TYPE", operator: "IS", values: ["quote"] }],
          },
        ],
      },
    ];
    const draft = { name: "Leads", currency: "USD", eventPayouts: payouts };
    const create =
      `createTerms(programId: "${program}", input: ${inline(draft)}, ` +
      `idempotencyKey: "${intent()}")`;
    expect(await refusal(owner, create)).toMatchObject({
      code: "EVENT_TYPE_NOT_ENABLED",
      path: ["input", "eventPayouts", "0", "event"],
    });
    const add = (kind: string, code: string) =>
      `addEventType(programId: "${program}", kind: ${kind}, code: "${code}", name: "${code}", ` +
      `idempotencyKey: "${intent()}")`;
    expect(await refusal(owner, add("LEAD", "Sale"))).toMatchObject({
      code: "BAD_CODE",
      message: '"Sale" names sales in what shops hand in: choose another code',
    });
    await run(owner, add("LEAD", "newsletter"), "EventTypeOk", "program { id }");
    // "lead" names the only one.
    expect(await send({ event: "lead", orderId: "L-0", partner: "nobody" })).toMatchObject({
      status: 202,
    });
    await run(owner, add("LEAD", "quote"), "EventTypeOk", "program { id }");
    expect(await refusal(owner, add("LEAD", "QUOTE"))).toMatchObject({
      code: "EVENT_TYPE_CODE_EXISTS",
    });
    const terms = await makeTerms(owner, program, "Leads", payouts);
    await accept(
      await world.signIn(world.partnerX.email),
      await propose(owner, terms, world.partnerX.accountId),
    );
    const { text } = await send({ event: "lead", orderId: "L-0", partner: "x" });
    expect(text).toContain("send the code of the one that is meant, newsletter or quote");
    expect(
      await owner.data(
        `mutation {
          dryRunLead(
            input: {
              programId: "${program}",
              partnerId: "${world.partnerX.accountId}",
              facts: [{ variable: EVENT_TYPE, values: ["quote"] }]
            }
          ) { ... on DryRunOk { outcome groupName amount { amount } } }
        }`,
      ),
    ).toEqual({
      dryRunLead: { outcome: "PAID", groupName: "Quotes", amount: { amount: "20.00" } },
    });
  });

  test("handed in they are leads in lists, reports, limits and ledger, and no sales", async () => {
    const of = { partner: world.ax.partnerCode };
    for (const orderId of ["L-1", "L-2", "L-3"]) {
      expect((await send({ event: "newsletter", orderId, ...of })).status).toBe(202);
      await work();
    }
    const order = { event: "SALE", orderId: "L-1", currency: "USD", subtotal: "10" };
    await send({ ...order, ...of });
    await work();
    const listed = async (client: Client, filter: string) =>
      (
        await client.data<{ conversions: { nodes: { orderId: string }[] } }>(
          `{
            conversions(programId: "${program}", filter: { ${filter} }) {
              nodes { kind eventTypeCode orderId leads orders outcome reason payout { amount } }
            }
          }`,
        )
      ).conversions.nodes.toSorted((a, b) => a.orderId.localeCompare(b.orderId));
    const lead = { kind: "LEAD", eventTypeCode: "newsletter", leads: 1, orders: 0 };
    const leads = [
      { ...lead, orderId: "L-1", outcome: "PAID", payout: { amount: "2.50" } },
      { ...lead, orderId: "L-2", outcome: "PAID" },
      { ...lead, orderId: "L-3", outcome: "UNPAID", reason: "OVERLIMIT_CONVERSIONS" },
    ];
    for (const client of [brand, partner])
      expect(await listed(client, "kinds: [LEAD]")).toMatchObject(leads);
    expect(await listed(brand, "kinds: [SALE]")).toMatchObject([
      { kind: "SALE", outcome: "DISCARDED", orders: 1, leads: 0 },
    ]);
    const report = `report(
      scope: { programId: "${program}" },
      range: { from: "2026-11-01", to: "2026-11-30" },
      grain: DAY
    ) { totals {
      leads { leads discardedLeads }
      sales { orders discardedOrders amount { amount } }
      payout { sales { amount } leads { amount } }
    } }`;
    for (const client of [brand, partner])
      expect(await asked(client, `{ ${report} }`)).toEqual({
        report: {
          totals: {
            leads: { leads: 3, discardedLeads: 0 },
            sales: { orders: 0, discardedOrders: 1, amount: [] },
            payout: { sales: [], leads: [{ amount: "5.00" }] },
          },
        },
      });
    expect(
      await asked(
        brand,
        `{
          contractLimits(programId: "${program}") {
            nodes { usage { event kind used max percent } }
          }
          ledgerEntries(programId: "${program}", filter: { kinds: [LEAD] }) {
            nodes { kind reason pending { amount } }
          }
        }`,
      ),
    ).toMatchObject({
      contractLimits: {
        nodes: [
          { usage: { event: "LEAD", kind: "CONVERSIONS", used: "2", max: "2", percent: 100 } },
        ],
      },
      ledgerEntries: {
        nodes: [
          { kind: "LEAD", reason: "A lead was reported.", pending: { amount: "2.50" } },
          { kind: "LEAD" },
        ],
      },
    });
  });

  test("files of reports and conversions hold them in columns of their own", async () => {
    const own = await world.keyOf(world.brandA, readScopes);
    const rowsOf = async (table: string, filter: object) => {
      const query = new URLSearchParams({ programId: program, table, format: "JSON_LINES" });
      query.set("filter", JSON.stringify(filter));
      const answer = await fetch(new URL(`/files/export?${query.toString()}`, world.url), {
        headers: { authorization: `Bearer ${own}` },
      });
      return (await answer.text())
        .split("\n")
        .filter((line) => line !== "" && !line.startsWith('{"about"'))
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    };
    const range = { from: "2026-11-01", to: "2026-11-30" };
    const [partnerRow] = await rowsOf("REPORT_PARTNERS", { range });
    expect(partnerRow).toMatchObject({ leads: 3, orders: 0, currency: "USD" });
    expect(Number(partnerRow?.["leadPayout"])).toBe(5);
    const rows = await rowsOf("CONVERSIONS", { kinds: ["LEAD"] });
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({ kind: "LEAD", eventType: "newsletter", leads: 1, orders: 0 });
  });

  test("a person approves one past the limit, takes one back, and changes none", async () => {
    const { conversions } = await brand.data<{
      conversions: { nodes: { id: string; orderId: string }[] };
    }>(
      `{
        conversions(programId: "${program}", filter: { kinds: [LEAD] }) { nodes { id orderId } }
      }`,
    );
    const idOf = (orderId: string) => conversions.nodes.find((one) => one.orderId === orderId)?.id;
    const [paid, over] = [idOf("L-2"), idOf("L-3")];
    const input = (id: string | undefined) => `id: "${id}", amount: "1.00", reason: ORDER_UPDATE`;
    const changed = `modifyConversion(input: { ${input(paid)} }, idempotencyKey: "${intent()}")`;
    expect(await refusal(owner, changed)).toMatchObject({
      code: "LEAD_HAS_NO_AMOUNT",
      message: "A lead has no amount that could change: reverse it to take it back",
    });
    const told = await brand.data<{
      conversion: { trace: { consistent: boolean; steps: { step: string; seen: string }[] } };
    }>(`{ conversion(id: "${over}") { trace { consistent steps { step seen } } } }`);
    expect(told.conversion.trace.consistent).toBe(true);
    expect(told.conversion.trace.steps.find(({ step }) => step === "LIMITS")?.seen).toContain(
      "Paid are at most 2 leads a month: 2 leads used before, 2 leads after",
    );
    await send({
      event: "newsletter",
      orderId: "L-2",
      change: "REVERSE",
      reason: "REJECTED",
    });
    await work();
    const { conversion } = await brand.data<{
      conversion: { conversion: object; updates: object[] };
    }>(
      `{
        conversion(id: "${paid}") {
          conversion { state leads payout { amount } }
          updates { kind actor deltaLeads deltaOrders }
        }
      }`,
    );
    expect(conversion).toMatchObject({
      conversion: { state: "REVERSED", leads: 0, payout: { amount: "0.00" } },
      updates: [
        { kind: "TRACKED", deltaLeads: 1, deltaOrders: 0 },
        { kind: "REVERSED", actor: "SOURCE", deltaLeads: -1, deltaOrders: 0 },
      ],
    });
  });
});
