/**
 * A program's limit in a real browser: set, used by real clicks, reached and told, raised, and
 * paying again; then what a page says when its platform is gone.
 */
import type { BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { violationsIn } from "./accessibility.ts";
import { hasChromium } from "./chromium.ts";
import { ask, goBack, seen, startMs, startProduct, type Product } from "./product.ts";
import { brandPerson, programOf, quietPartnerPerson as partnerPerson } from "./routes.ts";

const name = "Paid clicks a day, whole program";

describe.skipIf(!hasChromium)("limits", () => {
  let product: Product;
  let brand: BrowserContext;
  let program: { id: string; code: string };
  let page: Page;
  let linkUrl: string;
  let visitors = 0;
  beforeAll(async () => {
    product = await startProduct(inject("demoUrl"));
    brand = await product.openAs(brandPerson);
    program = await programOf(brand, product.url);
    const partner = await product.openAs(partnerPerson);
    const { trackingLinks } = await ask<{ trackingLinks: { nodes: { url: string }[] } }>(
      partner,
      product.url,
      `query($id: ID!) {
        trackingLinks(first: 1, filter: { programId: $id, isTest: false }) { nodes { url } }
      }`,
      { id: program.id },
    );
    linkUrl = trackingLinks.nodes[0]?.url ?? "";
    await partner.close();
    page = await brand.newPage();
  }, startMs);
  afterAll(() => product?.stop());

  const press = (within: Page | Locator, button: string) =>
    within.getByRole("button", { name: button, exact: true }).click();
  const field = (label: string) => page.getByRole("dialog").getByLabel(label, { exact: true });
  const gauge = () => page.getByRole("meter", { name, exact: true });
  const used = () => gauge().getAttribute("aria-valuetext");
  const percent = async () => Number(await gauge().getAttribute("value"));
  /** Clicks that were paid today before there was a limit. */
  let before = 0;
  const of = (clicks: number, max: number) =>
    new RegExp(
      `^${before + clicks} of ${before + max} clicks · ` +
        `${Math.floor(((before + clicks) * 100) / (before + max))} % ·`,
    );
  /** Somebody new each time: a repeat within the window would be no paid click. */
  async function click(): Promise<void> {
    visitors += 1;
    const agent =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) " +
      `Chrome/${130 + visitors}.0.0.0 Safari/537.36`;
    const response = await fetch(linkUrl, {
      redirect: "manual",
      headers: { "user-agent": agent, "accept-language": "en-US" },
    });
    // Past a limit as before it [D103].
    expect(response.status).toBe(302);
  }

  test("a limit counts what its day paid; clicks move its gauge [D91] (found 8)", async () => {
    await page.goto(`/b/${program.code}/money/limits`);
    await seen(page.getByText("Unlimited: add one"));
    await press(page, "Add limit");
    await field("By").selectOption("CLICKS");
    await field("Starts again").selectOption("DAY");
    await field("Limit (clicks)").fill("many");
    await press(page.getByRole("dialog"), "Set limit");
    await expect.poll(() => field("Limit (clicks)").getAttribute("aria-invalid")).toBe("true");
    expect(
      await field("Limit (clicks)").evaluate((element) => element === document.activeElement),
    ).toBe(true);
    await field("Limit (clicks)").fill("100000");
    await page
      .getByRole("dialog")
      .getByRole("checkbox", { name: "Partners see this limit and what is used of it" })
      .check();
    await press(page.getByRole("dialog"), "Set limit");
    await seen(page.getByText("The limit is set"));
    await expect.poll(used).toMatch(/^\d+ of 100,?000 clicks · 0 % · \d+ % of the day gone/);
    before = Number.parseInt((await used()) ?? "", 10);
    const { report } = await ask<{ report: { totals: { clicks: { payable: number } } } }>(
      brand,
      product.url,
      `query($id: ID!) {
        report(scope: { programId: $id }, range: { last: "today" }, filter: { mode: LIVE }) {
          totals { clicks { payable } }
        }
      }`,
      { id: program.id },
    );
    // What pays 0 uses no limit.
    expect(before).toBeLessThanOrEqual(report.totals.clicks.payable);
    await press(page, `Change ${name}`);
    await field("Limit (clicks)").fill(String(before + 3));
    await press(page.getByRole("dialog"), "Change limit");
    await expect.poll(used).toMatch(of(0, 3));
    await click();
    await expect.poll(used).toMatch(of(1, 3));
  });

  test("[D106] it reaches 100 % and says what that means; brand and partner are told", async () => {
    for (let clicks = 0; clicks < 2; clicks += 1) await click();
    await expect.poll(used).toMatch(of(3, 3));
    expect(await used()).toMatch(/ 0 clicks unpaid$/);
    await seen(
      page.getByText(
        new RegExp(
          "^Clicks are still tracked and redirected, and earn nothing until .+, 00:00, " +
            String.raw`time of New York: 0 so far\.$`,
        ),
      ),
    );
    expect(await percent()).toBe(100);
    const partner = await product.openAs(partnerPerson);
    for (const context of [brand, partner]) {
      const notices = await context.newPage();
      const told = notices.getByRole("heading", {
        name: "The limit of the whole program ACME Outdoor on Amazon.com is reached",
      });
      await expect
        .poll(async () => {
          await notices.goto("/notices");
          return told.count();
        })
        .toBe(1);
      const all = before + 3;
      await seen(
        notices.getByText(`${all} clicks a day for the whole program: ${all} of ${all} used at `),
      );
      await notices
        .getByRole("listitem")
        .filter({ has: told })
        .getByRole("link", { name: "See the limits" })
        .click();
      await seen(notices.getByRole("meter", { name, exact: true }));
      await notices.close();
    }
    await partner.close();
  });

  test("the next click is redirected, not paid, and its trace says why [D103]", async () => {
    await click();
    await expect.poll(used).toMatch(/ left unpaid: \$\d+\.\d\d, 1 click$/);
    const log = await brand.newPage();
    await log.goto(`/b/${program.code}/explore/clicks?reason=OVERLIMIT_CLICKS&last=2d`);
    await log.locator("tbody a").first().click();
    await seen(log.getByText("OVERLIMIT_CLICKS", { exact: true }));
    await seen(log.getByText(`${before + 3} clicks a day for the whole program`).first());
    await log.getByRole("link", { name: "Open in explorer" }).click();
    await log.waitForURL(/\/dev\/explorer\?example=click&click=/);
    await goBack(log);
    await press(log, "Report a problem");
    await seen(
      log
        .getByRole("dialog")
        .getByText(/^Support of Homely Finds: |^Homely Finds has named no support contact/),
    );
    expect(
      await log.getByRole("dialog").getByLabel("Message", { exact: true }).inputValue(),
    ).toContain(log.url());
    await log.close();
  });

  test("reached, axe finds nothing in either theme; 360 px need no side scroll", async () => {
    expect(await violationsIn(page, { of: ["light", "dark"] })).toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      360,
    );
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test("raised it pays again; below its use it says so; removed it is gone [D96]", async () => {
    await press(page, `Change ${name}`);
    await field("Limit (clicks)").fill(String(before + 4));
    await press(page.getByRole("dialog"), "Change limit");
    await expect.poll(used).toMatch(of(3, 4));
    await click();
    await expect.poll(used).toMatch(of(4, 4));
    expect(await used()).toMatch(/ left unpaid: \$\d+\.\d\d, 1 click$/);
    await press(page, `Change ${name}`);
    await field("Limit (clicks)").fill("2");
    await press(page.getByRole("dialog"), "Change limit");
    await expect.poll(percent).toBe(((before + 4) * 100) / 2);
    await seen(page.getByText(/^More than the limit was used before it was set so\./));
    await press(page, `Remove ${name}`);
    await press(page.getByRole("dialog"), "Remove limit");
    await seen(page.getByText("Unlimited: add one"));
  });

  test("who may not change a program sees its limits and no way to set one", async () => {
    const analyst = await product.openAs("ari.analyst@acme.example");
    const reader = await analyst.newPage();
    await reader.goto(`/b/${program.code}/money/limits?search=northwind`);
    await seen(reader.getByRole("meter", { name: /^Northwind Deals: / }));
    expect(await reader.getByRole("meter", { name: /^(?!Northwind Deals: )/ }).count()).toBe(0);
    expect(await reader.getByRole("button", { name: "Add limit" }).count()).toBe(0);
    await analyst.close();
  });

  describe("found 80: what the report says when it cannot know", () => {
    const standing = () => page.locator("[data-standing]").getAttribute("data-standing");
    const word = () => page.locator("[data-standing]").innerText();
    /** Raw clicks, from the totals. */
    const clicks = async () =>
      Number(
        /Clicks\s+([\d,]+)/
          .exec(await page.getByRole("region", { name: "Totals" }).innerText())?.[1]
          ?.replaceAll(",", ""),
      );
    const stop = (role: "control" | "worker", signal: "SIGSTOP" | "SIGCONT") =>
      void process.kill(product.processOf(role), signal);
    const live = async (): Promise<void> => {
      await expect.poll(standing, { timeout: 30_000 }).toBe("live");
    };

    beforeAll(async () => {
      page = await brand.newPage();
      await page.goto(`/b/${program.code}/explore?last=24h`);
    });

    test.each([
      [
        "the worker stands still",
        "late",
        /^Clicks are \d+ s late$/,
        () => stop("worker", "SIGSTOP"),
        () => stop("worker", "SIGCONT"),
      ],
      [
        "the API stands still",
        "cut",
        /^Cut off since \d+ \w+, \d\d:\d\d:\d\d$/,
        () => stop("control", "SIGSTOP"),
        () => stop("control", "SIGCONT"),
      ],
      [
        "the network is cut",
        "cut",
        /^Cut off since /,
        () => brand.setOffline(true),
        () => brand.setOffline(false),
      ],
    ])(
      "%s: the page says so within 10 s, and recovers with what came meanwhile",
      async (_name, expected, words, cut, mend) => {
        await live();
        const before = await clicks();
        try {
          await cut();
          await click();
          await expect.poll(standing, { timeout: 10_000, interval: 50 }).toBe(expected);
          expect(await word()).toMatch(words);
          expect(await clicks(), "no figure is made up").toBe(before);
          expect(await violationsIn(page)).toEqual([]);
        } finally {
          await mend();
        }
        await live();
        await expect.poll(clicks, { timeout: 30_000 }).toBe(before + 1);
      },
    );

    test("overview and partner home say how live they are, and take a click", async () => {
      const partner = await product.openAs(partnerPerson);
      const raw = async (within: Page) =>
        Number(
          (
            await within
              .locator("dt", { hasText: /^Clicks$/ })
              .locator("xpath=../dd")
              .first()
              .innerText()
          ).replaceAll(",", ""),
        );
      for (const [context, space] of [
        [brand, "b"],
        [partner, "p"],
      ] as const) {
        page = await context.newPage();
        await page.goto(`/${space}/${program.code}`);
        await live();
        const before = await raw(page);
        await click();
        await expect.poll(() => raw(page), { timeout: 30_000 }).toBe(before + 1);
        await page.close();
      }
      await partner.close();
    });
  });
});
