/** The acceptance list of the dashboard in a real browser, by its numbers, over the demo world. */
import fc from "fast-check";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { hasChromium } from "./chromium.ts";
import { drawnAnew } from "./drawn.ts";
import {
  ask,
  goBack,
  holdScripts,
  password,
  seen,
  startMs,
  startProduct,
  type Product,
} from "./product.ts";
import {
  lateChartsStand,
  readApi,
  readAxes,
  readBarHeights,
  readCursor,
  readTable,
  watchPanels,
  type Question,
} from "./reading.ts";
import { brandPerson, partnerPerson, programOf } from "./routes.ts";

const rowsOf = (page: Page) => page.locator("#report-table table").first().locator("tbody tr");
const kpisOf = async (page: Page): Promise<string> =>
  (await page.getByRole("region", { name: "Totals" }).innerText()).replaceAll(/\s+/g, " ");

/** Presses Tab until the element that has the focus matches. */
async function tabTo(page: Page, what: string, matches: (text: string) => boolean): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => {
      const at = document.activeElement;
      return at
        ? (
            `${at.tagName} ${at.id} ` +
            `${at.getAttribute("name") ?? ""} ` +
            `${at.getAttribute("aria-label") ?? ""} ` +
            (at.textContent ?? "")
          )
            .replaceAll(/\s+/g, " ")
            .trim()
        : "";
    });
    if (matches(name)) return;
  }
  throw new Error(`Tab never reaches ${what}`);
}

