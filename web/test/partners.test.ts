/**
 * A brand with more partners than fit in a list: each is found by a search wherever one is chosen,
 * with and without scripts.
 */
import type { BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { violationsIn } from "./accessibility.ts";
import { hasChromium } from "./chromium.ts";
import { ask, goBack, seen, startMs, startProduct, type Product } from "./product.ts";
import { brandPerson, programOf } from "./routes.ts";
import { firstScripts, ScriptSizes } from "./scripts.ts";

/** More than a page of a list has, and than the wizard of changes reads. */
const count = 1_100;
const last = `Zebra Finds ${count}`;

describe.skipIf(!hasChromium)("many partners", () => {
  let product: Product;
  let brand: BrowserContext;
  let base: string;
  let deals: string;
  let contracts: string;
  let lastId: string;
  async function open(address: string, context = brand): Promise<Page> {
    const page = await context.newPage();
    await page.goto(address);
    return page;
  }
  const whoOf = (page: Page): string | null => new URL(page.url()).searchParams.get("who");

  beforeAll(async () => {
    product = await startProduct(inject("demoUrl"));
    brand = await product.openAs(brandPerson);
    base = `/b/${(await programOf(brand, product.url)).code}`;
    deals = `${base}/deals`;
    contracts = `${deals}/contracts`;
    const { account } = await ask<{ account: { id: string } }>(
      brand,
      product.url,
      "{ account { id } }",
    );
    await product.sql(
      `with made as (
          insert into account (id, kind, name, code, time_zone, currency, created_at)
          select
            gen_random_uuid(),
            'PARTNER',
            'Zebra Finds ' || n,
            'zebra' || n,
            'UTC',
            'USD',
            now()
          from generate_series(1, $2::int) n
          returning id, name
        )
        insert into partnership (id, brand_account_id, partner_account_id, created_at)
        select
          ('ffffffff-ffff-7fff-8fff-' || lpad(substring(name from '[0-9]+'), 12, '0'))::uuid,
          $1::uuid,
          id,
          now()
        from made`,
      [account.id, count],
    );
    const { partners } = await ask<{ partners: { nodes: { id: string }[] } }>(
      brand,
      product.url,
      "query($search: Line!) { partners(first: 2, search: $search) { nodes { id } } }",
      {
        search: last,
      },
    );
    lastId = partners.nodes[0]?.id ?? "";
  }, startMs);
  afterAll(() => product?.stop());

  test("the list's filter finds one by keyboard alone, and goes back to all", async () => {
    const page = await open(contracts);
    const field = page.getByRole("combobox", { name: "Partner" });
    await field.focus();
    await page.keyboard.press("ArrowDown");
    await seen(page.getByRole("option", { name: "Every partner" }));
    await page.keyboard.press("Escape");
    expect(await page.getByRole("listbox").count()).toBe(0);
    await field.pressSequentially(last.toUpperCase());
    await expect.poll(() => page.getByRole("listbox").getByRole("option").count()).toBe(1);
    expect(
      await page
        .getByRole("listbox")
        .getByRole("option", { name: last })
        .getAttribute("aria-selected"),
    ).toBe("true");
    expect(await violationsIn(page, { of: ["light"] })).toEqual([]);
    await page.keyboard.press("Enter");
    await expect.poll(() => whoOf(page)).toBe(lastId);
    expect(await field.inputValue()).toBe(last);
    await seen(page.getByText("No contract matches"));
    await page.reload();
    await expect
      .poll(() => page.getByRole("combobox", { name: "Partner" }).inputValue())
      .toBe(last);
    await field.fill("");
    await page.keyboard.press("Tab");
    await expect.poll(() => whoOf(page)).toBeNull();
    await goBack(page);
    await expect.poll(() => field.inputValue()).toBe(last);
    await field.fill("nobody of this name");
    await seen(page.getByText("No partner has this in the name or code.").last());
    await page.keyboard.press("Tab");
    expect(await field.inputValue()).toBe(last);
    await page.close();
  });

  test(
    "a contract is proposed to one who stands beyond the first page; Escape closes the list, " +
      "then the dialog",
    async () => {
      const page = await open(contracts);
      await page.getByRole("button", { name: "Propose a contract" }).click();
      const dialog = page.getByRole("dialog");
      const field = dialog.getByRole("combobox", { name: "Partner" });
      await field.fill("ebra14");
      await expect.poll(() => dialog.getByRole("listbox").getByRole("option").count()).toBe(11);
      expect(await violationsIn(page, { of: ["light"] })).toEqual([]);
      await page.keyboard.press("Escape");
      expect(await dialog.getByRole("listbox").count()).toBe(0);
      await page.keyboard.press("Enter");
      expect(await field.evaluate((input: HTMLInputElement) => input.validationMessage)).toBe(
        "Choose a partner from the list.",
      );
      await field.fill("zebra149");
      await dialog.getByRole("option", { name: "Zebra Finds 149" }).click();
      await expect.poll(() => field.inputValue()).toBe("Zebra Finds 149");
      await page.setViewportSize({ width: 320, height: 800 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
      await page.setViewportSize({ width: 1440, height: 900 });
      await dialog.getByRole("button", { name: "Send proposal" }).click();
      await seen(page.getByText("The proposal was sent to Zebra Finds 149"));
      await dialog.waitFor({ state: "detached" });
      // Escape is for what came last: the toast has to be there in full before the dialog.
      await seen(page.getByRole("button", { name: "Dismiss message" }));
      await seen(page.getByRole("row", { name: /Zebra Finds 149/ }));
      await page.getByRole("button", { name: "Propose a contract" }).click();
      // It answers keys from when it has the focus.
      await expect
        .poll(() => dialog.evaluate((element) => element.contains(document.activeElement)))
        .toBe(true);
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
      await page.close();
    },
  );

  test("an address names one beyond the first page; such a one gets a test link", async () => {
    const page = await open(`${contracts}?partner=${lastId}`);
    await expect
      .poll(() => page.getByRole("dialog").getByRole("combobox", { name: "Partner" }).inputValue())
      .toBe(last);
    await page.goto(`${base}/partners/links`);
    await page.getByRole("button", { name: "Create test CPC link" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("combobox", { name: "Partner" }).fill("zebra finds 148");
    await dialog.getByRole("option", { name: "Zebra Finds 148" }).click();
    await dialog.getByRole("button", { name: "Create test CPC link" }).click();
    await dialog.waitFor({ state: "detached" });
    await seen(page.getByText(/Zebra Finds 148/));
    await page.close();
  });

  test("without scripts words lead to who is meant, or to those who may be", async () => {
    const plain = await product.openAs(brandPerson, { javaScriptEnabled: false });
    const page = await open(contracts, plain);
    const field = page.getByLabel("Partner", { exact: true });
    await field.fill(last);
    await page.getByRole("button", { name: "Filter" }).click();
    expect(whoOf(page)).toBe(lastId);
    expect(await field.inputValue()).toBe(last);
    await page.goto(`${deals}/audit`);
    await field.fill("Zebra Finds 14");
    await page.getByRole("button", { name: "Show" }).click();
    expect(
      await page.getByRole("link", { name: "Zebra Finds 149", exact: true }).count(),
      "the whole name of one is a part of others'",
    ).toBe(0);
    await field.fill("Finds 14");
    await page.getByRole("button", { name: "Show" }).click();
    await page.getByRole("link", { name: "Zebra Finds 149", exact: true }).click();
    await page.waitForURL("**who=*-*");
    await seen(page.getByRole("row", { name: /Proposed.*Zebra Finds 149/ }));
    await plain.close();
  });

  test("the wizard of changes finds those it does not list, with their terms", async () => {
    const page = await open(`${deals}/changes/new`);
    await seen(
      page.getByText(
        "You have more partners than are counted and listed here: the search finds every one.",
      ),
    );
    await page.getByRole("radio", { name: "Invite to new terms" }).check();
    await page.getByRole("button", { name: "Next", exact: true }).click();
    await page.waitForURL("**step=terms");
    await page.getByRole("radio").first().check();
    await page.getByRole("button", { name: "Next", exact: true }).click();
    await page.waitForURL("**step=partners");
    await page.getByLabel("Search partners", { exact: true }).fill(last);
    await page.getByRole("checkbox", { name: last, exact: true }).check();
    await seen(page.getByRole("row", { name: new RegExp(last) }));
    expect(
      await page.getByRole("checkbox", { name: "Zebra Finds 1", exact: true }).count(),
      "those who are not meant",
    ).toBe(0);
    await page.getByLabel("Search partners", { exact: true }).fill("zebra");
    await seen(page.getByText("There are more: type more letters."));
    await page.close();
  });

  test("the list of partners is searched, and its further pages know their contracts", async () => {
    const page = await open(`${base}/partners`);
    await page.getByRole("searchbox").fill("finds 149");
    await expect.poll(() => page.getByRole("row").count()).toBe(2);
    await seen(page.getByRole("row", { name: /Zebra Finds 149.*Asked/ }));
    await page.getByRole("searchbox").fill("100%");
    await seen(page.getByText("No partner has “100%” in the name or code"));
    await page.close();
  });

  test(
    "which partner fell, and which are not verified: one page, sorted and filtered in its " +
      "address, also without scripts; the name leads to all of one partner",
    async () => {
      const page = await open(`${base}/partners`);
      const rows = page.getByRole("row");
      await seen(page.getByText(/of 1,1\d\d in all/));
      await page.getByRole("link", { name: "Change", exact: true }).click();
      await expect.poll(() => new URL(page.url()).searchParams.get("sort")).toBe("CHANGE");
      await expect
        .poll(async () => {
          // Before the scripts are there a choice is heard by nobody.
          await page.getByLabel("Verified").selectOption("VERIFIED");
          return new URL(page.url()).searchParams.get("verified");
        })
        .toBe("VERIFIED");
      await page.getByLabel("Verified").selectOption("NOT_STARTED");
      await expect.poll(() => new URL(page.url()).searchParams.get("verified")).toBe("NOT_STARTED");
      await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0);
      await expect.poll(() => rows.count()).toBeGreaterThan(10);
      const names = () => rows.getByRole("rowheader").allInnerTexts();
      const shown = await names();
      await page.reload();
      // Whom clicks come to meanwhile may stand elsewhere: who is shown is the same.
      await expect.poll(async () => (await names()).toSorted()).toEqual(shown.toSorted());
      await page.close();

      const plain = await product.openAs(brandPerson, { javaScriptEnabled: false });
      const still = await open(`${base}/partners?sort=EARNED&down=true`, plain);
      const [, best] = await still.getByRole("row").allInnerTexts();
      expect(best).toMatch(/\$/);
      expect(best).not.toMatch(/Zebra/);
      await still.getByRole("row").nth(1).getByRole("link").first().click();
      // The time of the table goes along.
      expect(await still.getByRole("combobox", { name: "Time" }).inputValue()).toBe("7d");
      const parts = still.getByRole("navigation", { name: "Parts of this page" });
      for (const part of ["Deal", "Links", "Verification", "Money", "Messages"]) {
        await parts.getByRole("link", { name: part, exact: true }).click();
        await expect.poll(() => parts.locator('[aria-current="page"]').innerText()).toBe(part);
      }
      await plain.close();
    },
  );

  test("notes about a partner are written and taken away again", async () => {
    const page = await open(`${base}/partners/${lastId}?show=messages`);
    await page.getByLabel("New note").fill("Asked for Germany");
    await page.getByRole("button", { name: "Add note" }).click();
    await seen(page.getByText("Asked for Germany"));
    expect(await page.getByLabel("New note").inputValue()).toBe("");
    expect(await violationsIn(page, { of: ["light"] })).toEqual([]);
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await expect.poll(() => page.getByText("Asked for Germany").count()).toBe(0);
    await page.close();
  });

  test("today: what needs somebody, by one button, and what clicks can cost", async () => {
    const page = await open(base);
    await seen(page.getByRole("heading", { name: "What needs you today" }));
    await seen(page.getByRole("heading", { name: "What clicks can cost this month" }));
    expect(await violationsIn(page, { of: ["light"] })).toEqual([]);
    await page.close();
  });

  test(
    "[keys of a combobox] arrows open the list and go round in it, with Alt they open and close " +
      "it and choose nothing; an empty list has nothing to stand on; other keys are the text's",
    async () => {
      const page = await open(contracts);
      const field = page.getByRole("combobox", { name: "Partner" });
      const list = page.getByRole("listbox");
      /** The option that Enter would take. */
      const active = () =>
        field.evaluate(
          (input) =>
            document.getElementById(input.getAttribute("aria-activedescendant") ?? "")?.innerText ??
            null,
        );
      const press = async (...keys: string[]) => {
        for (const key of keys) await page.keyboard.press(key);
      };
      await field.focus();
      await press("Alt+ArrowUp");
      expect(await list.count()).toBe(0);
      await press("Alt+ArrowDown");
      await list.waitFor();
      expect(await active()).toBeNull();
      await press("Alt+ArrowDown");
      expect(await active()).toBeNull();
      await press("Alt+ArrowUp");
      await expect.poll(() => list.count()).toBe(0);
      await press("ArrowDown");
      await expect.poll(active).toBe("Every partner");
      await press("ArrowDown");
      const second = await list.getByRole("option").nth(1).innerText();
      await expect.poll(active).toBe(second);
      await press("ArrowUp", "ArrowUp");
      const end = await list.getByRole("option").last().innerText();
      await expect.poll(active).toBe(end);
      await press("ArrowDown");
      await expect.poll(active).toBe("Every partner");
      await press("ArrowDown", "Alt+ArrowUp");
      await expect.poll(() => list.count()).toBe(0);
      expect(whoOf(page)).toBeNull();
      await press("ArrowUp");
      await expect.poll(active).toBe(end);
      await press("Escape");
      await field.pressSequentially("zebra");
      await expect.poll(active).toMatch(/^Zebra Finds/);
      const first = await active();
      await press("Home", "ArrowRight", "End", "ArrowLeft");
      expect(await field.evaluate((input: HTMLInputElement) => input.selectionStart)).toBe(4);
      expect(await active()).toBe(first);
      await field.fill("nobody of this name");
      await seen(page.getByText("No partner has this in the name or code.").last());
      await press("ArrowDown", "ArrowUp");
      expect([await list.count(), await active()]).toEqual([0, null]);
      await page.close();
    },
  );

  test("20 links from a file in three steps; one is ended, named and scanned", async () => {
    const page = await open(`${base}/partners/links`);
    const dialog = page.getByRole("dialog");
    let steps = 0;
    const press = async (name: string, within: Page | Locator = page) => {
      steps += 1;
      await within.getByRole("button", { name, exact: true }).click();
    };
    await press("Links from a file");
    const rows = Array.from({ length: 20 }, (_, n) => `${last},B0DESK${1000 + n},Desk ${n}`);
    steps += 1;
    await dialog.getByLabel("File", { exact: true }).setInputFiles({
      name: "links.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(["partner,page,name", ...rows].join("\n")),
    });
    await seen(dialog.getByText("20 rows: 20 new links, 0 that there are already"));
    await press("Create 20 links", dialog);
    await seen(dialog.getByText("20 links were made, 0 there were already"));
    expect(steps).toBe(3);
    const file = dialog.getByRole("link", { name: "Download the addresses" });
    expect(
      decodeURIComponent((await file.getAttribute("href")) ?? "").match(/\/c\/zebra/g),
    ).toHaveLength(20);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await page
      .getByRole("searchbox", { name: "Name, ASIN, page, link, partner" })
      .fill("b0desk1007");
    await seen(page.getByText("1 link", { exact: true }));
    await seen(page.getByRole("rowheader", { name: /^Desk 7/ }));
    expect(new URL(page.url()).searchParams.get("search")).toBe("b0desk1007");
    await page.getByRole("checkbox", { name: `Choose Desk 7, ${last}` }).check();
    await press("End");
    await dialog.getByLabel("When", { exact: true }).selectOption("After a number of clicks");
    await dialog.getByLabel("Unique clicks from now on", { exact: true }).fill("5");
    await press("End", dialog);
    await seen(page.getByText("Ends after 5 unique clicks, 0 so far, by the brand"));
    expect(await violationsIn(page, { of: ["light"] })).toEqual([]);
    const more = async (name: string) => {
      await page.getByRole("button", { name: `More for Desk 7, ${last}` }).click();
      await page.getByRole("menuitem", { name, exact: true }).click();
    };
    await more("Readable address");
    await dialog.getByRole("textbox").fill("Desk-Seven");
    await press("Set the address", dialog);
    await seen(page.getByText(/\/c\/desk-seven$/));
    await more("QR code");
    const image = dialog.getByRole("img");
    await expect
      .poll(() => image.evaluate((shown) => (shown as HTMLImageElement).naturalWidth))
      .toBeGreaterThan(0);
    await page.close();
  });

  test(
    "what was said stays while one points at it; F8 leads to it, Escape puts it away, " +
      "and beside a dialog it is put away without closing it",
    async () => {
      const page = await open(`${base}/partners/links`);
      await page.clock.install();
      await page.reload();
      const said = page
        .getByRole("region", { name: "Messages (F8)" })
        .getByText("This could not be copied: select the text instead.");
      const copy = () => page.getByRole("button", { name: /^Copy/ }).first().click();
      await copy();
      await said.hover();
      await page.clock.runFor("01:00");
      expect(await said.count()).toBe(1);
      await page.mouse.move(5, 5);
      await page.clock.runFor("00:09");
      await expect.poll(() => said.count()).toBe(0);
      await copy();
      await said.waitFor();
      await page.keyboard.press("F8");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Escape");
      await expect.poll(() => said.count()).toBe(0);
      await copy();
      await said.waitFor();
      await page.getByRole("button", { name: "Create link" }).first().click();
      const dialog = page.getByRole("dialog");
      await dialog.waitFor();
      await page.getByRole("button", { name: "Dismiss message", includeHidden: true }).click();
      await expect.poll(() => said.count()).toBe(0);
      expect(await dialog.count()).toBe(1);
      await page.close();
    },
  );

  test("[U15] pages with the search keep to the size of first scripts", async () => {
    const sizes = new ScriptSizes();
    for (const address of [
      contracts,
      `${deals}/audit`,
      `${base}/partners/links`,
      `${base}/partners`,
    ]) {
      const html = await (await brand.request.get(`${product.url}${address}`)).text();
      expect(
        Math.ceil((await sizes.sum(firstScripts(html, product.url))) / 1024),
        address,
      ).toBeLessThanOrEqual(235);
    }
  });
});
