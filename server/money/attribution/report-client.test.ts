import { afterEach, expect, test } from "vitest";
import { createLog } from "../../platform/log.ts";
import {
  reportPage as page,
  startReportService,
  type ReportService,
  type ServiceAnswer,
} from "../../testing/worlds/report-server.ts";
import { freshTokens } from "../../platform/amazon/amazon-api.ts";
import { tokenIn } from "./amazon-clients.ts";
import { isBonusTold } from "../../domain/attribution.ts";
import { productMetrics } from "../../domain/attributed-products.ts";
import { createReportClient, keptToken, type ReportPage } from "./report-client.ts";
import { minorDigits } from "../../domain/values/currency.ts";

let service: ReportService | undefined;
afterEach(() => service?.close());

/** A service that gives these answers in turn. */
async function serve(answers: ServiceAnswer[]) {
  service = await startReportService(() => answers.shift());
  const { asked, url } = service;
  const waits: number[] = [];
  const tokens: boolean[] = [];
  const client = createReportClient({
    baseUrl: url,
    credentials: { clientId: "client", scope: "profile" },
    token: (refused) => Promise.resolve(`t${tokens.push(refused)}`),
    clock: () => 1000 + asked.length,
    log: createLog("silent", "test"),
    wait: (ms) => Promise.resolve(void waits.push(ms)),
  });
  const pages: ReportPage[] = [];
  const read = (more: Partial<Parameters<typeof client.readReport>[0]> = {}) =>
    client.readReport(
      {
        advertiserId: "A1",
        grouping: "CREATIVE",
        startDate: "2026-05-23",
        endDate: "2026-06-20",
        ...more,
      },
      (page) => Promise.resolve(void pages.push(page)),
    );
  return { asked, waits, tokens, pages, read, url };
}

test("follows the cursor to its end, with compact dates and its headers [D135]", async () => {
  const { asked, pages, read } = await serve([
    page("c1", { a: "1" }),
    page("c2", { a: "2" }),
    page(null, { a: "3" }),
  ]);
  expect(await read({ count: 1 })).toEqual({ ok: true, rows: 3 });
  expect(asked.map(({ body }) => body.cursorId)).toEqual(["", "c1", "c2"]);
  expect(asked[0]?.body).toMatchObject({
    reportType: "PERFORMANCE",
    groupBy: "CREATIVE",
    advertiserIds: "A1",
    startDate: "20260523",
    endDate: "20260620",
    count: 1,
  });
  expect(asked[0]?.headers).toMatchObject({
    authorization: "Bearer t1",
    "amazon-advertising-api-clientid": "client",
    "amazon-advertising-api-scope": "profile",
  });
  expect(pages.map(({ startedAt, simulated }) => [startedAt, simulated])).toEqual([
    [1000, false],
    [1001, false],
    [1002, false],
  ]);
});

test("products and the bonus are asked for as Amazon tells them [D137]", async () => {
  const answers = Array.from({ length: 3 }, () => page(""));
  const { asked, read } = await serve(answers);
  await read({ grouping: "ADGROUP", withBonus: true });
  await read({ grouping: "CREATIVE" });
  await read({ grouping: "PRODUCTS" });
  const metrics = asked.map(({ body }) => String(body.metrics).split(","));
  expect(metrics.map((names) => names.includes("brb_bonus_amount"))).toEqual([true, false, false]);
  expect(asked[2]?.body).toMatchObject({ reportType: "PRODUCTS" });
  expect(asked[2]?.body).not.toHaveProperty("groupBy");
  expect(metrics[2]).toEqual([...productMetrics]);
  expect(["US", "DE"].map((country) => isBonusTold("ADGROUP", country))).toEqual([true, false]);
  expect(isBonusTold("CREATIVE", "US")).toBe(false);
});

test("more than 5,000 rows per page are refused before anything is asked [D135]", async () => {
  const { asked, read } = await serve([]);
  await expect(read({ count: 5_001 })).rejects.toThrow("1 to 5000");
  expect(asked).toEqual([]);
});

test("a page begins with 5,000 rows and is halved once where Amazon takes fewer", async () => {
  const tooMany = { status: 400, body: { code: "400", details: "count is too large" } };
  const first = await serve([tooMany, page("c1", { a: "1" }), page("", { a: "2" })]);
  expect(await first.read()).toEqual({ ok: true, rows: 2 });
  const counts = ({ asked }: typeof first) => asked.map(({ body: { count } }) => count);
  expect(counts(first)).toEqual([5_000, 2_500, 2_500]);
  await service?.close();
  const second = await serve([page("c1"), tooMany, tooMany]);
  expect(await second.read()).toMatchObject({
    ok: false,
    failure: { status: 400, details: "count is too large", cursorId: "c1" },
  });
  expect(counts(second)).toEqual([5_000, 5_000, 2_500]);
});