describe.skipIf(!hasChromium)("acceptance", () => {
  let product: Product;
  let brand: BrowserContext;
  let program: { id: string; code: string };
  let reporting: string;
  /** Of a test link of Northwind, clicked once. */
  let link: { id: string; url: string };
  const contexts = new Map<string, Promise<BrowserContext>>();
  const contextOf = (email: string): Promise<BrowserContext> => {
    const known = contexts.get(email) ?? product.openAs(email);
    contexts.set(email, known);
    return known;
  };
  const openReporting = async (query = "", context = brand): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(reporting + query);
    return page;
  };
  const visit = async (address: string): Promise<void> => {
    const visitor = await product.open();
    await (await visitor.newPage()).goto(address);
    await visitor.close();
  };
  const dayTotals = async () =>
    (
      await readApi(brand, product.url, {
        program: program.id,
        range: { last: "14d" },
        grain: null,
        timeZone: null,
        filter: { mode: "TEST", linkIds: [link.id] },
      })
    ).totals;

  beforeAll(async () => {
    product = await startProduct(inject("demoUrl"));
    brand = await contextOf(brandPerson);
    program = await programOf(brand, product.url);
    reporting = `/b/${program.code}/explore`;
    const { partners } = await ask<{ partners: { nodes: { id: string; name: string }[] } }>(
      brand,
      product.url,
      "{ partners(first: 50) { nodes { id name } } }",
    );
    const partner = partners.nodes.find(({ name }) => name === "Northwind Deals");
    const made = await ask<{ createTestLink: { link: { id: string; url: string } } }>(
      brand,
      product.url,
      `mutation($program: ID!, $partner: ID!) {
        createTestLink(
          programId: $program,
          partnerId: $partner,
          name: "Shelf link",
          idempotencyKey: "shelf"
        ) {
          ... on TrackingLinkOk { link { id url } }
        }
      }`,
      { program: program.id, partner: partner?.id },
    );
    link = made.createTestLink.link;
    await visit(link.url);
    await vi.waitUntil(async () => (await dayTotals()).unpaid === 1, { timeout: 30_000 });
  }, startMs);
  afterAll(() => product?.stop());

  test(
    "[U1] keyboard only: sign in, open reporting, find the day with the test click, read why it " +
      "is not paid, return",
    async () => {
      const page = await (await product.open()).newPage();
      await page.goto("/sign-in");
      await tabTo(page, "the e-mail field", (name) => /\bemail\b/.test(name));
      await page.keyboard.type(brandPerson);
      await tabTo(page, "the password field", (name) => /\bpassword\b/.test(name));
      await page.keyboard.type(password);
      await page.keyboard.press("Enter");
      await page.waitForURL(`**/b/${program.code}`);
      await tabTo(page, "reporting in the navigation", (name) => name === "A Explore");
      await page.keyboard.press("Enter");
      await page.waitForURL(`**${reporting}`);
      await tabTo(page, "the test data", (name) => name === "A Test");
      await page.keyboard.press("Enter");
      await page.waitForURL("**?mode=test");
      await seen(page.getByText("Shelf link: clicks arrive"));
      // The verdict may come before the figures: until then those of live clicks stay, and are said
      // to be waiting.
      await page.locator('[aria-busy="true"]').first().waitFor({ state: "detached" });
      await tabTo(page, "the time cursor", (name) => name.startsWith("INPUT time-cursor"));
      await page.keyboard.press("End");
      for (
        let steps = 0;
        steps < 20 &&
        !/: [1-9]\d* clicks?/.test(
          (await page.locator("#time-cursor").getAttribute("aria-valuetext")) ?? "",
        );
        steps += 1
      )
        await page.keyboard.press("ArrowLeft");
      await page.keyboard.press("Enter");
      await seen(page.getByRole("dialog"));
      await seen(page.getByRole("dialog").getByRole("button", { name: /Shelf link/ }));
      await tabTo(page, "the click", (name) => /^BUTTON .*Shelf link/.test(name));
      await page.keyboard.press("Enter");
      await seen(page.getByRole("dialog").getByText("TEST_CLICK"));
      await seen(page.getByRole("dialog").getByText(/A live click would be paid/));
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("time-cursor");
      await page.context().close();
    },
  );

  test("[U2] without JavaScript all of it can be read, and one can sign in", async () => {
    const page = await (await product.open({ javaScriptEnabled: false })).newPage();
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(brandPerson);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.goto(`${reporting}?last=30d&mode=both`);
    await seen(page.getByText("Shelf link: clicks arrive, sales may still come."));
    expect(await kpisOf(page)).toMatch(
      new RegExp(
        String.raw`Clicks [1-9].* Payable clicks [1-9].* Earn nothing [1-9].* Sales [1-9].* ` +
          String.raw`Sales amount \$.* Payout for clicks \$`,
      ),
    );
    for (const name of [/^Clicks per day/, /^Sales per day/]) {
      const panel = page.locator("section", { has: page.getByRole("heading", { name }) });
      const bars = await panel
        .locator("svg clipPath path")
        .evaluateAll((paths) => paths.map((path) => path.getAttribute("d")?.length ?? 0));
      expect(Math.max(...bars), String(name)).toBeGreaterThan(100);
      expect((await panel.boundingBox())?.height).toBeGreaterThan(150);
    }
    expect(await rowsOf(page).count()).toBe(30);
    expect((await readTable(page)).totals.raw).toBeGreaterThan(0);
    await page.context().close();
  });

  test(
    "[U3] [U4] a click appears in the open bucket without reload; a simulated order appears in " +
      "Sales and the verdict turns ok",
    async () => {
      const page = await openReporting(`?mode=test&link=${link.id}`);
      const before = (await readTable(page)).lines.at(-1)?.raw ?? NaN;
      await page.evaluate(() => Object.assign(window, { sameDocument: true }));
      await visit(link.url);
      await expect
        .poll(async () => (await dayTotals()).raw, { timeout: 30_000, interval: 25 })
        .toBeGreaterThan(before);
      await expect
        .poll(async () => (await readTable(page)).lines.at(-1)?.raw, {
          timeout: 30_000,
          interval: 50,
        })
        .toBe(before + 1);
      await ask(
        brand,
        product.url,
        `mutation($link: ID!) {
          placeTestOrder(input: { linkId: $link, amount: "49.90" }, idempotencyKey: "shelf-order") {
            __typename
          }
        }`,
        {
          link: link.id,
        },
      );
      await seen(page.getByText("Shelf link: both kinds of data arrive."));
      await expect
        .poll(async () => (await readTable(page)).totals.orders, { timeout: 30_000 })
        .toBe(1);
      expect((await readTable(page)).totals.amount).toBe(49.9);
      expect(await rowsOf(page).last().innerText(), "its date is not settled yet").toContain(
        "still arriving",
      );
      expect(await page.evaluate(() => "sameDocument" in window), "without a reload").toBe(true);
      await page.close();
    },
  );

  test("[U4] a click counted before the page listens shows once it does", async () => {
    const page = await (await contextOf(brandPerson)).newPage();
    let listen = () => {};
    const held = new Promise<void>((resolve) => (listen = resolve));
    await page.route("**/graphql/stream", async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(`${reporting}?mode=test&link=${link.id}`);
    const before = (await readTable(page)).lines.at(-1)?.raw ?? NaN;
    await visit(link.url);
    await expect
      .poll(async () => (await dayTotals()).raw, { timeout: 30_000 })
      .toBeGreaterThan(before);
    expect((await readTable(page)).lines.at(-1)?.raw).toBe(before);
    listen();
    await expect
      .poll(async () => (await readTable(page)).lines.at(-1)?.raw, { timeout: 30_000 })
      .toBe(before + 1);
    await page.close();
  });

  test(
    "[U5] the same address in a second browser gives the same numbers; chart = table = API for " +
      "any range, grain, zone and filter",
    async () => {
      const second = await product.openAs(brandPerson, {
        locale: "de-DE",
        timezoneId: "Asia/Tokyo",
      });
      const words = { hour: "HOUR", day: "DAY", week: "WEEK" } as const;
      const day = (ago: number): string =>
        Temporal.Now.plainDateISO("UTC").subtract({ days: ago }).toString();
      const questions = fc.record({
        grain: fc.constantFrom("hour" as const, "day" as const, "week" as const),
        from: fc.integer({ min: 2, max: 34 }),
        length: fc.integer({ min: 0, max: 12 }),
        timeZone: fc.constantFrom(
          "America/New_York",
          "Asia/Kathmandu",
          "Australia/Lord_Howe",
          "UTC",
        ),
        mode: fc.constantFrom("live", "both"),
        filter: fc.constantFrom<[string, Record<string, unknown>]>(
          ["", {}],
          ["&decision=UNPAID", { outcomes: ["UNPAID"] }],
          ["&device=PHONE", { devices: ["PHONE"] }],
          ["&country=US,DE", { countries: ["US", "DE"] }],
        ),
      });
      const first = await brand.newPage();
      const other = await second.newPage();
      await fc.assert(
        fc.asyncProperty(
          questions,
          async ({ grain, from, length, timeZone, mode, filter: [parameter, filter] }) => {
            const oldest = grain === "week" ? from + 21 : from;
            const newest = { hour: oldest, day: oldest - length, week: oldest - 14 - length }[
              grain
            ];
            const range = { from: day(oldest), to: day(Math.max(0, newest)) };
            const asked = new URLSearchParams({ ...range, grain, tz: timeZone, mode });
            const address = `${reporting}?${asked.toString()}${parameter}`;
            await Promise.all([first.goto(address), other.goto(address)]);
            const question: Question = {
              program: program.id,
              range,
              grain: words[grain],
              timeZone,
              filter: { mode: mode.toUpperCase(), ...filter },
            };
            const [table, same, api] = await Promise.all([
              readTable(first),
              readTable(other),
              readApi(brand, product.url, question),
            ]);
            expect(table).toEqual(api);
            expect(same).toEqual(table);
            expect(await readCursor(first)).toEqual(table.lines.map(({ raw }) => raw));
          },
        ),
        { numRuns: 4, endOnFailure: true },
      );
      await second.close();
      const page = await openReporting("?last=30d");
      const [heights, { totals }] = [await readBarHeights(page), await readTable(page)];
      const sum = heights.reduce((all, height) => all + height, 0);
      for (const [index, count] of [totals.paid, totals.paidZero, totals.unpaid].entries())
        expect((heights[index] ?? NaN) / sum).toBeCloseTo((count ?? NaN) / (totals.raw ?? NaN), 2);
      const { late, still } = await readAxes(page);
      expect(late.length).toBeGreaterThan(4);
      expect(late).toEqual(still);
      await page.close();
      await first.close();
    },
  );

  test("what is typed and pressed before scripts answer counts as soon as they do", async () => {
    const page = await brand.newPage();
    const letThrough = await holdScripts(page);
    await page.goto(`/b/${program.code}/partners/verify`, { waitUntil: "commit" });
    for (const partner of ["Northwind Deals", "Coupon Canyon"])
      await page.getByRole("checkbox", { name: `Choose ${partner}` }).check();
    await page.getByRole("searchbox", { name: "Search partner" }).fill("northwind");
    await page.getByRole("button", { name: "New run" }).click();
    expect(await page.getByRole("dialog").count()).toBe(0);
    letThrough();
    const scope = page.getByRole("dialog").getByRole("combobox").first();
    await seen(scope);
    expect(await scope.locator("option").first().textContent()).toBe("The 2 chosen ones");
    await expect.poll(() => new URL(page.url()).searchParams.get("search")).toBe("northwind");
    expect(await page.locator("[type=search]").inputValue()).toBe("northwind");
    // A part whose code comes later still.
    await page.goto(reporting, { waitUntil: "commit" });
    await page.getByRole("button", { name: "Pause live updates" }).click();
    await seen(page.getByRole("button", { name: "Resume live updates" }));
    await page.close();
  });

  test("what is pressed before the router follows addresses counts", async () => {
    const page = await brand.newPage();
    await page.addInitScript(() => {
      let write: unknown = Reflect.get(history, "pushState");
      const set = (its: unknown) => {
        document.querySelector<HTMLElement>("[aria-label^='Remove filter Decision']")?.click();
        write = its;
      };
      Object.defineProperty(history, "pushState", { get: () => write, set, configurable: true });
    });
    await page.goto(`${reporting}?last=14d&decision=UNPAID`);
    await page
      .getByRole("button", { name: /^Remove filter Decision/ })
      .waitFor({ state: "detached" });
    expect(new URL(page.url()).search).toBe("?last=14d");
    await page.close();
  });

  test("a file chosen before scripts answer is sent, whole", async () => {
    const page = await brand.newPage();
    const letThrough = await holdScripts(page);
    await page.goto(`/b/${program.code}/explore/conversions/shop`, { waitUntil: "commit" });
    const [name, content] = ["orders.csv", "order,amount\nA-1,10.00\n"];
    await page
      .locator('input[type="file"]')
      .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(content) });
    const sent = page.waitForResponse(
      (answer) => answer.request().method() === "POST" && answer.url().includes(name),
    );
    letThrough();
    const { requestBodySize } = await (await sent).request().sizes();
    expect(requestBodySize).toBe(content?.length);
    await page.close();
  });

  test("a late chart takes the still one's place at once: never none, two, or a part", async () => {
    const page = await brand.newPage();
    const shown = await watchPanels(page, `${reporting}?last=30d`);
    expect(shown.length).toBeGreaterThan(1);
    expect(shown[0]).toMatch(/^1 of \d+ values, 1 of \d+ values$/);
    expect(new Set(shown)).toEqual(new Set(shown.slice(0, 1)));
    await page.close();
  });

  test.each([
    ["2026-11-01", 25],
    ["2026-03-08", 23],
  ])("[U6] %s has %i hours in New York, and their sum is the day", async (date, hours) => {
    const page = await openReporting(
      `?from=${date}&to=${date}&grain=hour&tz=America%2FNew_York&mode=both`,
    );
    const { lines, totals } = await readTable(page);
    expect(lines).toHaveLength(hours);
    expect(new Set(await rowsOf(page).locator("th").allTextContents()).size).toBe(hours);
    expect(Number(await page.locator("#time-cursor").getAttribute("max")) + 1).toBe(hours);
    await page.goto(
      `${reporting}?from=${date}&to=${date}&grain=day&tz=America%2FNew_York&mode=both`,
    );
    const whole = await readTable(page);
    expect(whole.lines.map(({ raw }) => raw ?? 0)).toEqual([totals.raw]);
    expect(lines.reduce((sum, { raw }) => sum + (raw ?? 0), 0)).toBe(totals.raw);
    await page.close();
  });

  test("[U7] another zone changes all captions, and no total of all time", async () => {
    const page = await openReporting("?last=90d&grain=week&mode=live");
    const caption = page.locator("#report-table caption").first();
    const before = await kpisOf(page);
    expect(await caption.innerText()).toContain("New York time");
    await page.getByRole("button", { name: /^Time zone: New York/ }).click();
    await page.getByRole("menuitemradio", { name: "UTC" }).click();
    await expect.poll(() => caption.innerText()).toContain("UTC time");
    expect(await kpisOf(page)).toBe(before);
    expect(new URL(page.url()).searchParams.get("tz")).toBe("UTC");
    await page.close();
  });

  test(
    "[U8] with the API failing old numbers stay, each panel can retry, and it recovers without a " +
      "reload",
    async () => {
      const page = await openReporting("?last=7d");
      const before = await readTable(page);
      await page.evaluate(() => Object.assign(window, { sameDocument: true }));
      await page.route("**/graphql", (route) => route.abort());
      await page.getByRole("button", { name: /^Range:/ }).click();
      await page.getByRole("menuitemradio", { name: "Last 30 days" }).click();
      await seen(page.getByText(/The server cannot be reached\./));
      expect(await readTable(page), "old numbers").toEqual(before);
      await page.unroute("**/graphql");
      await page.getByRole("button", { name: "Retry" }).first().click();
      await expect.poll(() => rowsOf(page).count(), { timeout: 10_000 }).toBe(30);
      expect(await page.evaluate(() => "sameDocument" in window)).toBe(true);
      await page.close();
    },
  );

  test("[U9] what is empty says why and offers the next step", async () => {
    const page = await openReporting("?last=14d&decision=PAID&country=AQ");
    await seen(page.getByText("The filters exclude everything"));
    await page.getByRole("link", { name: "Clear filters" }).first().click();
    await page.getByText("The filters exclude everything").first().waitFor({ state: "detached" });
    expect(new URL(page.url()).searchParams.get("decision")).toBeNull();
    await page.goto(`${reporting}?from=2026-01-05&to=2026-01-06&mode=both`);
    await seen(page.getByText("Nothing was measured yet in this range").first());
    await seen(page.getByRole("link", { name: "Show the last 14 days" }).first());
    const initech = await contextOf("stan.brand@initech.example");
    const { code } = await programOf(initech, product.url, "Initech");
    const bare = await initech.newPage();
    await bare.goto(`/b/${code}/explore`);
    await seen(
      bare.getByText(
        /^(The Click event type is not active for this program|There is no tracking link yet)$/,
      ),
    );
    await seen(
      bare.getByRole("main").getByRole("link", { name: /^(Request event type|Create test link)$/ }),
    );
    await Promise.all([page.close(), bare.close()]);
  });

  test("[U10] a partner sees nothing of other partners", async () => {
    const northwind = await contextOf(partnerPerson);
    const page = await northwind.newPage();
    await page.goto(`/p/${program.code}/earnings?last=30d&mode=both`);
    const [own, brands] = await Promise.all(
      [northwind, brand].map((context) =>
        readApi(context, product.url, {
          program: program.id,
          range: { last: "30d" },
          grain: null,
          timeZone: null,
          filter: { mode: "BOTH" },
        }),
      ),
    );
    expect(await readTable(page)).toEqual(own);
    expect(own?.totals.raw).toBeGreaterThan(0);
    expect(own?.totals.raw).toBeLessThan(brands?.totals.raw ?? 0);
    expect(await page.locator("body").innerText()).not.toMatch(
      /Pixel & Pine|Gadget Radar|Summit Stories|Lumen Lab/,
    );
    const { clicks } = await ask<{ clicks: { nodes: { id: string; partnerName: string }[] } }>(
      brand,
      product.url,
      "query($id: ID!) { clicks(programId: $id, first: 100) { nodes { id partnerName } } }",
      { id: program.id },
    );
    const foreign = clicks.nodes.find(({ partnerName }) => partnerName !== "Northwind Deals");
    expect(
      await ask(northwind, product.url, "query($id: ID!) { click(id: $id) { click { id } } }", {
        id: foreign?.id,
      }),
    ).toEqual({ click: null });
    await page.goto(`/p/${program.code}/earnings/clicks/${foreign?.id}`);
    await seen(page.getByText(/There is no such (click|page)/));
    expect((await page.goto(`/b/${program.code}/explore`))?.status()).toBe(403);
    await page.close();
  });

  test("[U16] Back closes the drawer and restores filters", async () => {
    const page = await openReporting("?last=14d");
    const start = await readTable(page);
    await page.goto(`${reporting}?last=14d&decision=UNPAID`);
    await page.getByRole("button", { name: /^Remove filter Decision/ }).click();
    await expect.poll(() => readTable(page)).toEqual(start);
    await page.locator("#time-cursor").focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await seen(page.getByRole("dialog"));
    expect(new URL(page.url()).searchParams.get("bucket")).not.toBeNull();
    await goBack(page);
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await goBack(page);
    await seen(page.getByRole("button", { name: /^Remove filter Decision/ }));
    await expect
      .poll(async () => (await readTable(page)).totals.raw)
      .toBe((await readTable(page)).totals.unpaid);
    await page.close();
  });

  test("[U16] a drawer that opens and closes draws nothing of the page anew", async () => {
    const page = await openReporting("?last=14d");
    await page.getByRole("button", { name: "Pause live updates" }).click();
    await page.locator("#time-cursor").focus();
    await page.keyboard.press("End");
    // The date that runs may have no click yet.
    await page.keyboard.press("ArrowLeft");
    await lateChartsStand(page);
    const figures = ".recharts-surface *, main table *, main button[aria-pressed]";
    const anew = await drawnAnew(page, figures);
    const inherited = () =>
      page.evaluate(() => {
        const style = getComputedStyle(document.querySelector("main") ?? document.body);
        return ["pointer-events", "--removed-body-scroll-bar-size"].map((name) =>
          style.getPropertyValue(name),
        );
      });
    const before = await inherited();
    await page.keyboard.press("Enter");
    await seen(page.getByRole("dialog").getByRole("listitem"));
    // Nor is it styled anew: what the library says of the body ends there.
    expect(await inherited()).toEqual(before);
    // The dialog's ground takes the pointer, which closes it and presses nothing below.
    await page.mouse.click(400, 300);
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.waitForURL(/last=14d$/);
    expect(await anew()).toBe(0);
    // It can tell: another measure draws the cards and the chart.
    await page.getByRole("button", { name: /^Sales amount/ }).click();
    await expect.poll(anew).toBeGreaterThan(0);
    await page.close();
  });

  describe("on a phone", () => {
    let page: Page;
    const drawer = () => page.getByRole("dialog");
    const open = async (query: string): Promise<void> => {
      page = await openReporting(query, await phone());
    };
    const phone = () =>
      product.openAs(brandPerson, { viewport: { width: 360, height: 740 }, hasTouch: true });
    const isWide = () =>
      page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    afterEach(() => page.context().close());

    test("a compared breakdown is read without scrolling sideways, names and all", async () => {
      await open("?view=by&by=reason&rank=amount&compare=previous&last=7d");
      const row = page.locator("main tbody tr").first();
      await seen(row);
      expect(await row.locator("td:visible").allInnerTexts()).toEqual([
        expect.stringMatching(/^[\d,]+\s+▲?▼?[+−]?[\d.]+%$/),
        expect.stringMatching(/^\$[\d,.]+\s+▲?▼?[+−]?[\d.]+%$/),
      ]);
      const name = await row.getByRole("rowheader").boundingBox();
      expect(name?.width).toBeGreaterThanOrEqual(128);
      const table = page.getByRole("region").filter({ has: page.locator(":scope > table") });
      expect(await table.first().evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
      expect(await isWide()).toBe(false);
    });

    test("[U16] a day's drawer has its sales beside its clicks, and says why", async () => {
      await open("?last=14d");
      const why = page
        .getByRole("heading", { name: "Why they earn nothing" })
        .locator("xpath=following-sibling::ul//a");
      const reasons = await why.evaluateAll((chips) =>
        chips.map((chip) => chip.getAttribute("title") ?? ""),
      );
      const { lines } = await readTable(page);
      const day = lines.findIndex(({ orders, unpaid }) => (orders ?? 0) > 0 && (unpaid ?? 0) > 0);
      await page.locator("#time-cursor").focus();
      await page.keyboard.press("Home");
      for (let at = 0; at < day; at += 1) await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Enter");
      const row = drawer().getByRole("listitem");
      await seen(row);
      // What the click filter leaves out has its own figure above, and no chip.
      const unpaid = row.filter({ hasText: "Earns nothing", hasNotText: "Filtered" });
      const told = await unpaid.allInnerTexts();
      expect(told.length).toBeGreaterThan(0);
      expect(told.filter((text) => !reasons.some((reason) => text.includes(reason)))).toEqual([]);

      const tabs = drawer().getByRole("tab");
      const boxes = await Promise.all((await tabs.all()).map((tab) => tab.boundingBox()));
      for (const box of boxes) {
        expect(box?.height).toBeGreaterThanOrEqual(44);
        expect((box?.x ?? NaN) + (box?.width ?? NaN)).toBeLessThanOrEqual(360);
      }
      await tabs.last().tap();
      expect(await tabs.last().innerText()).toBe(`Sales ${lines[day]?.orders}`);
      await seen(drawer().getByRole("link", { name: /^\d+ \w+ 20\d\d$/ }));
      const counted = row.filter({ hasNotText: "Discarded" });
      const orders = (await counted.allInnerTexts()).map((text) =>
        Number(/(\d+) orders?/.exec(text)?.[1]),
      );
      expect(orders.reduce((sum, each) => sum + each, 0)).toBe(lines[day]?.orders);
      expect(await isWide()).toBe(false);

      await page.keyboard.press("Escape");
      await drawer().waitFor({ state: "detached" });
      await why.first().tap();
      await page.waitForURL(/reason=[A-Z_]+/);
      await seen(page.getByText(reasons[0] ?? ""));
    });
  });

  describe("explorer", () => {
    const madeKey = async (): Promise<{ secret: string; id: string }> => {
      const { createApiKey } = await ask<{
        createApiKey: { secret: string; apiKey: { id: string } };
      }>(
        brand,
        product.url,
        `mutation {
          createApiKey(input: { name: "Explorer", scopes: [REPORTS_READ], expiresInDays: 1 }) {
            ... on CreateApiKeyOk { secret apiKey { id } }
          }
        }`,
      );
      return { secret: createApiKey.secret, id: createApiKey.apiKey.id };
    };
    const isRevoked = async (id: string): Promise<boolean> => {
      const { apiKeys } = await ask<{
        apiKeys: { nodes: { id: string; revokedAt: string | null }[] };
      }>(brand, product.url, "{ apiKeys(first: 25) { nodes { id revokedAt } } }");
      return apiKeys.nodes.find((key) => key.id === id)?.revokedAt !== null;
    };
    const revoking = (id: string): string =>
      `mutation { revokeApiKey(id: "${id}") { __typename } }`;
    const openExplorer = async (query: string): Promise<Page> => {
      const page = await brand.newPage();
      await page.goto(`/dev/explorer${query}`);
      return page;
    };

    test("every example runs and says what it cost", async () => {
      const page = await openExplorer("?view=plain");
      const result = page.getByRole("region", { name: "Result" });
      const examples = await page.getByLabel("Examples").locator("option").allTextContents();
      expect(examples.length).toBeGreaterThan(4);
      for (const example of examples) {
        await page.getByLabel("Examples").selectOption(example);
        await seen(result.getByText("Nothing was run yet."));
        await page.getByRole("button", { name: "Run", exact: true }).click();
        await seen(result.getByText('"data"'));
        expect(JSON.parse(await result.innerText()), example).not.toHaveProperty("errors");
      }
      await seen(page.getByText(/^Cost [1-9][\d,]* points; [\d,]+ of [\d,]+ left this minute$/));
      await page.close();
    });

    test("plain mode: as a pasted key, as curl, and a mutation waits for a yes", async () => {
      const { secret, id } = await madeKey();
      const page = await openExplorer("?view=plain&example=whoAmI");
      await brand.grantPermissions(["clipboard-read", "clipboard-write"]);
      const run = page.getByRole("button", { name: "Run", exact: true });
      await page.getByLabel("Run as").selectOption("With an API key");
      await page.getByLabel("Key", { exact: true }).fill(secret);
      await run.click();
      await seen(page.getByText('"kind": "KEY"'));
      await page.getByRole("button", { name: "Copy as curl" }).click();
      const curl = await page.evaluate(() => navigator.clipboard.readText());
      expect(curl).toContain(`curl ${product.url}/graphql`);
      expect(curl).toContain("WhoAmI");
      expect(curl).not.toContain(secret);
      await page.getByLabel("Run as").selectOption("As yourself");
      await page.getByLabel("Query", { exact: true }).fill(revoking(id));
      await run.click();
      await seen(page.getByRole("dialog").getByText("revokeApiKey"));
      await page.keyboard.press("Escape");
      await seen(page.getByText("The mutation was not sent."));
      expect(await isRevoked(id)).toBe(false);
      await run.click();
      await page.getByRole("dialog").getByRole("button", { name: "Send mutation" }).click();
      await seen(page.getByText('"RevokeApiKeyOk"'));
      expect(await isRevoked(id)).toBe(true);
      await page.close();
    });

    test("the editor asks too", async () => {
      const { id } = await madeKey();
      const page = await openExplorer("?view=plain&example=whoAmI");
      await page.getByLabel("Query", { exact: true }).fill(revoking(id));
      await page.getByRole("button", { name: "Editor" }).click();
      await seen(page.locator(".graphiql-query-editor").getByText("revokeApiKey"));
      // Without the editor of the result a press on "run" does nothing.
      await seen(page.locator(".result-window .monaco-editor"));
      await page.locator(".graphiql-execute-button").click();
      await page.getByRole("dialog").getByRole("button", { name: "Do not send" }).click();
      await seen(page.locator(".result-window").getByText(/not.sent/));
      expect(await isRevoked(id)).toBe(false);
      await page.locator(".graphiql-execute-button").click();
      await page.getByRole("dialog").getByRole("button", { name: "Send mutation" }).click();
      await seen(page.locator(".result-window").getByText(/RevokeApiKeyOk/));
      expect(await isRevoked(id)).toBe(true);
      await seen(page.getByText(/^Cost [1-9]/));
      await page.close();
    });
  });
});
