/**
 * What holds for every page of the dashboard and for every layer that opens above one, in a real
 * browser over the demo world.
 */
import type { BrowserContext, Locator, Page } from "playwright-core";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { areasOf, carriedBy, messageCount, type Carried } from "./messages.ts";
import { violationsIn } from "./accessibility.ts";
import { hasChromium } from "./chromium.ts";
import { drawnAnew, untilQuiet } from "./drawn.ts";
import { layers, openLayer } from "./layers.ts";
import { lateChartsStand } from "./reading.ts";
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
import { firstScripts, ScriptSizes } from "./scripts.ts";
import {
  brandPerson,
  partnerPerson,
  everyRoute,
  patterns,
  programOf,
  type Route,
} from "./routes.ts";

declare global {
  /** Of a page whose changes are watched. */
  var drawn: string[];
}

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
  afterAll(() => product?.stop());

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
      carried: Carried | null;
      /** Messages that its code asked for in vain. */
      missing: string[];
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
      const missing: string[] = [];
      page.removeAllListeners("console").on("console", (message) => {
        if (/content security policy/i.test(message.text())) stopped.push(message.text());
        if (message.text().includes("MISSING_MESSAGE")) missing.push(message.text());
      });
      await page.emulateMedia({ colorScheme: "light", forcedColors: "none" });
      await page.setViewportSize({ width: 1440, height: 900 });
      const response = await page.goto(route.address, { waitUntil: "load" });
      await page.locator('[aria-busy="true"]').first().waitFor({ state: "detached" });
      const html = (await response?.text()) ?? "";
      const scriptBytes = await sizes.sum(firstScripts(html, product.url));
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
        // What leads elsewhere carries the other page's.
        carried: response?.request().redirectedFrom() ? null : carriedBy(html),
        missing,
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
    test("[found 96] a page carries its own messages alone, each once, and misses none", () => {
      expect(found(({ missing }) => missing).filter(([, missing]) => missing.length > 0)).toEqual(
        [],
      );
      expect(
        visits
          .map(({ route: { pattern }, carried }) => ({
            pattern,
            foreign: carried?.areas.filter((area) => !areasOf(pattern).has(area)) ?? [],
            twice: carried?.twice ?? [],
          }))
          .filter(({ foreign, twice }) => foreign.length + twice.length > 0),
      ).toEqual([]);
      // No page is about everything.
      const shares = found(({ carried }) => (carried?.count ?? 0) / messageCount);
      expect(shares.filter(([, share]) => share > 0.45)).toEqual([]);
      expect(shares.filter(([, share]) => share > 0).length).toBeGreaterThan(60);
    });
    test("[U15] first scripts are at most 235 KiB gzip, but the explorer's", () => {
      expect(
        found(({ scriptBytes }) => Math.ceil(scriptBytes / 1024)).filter(
          ([pattern, kib]) => kib > 235 && pattern !== "/dev/explorer",
        ),
      ).toEqual([]);
    });
  });

  test("[found 91] a session that ends is taken up on the spot; what was typed stays", async () => {
    const context = await product.openAs(brandPerson);
    const { code } = await programOf(context, product.url);
    const page = await context.newPage();
    await page.goto(`/b/${code}/set-up`);
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    const name = page.getByLabel("Name", { exact: true });
    const before = await name.inputValue();
    await name.fill(`${before}, typed`);
    await context.clearCookies();
    await page.getByRole("button", { name: "Save program" }).click();
    const dialog = page.getByRole("dialog", { name: "Your session has ended" });
    await dialog.getByLabel("Password").fill("not the password");
    await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
    await dialog.getByRole("alert").waitFor();
    await dialog.getByLabel("Password").fill(password);
    await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    expect(await name.inputValue()).toBe(`${before}, typed`);
    await page.getByRole("button", { name: "Save program" }).click();
    await page.getByRole("heading", { name: `${before}, typed` }).waitFor();
    // A longer window is tried before it is saved.
    await page.getByLabel("Duplicates within").selectOption("1440");
    await page.getByRole("button", { name: "Show what it would have done" }).click();
    await page.getByText("Paid, but not then").waitFor();
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await name.fill(before);
    await page.getByRole("button", { name: "Save program" }).click();
    await page.getByRole("heading", { name: before, exact: true }).waitFor();
    await context.close();
  });

  test(
    "[found 91] what moves money or rights asks for an old password again, on the spot; the form " +
      "waits and is sent",
    async () => {
      const context = await product.openAs(brandPerson);
      const page = await context.newPage();
      await page.goto("/dev/keys");
      await product.sql(
        `update user_session
          set confirmed_at = confirmed_at - interval '1 hour'
          where id = (select id from user_session order by created_at desc limit 1)`,
      );
      await page.getByRole("button", { name: "Create key" }).first().click();
      const form = page.getByRole("dialog").first();
      await form.getByLabel("Name", { exact: true }).fill("Asked for");
      await form.getByRole("checkbox").first().check();
      const create = form.getByRole("button", { name: "Create key" });
      await create.click();
      const dialog = page.getByRole("dialog", { name: "Your password, please" });
      await dialog.getByLabel("Password").fill("not the password");
      await dialog.getByRole("button", { name: "Confirm and send" }).click();
      await dialog.getByText("This is not your password").first().waitFor();
      expect(await violationsIn(page, { of: ["light", "dark"] })).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByText("Nothing was sent: it needs your password.").waitFor();
      expect(await form.getByLabel("Name", { exact: true }).inputValue()).toBe("Asked for");
      await create.click();
      await dialog.getByLabel("Password").fill(password);
      await dialog.getByRole("button", { name: "Confirm and send" }).click();
      await dialog.waitFor({ state: "detached" });
      await page.getByText("Asked for").first().waitFor();
      await context.close();
    },
  );

  test("a page past the minute's cost points answers 429, and says when to go on", async () => {
    const context = await product.openAs("fay.finance@acme.example");
    await product.sql(
      `insert into rate_limit (principal, used, resets_at)
        select 'person:' || id, 1000000000, now() + interval '1 minute'
        from app_user
        where email = $1
        on conflict (principal) do update
        set used = excluded.used, resets_at = excluded.resets_at`,
      ["fay.finance@acme.example"],
    );
    const page = await context.newPage();
    for (const address of ["/", "/notices", "/settings"]) {
      const answer = await page.goto(address);
      expect([address, answer?.status()]).toEqual([address, 429]);
      expect(answer?.headers()["retry-after"]).toMatch(/^([1-9]|[1-5]\d|60)$/);
      await seen(page.getByRole("heading", { name: "Too much was asked for in a minute" }));
      await seen(page.getByText("Try again in a minute."));
    }
    expect(await violationsIn(page)).toEqual([]);
    await product.sql("delete from rate_limit");
    await context.close();
  });

  test("keys lead to a page, to a partner and to a click by its id", async () => {
    const context = await contextOf(brandPerson);
    const { code, id } = await programOf(context, product.url);
    const { clicks } = await ask<{ clicks: { nodes: { id: string }[] } }>(
      context,
      product.url,
      `{ clicks(programId: "${id}", first: 1) { nodes { id } } }`,
    );
    const click = clicks.nodes[0]?.id ?? "";
    const page = await context.newPage();
    await page.goto(`/b/${code}`);
    const dialog = page.getByRole("dialog", { name: "Go to" });
    const go = async (text: string, option: RegExp) => {
      // The keys answer once the page's scripts run.
      await expect
        .poll(async () => {
          if ((await dialog.count()) === 0) await page.keyboard.press("Control+k");
          return dialog.count();
        })
        .toBe(1);
      await page.keyboard.type(text);
      await dialog.getByRole("option", { name: option }).waitFor();
      await page.keyboard.press("Enter");
      await dialog.waitFor({ state: "detached" });
    };
    await go("limits", /^Limits/);
    await page.waitForURL(`**/b/${code}/money/limits`);
    await go(click, /\d:\d\d:\d\d/);
    await page.waitForURL(`**/explore/clicks/${click}`);
    await go("northwind", /^Northwind/);
    await page.waitForURL(/partner/);
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  test("a tick of all links draws no cell of their rows anew", async () => {
    const context = await contextOf(brandPerson);
    const { code } = await programOf(context, product.url);
    const page = await context.newPage();
    await page.goto(`/b/${code}/partners/links`);
    const anew = await drawnAnew(page, "tbody td:not(:has(> input)), tbody td *:not(input)");
    await page.getByLabel("Choose all that are shown").check();
    await expect.poll(() => page.locator("tbody input:not(:checked)").count()).toBe(0);
    expect(await anew()).toBe(0);
    await page.close();
  });

  test("an address of before leads to the page of today, with its filters", async () => {
    const context = await contextOf(brandPerson);
    const { code } = await programOf(context, product.url);
    const page = await context.newPage();
    await page.goto(`/b/${code}/reporting/clicks?last=30d&device=PHONE`);
    expect(page.url()).toBe(`${product.url}/b/${code}/explore/clicks?last=30d&device=PHONE`);
    const places = page.getByRole("navigation", { name: "Explore", exact: true });
    await places.getByRole("link", { name: "Sales and leads" }).click();
    await page.waitForURL(`**/b/${code}/explore/conversions?last=30d&device=PHONE`);
    await page.goto(`/b/${code}/money`);
    expect(page.url()).toBe(`${product.url}/b/${code}/money/limits`);
  });

  test.each([
    ["link", "What lost traffic in 7 days, and why", "view=by"],
    ["button", /^Sales amount/, "metric=amount"],
  ] as const)(
    "a %s that is held down while its code comes is pressed",
    async (role, name, says) => {
      const context = await contextOf(brandPerson);
      const { code } = await programOf(context, product.url);
      const page = await context.newPage();
      const letThrough = await holdScripts(page);
      await page.goto(`/b/${code}/explore`, { waitUntil: "commit" });
      await page.getByRole(role, { name }).hover();
      await page.mouse.down();
      letThrough();
      // Each part comes by itself; another one is there.
      const others = page.getByRole("button", { name: "Pause live updates" });
      await expect
        .poll(() =>
          others.evaluate((found) => Object.keys(found).some((key) => key.startsWith("__react"))),
        )
        .toBe(true);
      await page.mouse.up();
      await page.waitForURL((address) => address.search.includes(says));
      await page.close();
    },
  );

  test("[D172] [D174] what lost traffic this week, and why, in three presses", async () => {
    const context = await contextOf(brandPerson);
    const { code } = await programOf(context, product.url);
    const page = await context.newPage();
    await page.goto(`/b/${code}/explore`);
    await page.getByRole("link", { name: "What lost traffic in 7 days, and why" }).click();
    const table = page.getByRole("region", { name: "Breakdown" }).last();
    const fallen = table.locator("a[aria-expanded]").first();
    await fallen.click();
    await page.waitForURL(/[?&]open=/);
    const address = page.url();
    const numberIn = async (row: Locator): Promise<number> =>
      Number((await row.locator("td").first().innerText()).split("\n")[0]?.replaceAll(",", ""));
    const nested = table.locator("tr:has(th.ps-9)");
    await nested.first().waitFor();
    const parts = await Promise.all((await nested.all()).map(numberIn));
    const whole = await numberIn(table.locator("tr:has(a[aria-expanded=true])"));
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(whole);
    const groups = table.locator("tbody tr:has(th):not(:has(th.ps-9))");
    const all = await Promise.all((await groups.all()).map(numberIn));
    const total = await numberIn(table.locator("tfoot tr"));
    expect(all.reduce((sum, part) => sum + part, 0)).toBe(total);
    const at = parts.findIndex((part) => part > 0);
    await nested.nth(at).getByRole("link").click();
    await page.waitForURL(/explore\/clicks\?/);
    const params = new URL(page.url()).searchParams;
    expect([params.has("partner"), params.has("since"), params.has("until")]).toEqual([
      true,
      true,
      true,
    ]);
    await goBack(page);
    expect(page.url()).toBe(address);
    await goBack(page);
    await expect.poll(() => table.locator("a[aria-expanded=true]").count()).toBe(0);
    await page.close();
  });

  test("the click log is saved at once in two steps, and leaves as a job [D180]", async () => {
    for (const [email, log, exports] of [
      [brandPerson, "b/[]/explore/clicks", "b/[]/money/exports"],
      [partnerPerson, "p/[]/earnings/clicks", "p/[]/money/exports"],
    ] as const) {
      const context = await contextOf(email);
      const { code } = await programOf(context, product.url);
      const page = await context.newPage();
      await page.goto(`/${log.replace("[]", code)}`);
      await page.getByRole("button", { name: "Export", exact: true }).click();
      const linesOf = async (press: Locator): Promise<string[]> => {
        const [download] = await Promise.all([page.waitForEvent("download"), press.click()]);
        return readFileSync(await download.path(), "utf8").split("\r\n");
      };
      const lines = await linesOf(page.getByRole("menuitem", { name: "CSV" }));
      expect(lines[0]).toBe("# Table: CLICKS: Clicks, oldest first, each with its decision.");
      // A brand's file has no notes of its partners.
      const heading = lines.find((line) => line.startsWith("id,")) ?? "";
      expect(heading.includes(",subId1,")).toBe(email === partnerPerson);
      await page.goto(`/${exports.replace("[]", code)}`);
      await page.getByRole("button", { name: "Clicks", exact: true }).click();
      await page.getByRole("menuitem", { name: "CSV" }).click();
      const made = await linesOf(
        page.getByRole("link", { name: /^Download clicks_.*[.]csv$/ }).first(),
      );
      expect(made).toContain(heading);
      await page
        .getByRole("button", { name: /^Throw clicks_.* away$/ })
        .first()
        .click();
      await expect.poll(() => page.getByText("Gone").count()).toBe(1);
      await page.close();
    }
  });

  test("[found 95] a key on the chart moves its mark alone, and asks nothing", async () => {
    const context = await contextOf(brandPerson);
    const { code } = await programOf(context, product.url);
    const page = await context.newPage();
    await page.goto(`/b/${code}/explore?last=30d`);
    const cursor = page.locator("#time-cursor");
    const value = () => cursor.getAttribute("aria-valuetext");
    await cursor.focus();
    const first = await value();
    await expect
      .poll(async () => {
        await page.keyboard.press("ArrowLeft");
        return value();
      })
      .not.toBe(first);
    // What others do meanwhile would be drawn and asked for, too.
    await page.getByRole("button", { name: "Pause live updates" }).click();
    await page.getByRole("button", { name: "Resume live updates" }).waitFor();
    await cursor.focus();
    await page.locator('main [aria-busy="true"]').waitFor({ state: "detached" });
    const asked: string[] = [];
    // The bell asks by the clock, not by a key; links near by are fetched when the page rests.
    page.on("request", (request) => {
      const question = request.postData();
      if (question !== null && !question.includes("NoticeSummary")) asked.push(question);
    });
    await page.evaluate(() => {
      globalThis.drawn = [];
      new MutationObserver((records) => {
        for (const { target, type } of records)
          if (document.querySelector("main")?.contains(target))
            globalThis.drawn.push(`${type} ${target.nodeName}`);
      }).observe(document, {
        attributes: true,
        characterData: true,
        childList: true,
        subtree: true,
      });
    });
    // Parts that come late have come: the charts last, piece by piece, and then what they set off.
    await lateChartsStand(page);
    await untilQuiet(() => page.evaluate(() => globalThis.drawn.splice(0).length));
    for (const key of ["ArrowLeft", "ArrowRight", "Home", "PageUp"]) {
      const before = await value();
      await page.evaluate(() => void (globalThis.drawn = []));
      await page.keyboard.press(key);
      await expect.poll(value).not.toBe(before);
      const drawn = await page.evaluate(
        () =>
          new Promise<string[]>((resolve) => {
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(globalThis.drawn)));
          }),
      );
      // The slider, the mark in both panels, and what it says: no bar, and no row of the table.
      expect(drawn.length, drawn.join()).toBeGreaterThan(0);
      expect(drawn.length, drawn.join()).toBeLessThanOrEqual(20);
      expect(drawn.filter((each) => /path|TABLE|TBODY|TR|TD/.test(each))).toEqual([]);
    }
    expect(asked).toEqual([]);
    // Nor does a drawer ask when it closes.
    const drawer = page.getByRole("dialog");
    await page.keyboard.press("Enter");
    await drawer.waitFor();
    await drawer.locator('[aria-busy="true"]').waitFor({ state: "detached" });
    asked.length = 0;
    await page.keyboard.press("Escape");
    await drawer.waitFor({ state: "detached" });
    expect(asked).toEqual([]);
    await page.close();
  });

  test("the chart leaves as a picture with its title, zone, filters and every bar", async () => {
    const context = await contextOf(brandPerson);
    const { code } = await programOf(context, product.url);
    const page = await context.newPage();
    await page.emulateMedia({ colorScheme: "dark" });
    await page.goto(`/b/${code}/explore?decision=PAID&tz=Asia/Kathmandu&last=14d`);
    const save = async (kind: "SVG" | "PNG") => {
      await page.getByRole("button", { name: "Save chart" }).click();
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("menuitem", { name: kind }).click(),
      ]);
      return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
    };
    const { name, bytes } = await save("SVG");
    expect(name).toMatch(/^chart_[a-z0-9-]+_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d[.]svg$/);
    const seen = await page.evaluate((text) => {
      const picture = new DOMParser().parseFromString(text, "image/svg+xml");
      const bars = (from: ParentNode) =>
        [...from.querySelectorAll("clipPath path[data-series]")].map((path) => ({
          series: path.getAttribute("data-series"),
          bars: path.getAttribute("d")?.split("M").length,
        }));
      return {
        error: picture.querySelector("parsererror")?.textContent ?? null,
        title: picture.querySelector("title")?.textContent,
        text: [...picture.querySelectorAll("text")].map(({ textContent }) => textContent),
        bars: bars(picture),
        onPage: bars(document),
        ground: picture.querySelector("rect")?.getAttribute("fill"),
      };
    }, bytes.toString());
    expect([seen.error, seen.ground]).toEqual([null, "#ffffff"]);
    expect(seen.title).toMatch(/^Clicks and sales: /);
    const said = seen.text.join("\n");
    expect(said).toContain("Kathmandu time, live data");
    expect(said).toContain("Filters: Decision: Earns");
    expect(said).toContain("settled");
    expect(new Set(seen.bars.map(({ series }) => series))).toEqual(new Set(["paid", "sales"]));
    expect(seen.bars).toEqual(seen.onPage);
    expect(bytes.toString()).not.toMatch(/var\(|class=|style=/);
    const height = Number(/ height="(\d+)"/.exec(bytes.toString())?.[1]);
    const png = await save("PNG");
    expect(png.name).toBe(name.replace(/svg$/, "png"));
    // Width and height of a PNG stand in its first chunk.
    expect([png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)]).toEqual([2400, 2 * height]);
    await page.close();
  });

  test("an entry of the ledger leads to its trace, and the filter to those of a kind", async () => {
    for (const [email, base] of [
      [brandPerson, "b"],
      [partnerPerson, "p"],
    ] as const) {
      const context = await contextOf(email);
      const { code } = await programOf(context, product.url);
      const page = await context.newPage();
      await page.goto(`/${base}/${code}/money/ledger`);
      const rows = page.getByRole("region", { name: "Ledger entries" }).locator("tbody tr");
      // The filter answers once the page's scripts run; a choice made again asks anew.
      const ofClicks = /[?]kind=CLICK$/;
      await expect
        .poll(async () => {
          await page.getByLabel("Kind").selectOption("CLICK");
          await page.waitForURL(ofClicks, { timeout: 4_000 }).catch(() => undefined);
          return page.url();
        })
        .toMatch(ofClicks);
      await expect.poll(async () => rows.filter({ hasNotText: "A click at" }).count()).toBe(0);
      expect(await rows.count()).toBe(50);
      expect(await page.getByRole("columnheader", { name: "Partner" }).count()).toBe(
        base === "b" ? 1 : 0,
      );
      await rows.first().getByRole("link").click();
      await page.waitForURL(/[/]clicks[/][0-9a-f-]{36}$/);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.goto(`/${base}/${code}/money/ledger?from=2026-11-02&to=2026-11-01`);
      await page.getByText("The last day is before the first").waitFor();
      await page.goto(`/${base}/${code}/money/ledger?kind=BONUS`);
      await page.getByText("No such entries").waitFor();
      await page.getByRole("main").getByRole("link", { name: "Show all" }).last().click();
      await page.waitForURL(/[/]ledger[?]?$/);
      await expect.poll(() => rows.count()).toBe(50);
      await page.getByRole("button", { name: "Load more" }).click();
      await expect.poll(() => rows.count()).toBe(100);
      await page.close();
    }
  });

  /** Sums of a table's rows by column; "not told" and names are no numbers. */
  const numbersIn = async (page: Page, table: string): Promise<number[][]> => {
    const rows = page.getByRole("region", { name: table, exact: true }).locator("tbody tr");
    const texts = await rows.evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent)),
    );
    return texts.map((cells) =>
      cells.map((text) => Number(text.replace("−", "-").replaceAll(/[+,]/g, "")) || 0),
    );
  };
  test("[D150] a day of the reconciliation opens, and its causes add up", async () => {
    const context = await contextOf(brandPerson);
    const { code } = await programOf(context, product.url);
    const page = await context.newPage();
    await page.goto(`/b/${code}/explore/reconciliation`);
    const table = page.getByRole("region", { name: "Clicks", exact: true });
    await page.getByText(/click-throughs are ours/).waitFor();
    const link = table.locator("tbody a").nth(3);
    const day = (await numbersIn(page, "Clicks"))[3] ?? [];
    await link.click();
    await page.waitForURL(/by=PARTNER/);
    await expect.poll(() => table.locator("tbody a").first().textContent()).not.toMatch(/20\d\d$/);
    const partners = await numbersIn(page, "Clicks");
    expect(partners.length).toBeGreaterThan(3);
    for (const [there = 0, here = 0, difference, ...causes] of [day, ...partners]) {
      expect(difference).toBe(there - here);
      expect(causes.reduce((sum, cause) => sum + cause, 0)).toBe(difference);
    }
    const sumOf = (column: number) => partners.reduce((sum, row) => sum + (row[column] ?? 0), 0);
    expect([sumOf(0), sumOf(1), sumOf(2)]).toEqual(day.slice(0, 3));
    await table.locator("tbody a").first().click();
    await page.waitForURL(/by=LINK/);
    await page.getByRole("link", { name: "By link" }).waitFor();
    await page.close();
  });

  test("files that are sent at once, with faults, are told apart by axe", async () => {
    const brand = await contextOf(brandPerson);
    const { id, code } = await programOf(brand, product.url);
    const report = ["date", "campaignId", "adGroupId", "Click-throughs"].join(",");
    const metrics = "attributedTotalPurchases14d,totalUnitsSold14d,totalAttributedSales14d";
    const data = `${report},${metrics}\nno date,${code},x,1,1,1,1\n`;
    for (let i = 0; i < 2; i++) {
      const sent = await brand.request.post(
        `${product.url}/files/report?programId=${id}&name=twice.csv`,
        { data, headers: { origin: product.url, "content-type": "text/csv" } },
      );
      expect(sent.status()).toBe(201);
    }
    const page = await brand.newPage();
    await page.setViewportSize({ width: 360, height: 760 });
    await page.goto(`/b/${code}/explore/conversions/upload`);
    // The reason of a fault is in sight on a phone too.
    const why = page.locator('td[data-label="What to do"]').last();
    const box = (await why.boundingBox()) ?? expect.fail("not shown");
    expect(box.x + box.width).toBeLessThanOrEqual(360);
    expect(await violationsIn(page, { of: ["light"] })).toEqual([]);
    await page.close();
  });

  test("a partner asks about a sale, the brand grants a bonus, the ledger names it", async () => {
    const [brand, partner] = [await contextOf(brandPerson), await contextOf(partnerPerson)];
    const { code } = await programOf(brand, product.url);
    const asking = await partner.newPage();
    await asking.goto(`/p/${code}/earnings/conversions?last=90d`);
    await asking.locator("main tbody a").first().click();
    await asking.getByRole("link", { name: "Ask the brand" }).click();
    await asking.getByLabel("What you expect to be paid").fill("3.21");
    await asking.getByLabel("In your words").fill("It was two pairs");
    await asking.getByRole("button", { name: "Send", exact: true }).click();
    await asking.getByText("It was two pairs").waitFor();
    const answering = await brand.newPage();
    await answering.goto(`/b/${code}/partners/inquiries`);
    await answering.getByText("It was two pairs").waitFor();
    await answering.getByRole("button", { name: "Answer", exact: true }).first().click();
    await answering.getByLabel("Reason").fill("You are right");
    await answering.getByRole("button", { name: "Send the answer" }).click();
    await answering.getByText("No inquiry is open").waitFor();
    await asking.goto(`/p/${code}/earnings/inquiries?show=closed`);
    await asking.getByText("You are right").waitFor();
    await expect
      .poll(async () => {
        await answering.goto(`/b/${code}/money/ledger?kind=BONUS`);
        return answering.getByText("You are right").count();
      })
      .toBe(1);
    await Promise.all([asking.close(), answering.close()]);
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