test("429 is waited out with growing delay, as long as asked, not for ever [D148]", async () => {
  const slow = { status: 429, body: { code: "429", details: "slow down" } };
  const first = await serve([slow, slow, { ...slow, headers: { "retry-after": "60" } }, page("")]);
  expect(await first.read()).toEqual({ ok: true, rows: 0 });
  expect(first.waits).toEqual([1_000, 2_000, 60_000]);
  await service?.close();
  const second = await serve(Array.from({ length: 9 }, () => slow));
  expect(await second.read()).toMatchObject({ ok: false, failure: { status: 429 } });
  expect(second.waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
});

test("401 refreshes the token once per run; a second refusal stops it [D148]", async () => {
  const refused = { status: 401, body: { code: "UNAUTHORIZED", details: "expired" } };
  const first = await serve([refused, page("c1"), page("")]);
  expect(await first.read()).toEqual({ ok: true, rows: 0 });
  expect(first.tokens).toEqual([false, true, false]);
  const second = await serve([refused, page("c1"), refused]);
  expect(await second.read()).toMatchObject({
    ok: false,
    failure: { status: 401, code: "UNAUTHORIZED", cursorId: "c1" },
  });
  expect(second.tokens).toEqual([false, true, false]);
});

test("any other error is reported and keeps the cursor for the next run [D148]", async () => {
  const { asked, read, pages } = await serve([
    page("c1", { a: "1" }),
    { status: 500, body: "oops" },
    page("", { a: "2" }),
  ]);
  const run = await read();
  expect(run).toEqual({
    ok: false,
    rows: 1,
    failure: { status: 500, code: "500", details: "no details", cursorId: "c1" },
  });
  expect(await read({ cursorId: "c1" })).toEqual({ ok: true, rows: 1 });
  expect(asked.map(({ body }) => body.cursorId)).toEqual(["", "c1", "c1"]);
  expect(pages).toHaveLength(2);
});

test("a bad page, a cursor that leads nowhere and a dead service are reported", async () => {
  for (const body of [
    {},
    { reports: "x" },
    { reports: [], cursorId: 5 },
    { reports: [], cursorId: "same" },
    "text",
  ]) {
    const { read } = await serve([{ status: 200, body }]);
    expect(await read({ cursorId: "same" })).toMatchObject({
      ok: false,
      failure: { code: "BAD_ANSWER", cursorId: "same" },
    });
  }
  const { read } = await serve([]);
  await service?.close();
  expect(await read()).toMatchObject({ ok: false, failure: { status: 0, code: "UNREACHABLE" } });
});

test("a page that repeats is followed no further, whichever way it leads back", async () => {
  const failure = { code: "PAGE_REPEATS", cursorId: "c2" };
  const circle = await serve([page("c1", 1), page("c2", 2), page("c1", 3), page("")]);
  expect(await circle.read()).toMatchObject({ ok: false, rows: 2, failure });
  expect(circle.pages).toHaveLength(2);
  await service?.close();
  const again = (times: number) =>
    serve([...Array.from({ length: times }, (_, n) => page(`c${n}`, 1)), page("", 2)]);
  expect(await (await again(5)).read(), "it may come again").toEqual({ ok: true, rows: 6 });
  await service?.close();
  expect(await (await again(6)).read()).toMatchObject({
    ok: false,
    rows: 5,
    failure: { code: "PAGE_REPEATS" },
  });
  await service?.close();
  const empty = await serve([page("c1"), page("c2"), page("", 1)]);
  expect(await empty.read()).toEqual({ ok: true, rows: 1 });
});

test("[D141] only what Amazon credits within 14 days is asked for, of one storefront", async () => {
  const { asked, read } = await serve([page(""), page("")]);
  await read();
  await read({ grouping: "PRODUCTS" });
  const metrics = asked.flatMap(({ body }) => String(body.metrics).split(","));
  const others = metrics.filter((name) => !name.endsWith("14d"));
  expect(others).toEqual(["Click-throughs"]);
  expect(asked.map(({ headers }) => headers["amazon-advertising-api-scope"])).toEqual([
    "profile",
    "profile",
  ]);
});

test("an access token is kept to a minute before its end, or until refused [D148]", async () => {
  const { url, asked } = await serve(
    [1, 2, 3].map((n) => ({ status: 200, body: { access_token: `a${n}`, expires_in: 3600 } })),
  );
  let now = 0;
  const access = {
    addresses: { api: url, token: url, consent: url },
    app: { clientId: "c", clientSecret: "s" },
  };
  const token = keptToken(
    () => now,
    async () => tokenIn(await freshTokens(access, "r")),
  );
  expect([await token(false), await token(false)]).toEqual(["a1", "a1"]);
  now = 3_540_000;
  expect(await token(false)).toBe("a2");
  expect(await token(true)).toBe("a3");
  expect(asked[0]?.body.text).toBe(
    "grant_type=refresh_token&refresh_token=r&client_id=c&client_secret=s",
  );
  await expect(token(true)).rejects.toThrow("Amazon gave no token: status 500");
});

test("minor digits are those of ISO 4217", () => {
  expect(["USD", "JPY", "KWD"].map(minorDigits)).toEqual([2, 0, 3]);
  // A bad code in an old row must stop nobody's statements.
  expect(["UDS", "BTC", "BGN", "UYW"].map(minorDigits)).toEqual([2, 2, 2, 4]);
});
