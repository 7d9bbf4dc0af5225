/**
 * What holds for every page of the dashboard and for every layer that opens above one, in a real
 * browser over the demo world.
 */
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { violationsIn } from "./accessibility.ts";
import { hasChromium } from "./chromium.ts";
import { layers, openLayer } from "./layers.ts";
import { startMs, startProduct, type Product } from "./product.ts";
import { firstScripts, ScriptSizes } from "./scripts.ts";
import {
  brandPerson,
  partnerPerson,
  everyRoute,
  patterns,
  programOf,
  type Route,
} from "./routes.ts";

describe.skipIf(!hasChromium)("pages", () => {
  let product: Product;
  const contexts = new Map<string, Promise<BrowserContext>>();
  const contextOf = (email: string): Promise<BrowserContext> => {
    const known = contexts.get(email) ?? product.openAs(email);
    contexts.set(email, known);
    return known;
  };
  /** As many at once as there are likely cores; `number` tells them apart. */
  async function each<T>(
    items: readonly T[],
    visit: (item: T, number: number) => Promise<void>,
  ): Promise<void> {
    const waiting = [...items];
    const work = async (number: number): Promise<void> => {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift())
        await visit(item, number);
    };
    await Promise.all([work(0), work(1)]);
  }

  beforeAll(async () => {
    product = await startProduct(inject("demoUrl"));
  }, startMs);
  afterAll(() => product?.stop(), 60_000);

  describe("every route", () => {
    interface Visit {
      route: Route;
      status: number;
      violations: string[];
      widthAt320: number;
      scriptBytes: number;
      foreign: string[];
      /** What the page's own policy stopped. */
      stopped: string[];
      policy: string;
    }
    const visits: Visit[] = [];
    const sizes = new ScriptSizes();

    async function inspect(route: Route, page: Page): Promise<Visit> {
      const foreign: string[] = [];
      page
        .removeAllListeners("request")
        .on(
          "request",
          (request) =>
            !request.url().startsWith(product.url) &&
            !/^(data|blob):/.test(request.url()) &&
            foreign.push(request.url()),
        );
      const stopped: string[] = [];
      page
        .removeAllListeners("console")
        .on(
          "console",
          (message) =>
            /content security policy/i.test(message.text()) && stopped.push(message.text()),
        );
      await page.emulateMedia({ colorScheme: "light", forcedColors: "none" });
      await page.setViewportSize({ width: 1440, height: 900 });
      const response = await page.goto(route.address, { waitUntil: "load" });
      await page.locator('[aria-busy="true"]').first().waitFor({ state: "detached" });
      const scriptBytes = await sizes.sum(
        firstScripts((await response?.text()) ?? "", product.url),
      );
      const violations = await violationsIn(page);
      await page.setViewportSize({ width: 320, height: 800 });
      // Charts take the new width after the next layout; a page that stays too wide is measured as
      // it is.
      await page
        .waitForFunction(() => document.documentElement.scrollWidth <= 320, null, {
          timeout: 10_000,
        })
        .catch(() => undefined);
      const widthAt320 = await page.evaluate(() => document.documentElement.scrollWidth);
      return {
        route,
        status: response?.status() ?? 0,
        violations,
        widthAt320,
        scriptBytes,
        foreign,
        stopped,
        policy: response?.headers()["content-security-policy"] ?? "",
      };
    }

    beforeAll(async () => {
      const nobody = await product.open();
      // A page for each person, and not for each route: a new one takes as long as a look at it.
      const pages = new Map<string, Promise<Page>>();
      const pageOf = (email: string | null, number: number): Promise<Page> =>
        pages.getOrInsertComputed(`${email} ${number}`, async () =>
          (email ? await contextOf(email) : nobody).newPage(),
        );
      await each(await everyRoute(contextOf, product.url), async (route, number) => {
        visits.push(await inspect(route, await pageOf(route.email, number)));
      });
      for (const page of pages.values()) await (await page).close();
    }, 600_000);

    const found = <T>(of: (visit: Visit) => T): [string, T][] =>
      visits.map((visit) => [visit.route.pattern, of(visit)]);

    test("each is reached", () => {
      expect(visits.map(({ route }) => route.pattern).toSorted()).toEqual(patterns());
      expect(found(({ status }) => status).filter(([, status]) => status !== 200)).toEqual([]);
    });
    test("[U13] axe finds nothing, in light, dark and forced colours", () => {
      expect(
        found(({ violations }) => violations).filter(([, violations]) => violations.length > 0),
      ).toEqual([]);
    });
    test("[U13] 320 px need no sideways scroll", () => {
      expect(found(({ widthAt320 }) => widthAt320).filter(([, width]) => width > 320)).toEqual([]);
    });
    test("[U14] no request leaves the origin", () => {
      expect(found(({ foreign }) => foreign).filter(([, foreign]) => foreign.length > 0)).toEqual(
        [],
      );
    });
    test("found 114: every page runs by its policy, without eval, and nothing is stopped", () => {
      expect(found(({ stopped }) => stopped).filter(([, stopped]) => stopped.length > 0)).toEqual(
        [],
      );
      expect(
        found(({ policy }) => policy).filter(
          ([, policy]) => !/script-src 'self' 'nonce-[^']+' 'strict-dynamic';/.test(policy),
        ),
      ).toEqual([]);
    });
    test("[U15] first scripts are at most 235 KiB gzip, but the explorer's", () => {
      expect(
        found(({ scriptBytes }) => Math.ceil(scriptBytes / 1024)).filter(
          ([pattern, kib]) => kib > 235 && pattern !== "/dev/explorer",
        ),
      ).toEqual([]);
    });
  });

  test("an entry of the ledger leads to its trace, and the filter to those of a kind", async () => {
    for (const [email, base] of [
      [brandPerson, "b"],
      [partnerPerson, "p"],
    ] as const) {
      const context = await contextOf(email);
      const { code } = await programOf(context, product.url);
      const page = await context.newPage();
      await page.goto(`/${base}/${code}/ledger`);
      const rows = page.getByRole("region", { name: "Ledger entries" }).locator("tbody tr");
      // The filter answers once the page's scripts run.
      await expect
        .poll(async () => {
          await page.getByLabel("Kind").selectOption("CLICK");
          return page.url();
        })
        .toMatch(/[?]kind=CLICK$/);
      await expect.poll(async () => rows.filter({ hasNotText: "A click at" }).count()).toBe(0);
      expect(await rows.count()).toBe(50);
      expect(await page.getByRole("columnheader", { name: "Partner" }).count()).toBe(
        base === "b" ? 1 : 0,
      );
      await rows.first().getByRole("link").click();
      await page.waitForURL(/[/]clicks[/][0-9a-f-]{36}$/);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.goto(`/${base}/${code}/ledger?from=2026-11-02&to=2026-11-01`);
      await page.getByText("The last day is before the first").waitFor();
      await page.goto(`/${base}/${code}/ledger?kind=BONUS`);
      await page.getByText("No such entries").waitFor();
      await page.getByRole("main").getByRole("link", { name: "Show all" }).last().click();
      await page.waitForURL(/[/]ledger[?]?$/);
      await expect.poll(() => rows.count()).toBe(50);
      await page.getByRole("button", { name: "Load more" }).click();
      await expect.poll(() => rows.count()).toBe(100);
      await page.close();
    }
  });

  test(
    "[U13] axe finds nothing in any dialog, drawer, sheet and menu, in light, dark and forced " +
      "colours",
    { timeout: 600_000 },
    async () => {
      const { code } = await programOf(await contextOf(brandPerson), product.url);
      const day = Temporal.Now.plainDateISO("UTC").subtract({ days: 5 }).toString();
      const found: [string, string[]][] = [];
      await each(layers, async (layer) => {
        const page = await (await contextOf(layer.email)).newPage();
        if (layer.onPhone) await page.setViewportSize({ width: 360, height: 760 });
        await page.goto(layer.address.replace("[program]", code).replace("[day]", day));
        await openLayer(page, layer);
        found.push([layer.name, await violationsIn(page, { layer: `[role="${layer.role}"]` })]);
        await page.close();
      });
      expect(found.map(([name]) => name).toSorted()).toEqual(
        layers.map(({ name }) => name).toSorted(),
      );
      expect(found.filter(([, violations]) => violations.length > 0)).toEqual([]);
    },
  );
});
