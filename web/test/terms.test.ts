/** Terms from the first draft to an application through their branded link, in a real browser. */
import type { BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { violationsIn } from "./accessibility.ts";
import { hasChromium } from "./chromium.ts";
import { ask, seen, startMs, startProduct, type Product } from "./product.ts";
import { brandPerson, partnerPerson, programOf } from "./routes.ts";

describe.skipIf(!hasChromium)("terms", () => {
  let product: Product;
  let brand: BrowserContext;
  let base: string;
  beforeAll(async () => {
    product = await startProduct(inject("demoUrl"));
    brand = await product.openAs(brandPerson, { viewport: { width: 360, height: 740 } });
    base = `/b/${(await programOf(brand, product.url)).code}/deals/terms`;
  }, startMs);
  afterAll(() => product?.stop());

  const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });
  const press = (within: Page | Locator, name: string) =>
    within.getByRole("button", { name, exact: true }).click();

  /** Click terms with two groups, written on a phone. */
  async function write(page: Page): Promise<void> {
    await page.goto(`${base}/new`);
    await field(page, "Name").fill("Phones first");
    await page.getByRole("checkbox", { name: "Online sale" }).uncheck();
    await field(page, "Payout per click (USD)").fill("0.05");
    for (const [number, name, rate, values] of [
      [1, "Everybody in the US", "0.10", "US"],
      [2, "Canada", "0.20", ""],
    ] as const) {
      await press(page, "Add group");
      await field(page, `Name of group ${number}`).fill(name);
      await field(page, `Payout of group ${number}`).fill(rate);
      await field(page, "Values").last().fill(values);
    }
    await press(page, "Remove limit 1");
  }

  test("[D34] refusals stand at their field, even folded; groups move [D22, D82]", async () => {
    const page = await brand.newPage();
    await write(page);
    await press(page, "Save as draft");
    const values = page.locator('[name="eventPayouts.0.groups.1.rules.0.values"]');
    await expect.poll(() => values.getAttribute("aria-invalid")).toBe("true");
    await seen(page.getByText("IS needs at least one value"));
    await page.locator("summary").last().click();
    await press(page, "Save as draft");
    await expect
      .poll(() => values.evaluate((element) => element === document.activeElement))
      .toBe(true);
    await values.fill("CA");
    await press(page, "Move group 2 up");
    expect(await page.locator("summary").allInnerTexts()).toEqual([
      expect.stringMatching(/^1\. Canada/),
      expect.stringMatching(/^2\. Everybody in the US/),
    ]);
    await press(page, "Save as draft");
    await seen(page.getByText(/set a limit or acknowledge it/));
    // Both in one moment, before anything is drawn again: neither is lost.
    await page.evaluate(() => {
      [...document.querySelectorAll("button")]
        .find(({ textContent }) => textContent?.trim() === "Add Online Sale at 0")
        ?.click();
      document.querySelector<HTMLElement>('[name="acknowledgeNoLimit"]')?.click();
    });
    const known = page.getByRole("checkbox", { name: /^I know that clicks without a limit/ });
    await expect.poll(() => known.isChecked()).toBe(true);
    expect(await page.getByText("Sales will be discarded").count()).toBe(0);
    await press(page, "Save as draft");
    await page.waitForURL(/\/terms\/[^/]+\/v\/1$/);
    await seen(
      page.getByText(
        "Payout group 1, Canada, pays 0.20 USD for each click where the country is CA.",
      ),
    );
    await seen(page.getByText("Sales earn nothing: they are tracked and reported."));
    expect(await page.getByRole("link", { name: "Propose to a partner" }).count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      360,
    );
    await page.close();
  });

  test("[D35] activated they have a branded link, by which partners apply", async () => {
    const page = await brand.newPage();
    await page.goto(base);
    await page.getByRole("link", { name: "Phones first", exact: true }).click();
    await press(page, "Activate");
    await press(page, "Open a link");
    const address =
      (await page.getByRole("link", { name: /\/t\/[\w-]{22}$/ }).getAttribute("href")) ?? "";
    const plain = await product.open({ javaScriptEnabled: false });
    const reader = await plain.newPage();
    await reader.goto(address);
    await seen(
      reader.getByText(
        "Payout group 1, Canada, pays 0.20 USD for each click where the country is CA.",
      ),
    );
    await seen(reader.getByRole("link", { name: "Sign in" }));
    await plain.close();

    const partner = await product.open();
    await ask(
      partner,
      product.url,
      `mutation($input: SignUpInput!) {
        signUp(input: $input) { ... on SignUpOk { viewer { kind } } }
      }`,
      {
        input: {
          kind: "PARTNER",
          accountName: "Link Follower",
          name: "Lin",
          email: "lin@follower.example",
          password: "lin-follows-links",
          currency: "USD",
          timeZone: "America/New_York",
        },
      },
    );
    const form = await partner.newPage();
    await form.goto(address);
    await field(form, "Who you are and what you plan").fill("Reviews of tents");
    await press(form, "Apply");
    await seen(form.getByText(/^Your application was sent/));
    await partner.close();

    await page.goto(base.replace(/terms$/, "contracts"));
    await page.getByRole("link", { name: "Answer Link Follower" }).click();
    await seen(page.getByText("Reviews of tents"));
    await press(page, "Accept");
    await press(page.getByRole("dialog"), "Accept");
    await seen(page.getByText("The offer of Link Follower is accepted", { exact: true }));
    await seen(page.getByText(/^In force since/));
    expect(await page.getByRole("button", { name: "Accept", exact: true }).count()).toBe(0);
    await page.close();
  });

  test("[D10] campaign terms: a click payout is refused at its field", async () => {
    const page = await brand.newPage();
    await page.goto(base);
    await page.getByRole("link", { name: "Campaign terms", exact: true }).click();
    await seen(page.getByText("There are no campaign terms yet"));
    await page.getByRole("link", { name: "Create campaign terms" }).first().click();
    await field(page, "Name").fill("Black Friday");
    await field(page, "First day").fill("2030-11-29");
    await field(page, "Last day").fill("2030-11-28");
    await field(page, "Payout per sale").fill("12%");
    const click = page.getByRole("checkbox", { name: "Click", exact: true });
    await click.check();
    await field(page, "Payout per click (USD)").fill("0.10");
    await press(page, "Remove limit 1");
    await press(page, "Save campaign terms");
    await expect.poll(() => field(page, "Last day").getAttribute("aria-invalid")).toBe("true");
    await field(page, "Last day").fill("2030-12-02");
    await press(page, "Save campaign terms");
    await expect.poll(() => click.getAttribute("aria-invalid")).toBe("true");
    await seen(
      page.getByText(
        "A Seller program pays for clicks at program level alone: put the click payout into " +
          "template terms",
      ),
    );
    expect(await click.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await page.getByRole("link", { name: "Open template terms" }).getAttribute("href")).toBe(
      base,
    );
    await click.uncheck();
    await press(page, "Save campaign terms");
    await page.waitForURL("**/terms/campaigns");
    await seen(page.getByText("29 November 2030 to 2 December 2030"));
    await seen(page.getByText("Each order earns 12% of its amount."));
    await seen(page.getByText("To come", { exact: true }));
    await page.close();

    const analyst = await product.openAs("ari.analyst@acme.example");
    const reader = await analyst.newPage();
    await reader.goto(`${base}/campaigns`);
    await seen(reader.getByText("Black Friday"));
    expect(await reader.getByRole("link", { name: "Create campaign terms" }).count()).toBe(0);
    expect((await reader.goto(`${base}/campaigns/new`))?.status()).toBe(403);
    await analyst.close();
  });

  /** Of an input whose label stands more than once. */
  const named = (page: Page, name: string) => page.locator(`[name="${name}"]`);
  const sale = (page: Page) => page.getByRole("region", { name: "Online sale", exact: true });
  const width = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth);

  test("a list is made and refilled; a group of sales names it [D190]", async () => {
    const page = await brand.newPage();
    await page.goto(base);
    await page.getByRole("link", { name: "Lists", exact: true }).click();
    await seen(page.getByRole("row", { name: /^Autumn sale SKUs or ASINs Active 3 / }));
    await press(page, "New list");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("Autumn sale");
    await dialog.getByLabel("Holds", { exact: true }).selectOption("PROMO_CODE");
    await dialog.getByLabel("Items", { exact: true }).fill("SAVE10, save10; tents20\n");
    await seen(dialog.getByText("2 items of at most 5,000 will be saved."));
    await press(dialog, "Save list");
    await expect
      .poll(() => dialog.getByLabel("Name", { exact: true }).getAttribute("aria-invalid"))
      .toBe("true");
    await dialog.getByLabel("Name", { exact: true }).fill("Newsletter codes");
    await press(dialog, "Save list");
    await press(page, "Replace items of Newsletter codes");
    const items = dialog.getByLabel("Items", { exact: true });
    await expect.poll(() => items.inputValue()).toBe("save10\ntents20");
    const file = Buffer.from('\uFEFFCode;Name\nspring5;Spring\nSAVE10;Save\n"a, b";Both\n');
    await dialog
      .getByLabel("From a file")
      .setInputFiles({ name: "codes.csv", mimeType: "text/csv", buffer: file });
    await seen(dialog.getByText("3 items of at most 5,000 will be saved."));
    await press(dialog, "Replace items");
    await seen(page.getByText("3 items were saved"));
    await seen(page.getByRole("row", { name: /^Newsletter codes Promo codes Active 3 / }));
    expect(await width(page)).toBeLessThanOrEqual(360);

    await page.goto(`${base}/new`);
    await field(page, "Name").fill("Codes pay more");
    await page.getByRole("checkbox", { name: "Click", exact: true }).uncheck();
    await field(page, "Payout per sale").fill("8%");
    await press(sale(page), "Add group");
    await field(page, "Name of group 1").fill("Newsletter");
    await field(page, "Payout of group 1").fill("12%");
    await field(page, "What").selectOption("ITEM_CATEGORY_LIST");
    await seen(page.getByText("There is no list of categories to choose from yet."));
    expect(
      await page.getByRole("link", { name: "Make one, in a new tab" }).getAttribute("href"),
    ).toBe(`${base}/lists`);
    await field(page, "What").selectOption("PROMO_CODE_LIST");
    const values = page.getByRole("combobox", { name: "Values" });
    await values.fill("newsl");
    await seen(page.getByRole("option", { name: "Newsletter codes", exact: true }));
    await values.press("Enter");
    await seen(page.getByRole("button", { name: "Remove Newsletter codes" }));
    await press(sale(page), "Add performance bonus");
    await named(page, "eventPayouts.0.bonus.tiers.0.from").fill("200");
    const rate = named(page, "eventPayouts.0.bonus.tiers.0.rate");
    await rate.fill("6%");
    await press(page, "Save version 1");
    await expect.poll(() => rate.getAttribute("aria-invalid")).toBe("true");
    expect(await rate.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await width(page)).toBeLessThanOrEqual(360);
    await rate.fill("10%");
    await press(sale(page), "Add tier");
    await named(page, "eventPayouts.0.bonus.tiers.1.from").fill("400");
    await named(page, "eventPayouts.0.bonus.tiers.1.rate").fill("12.5%");
    await press(page, "Save version 1");
    await page.waitForURL(/\/terms\/[^/]+\/v\/1$/);
    await seen(
      page.getByText(
        /pays 12% for each sale where the list of promo codes “Newsletter codes” names it\.$/,
      ),
    );
    await seen(
      page.getByText(
        "Bonus each month: what is locked past 200.00 USD of sales earns 10% instead of 8%.",
      ),
    );
    await seen(
      page.getByText(
        "Bonus each month: what is locked past 400.00 USD of sales earns 12.5% instead of 8%.",
      ),
    );

    await page.goto(`${base}/lists`);
    await press(page, "Close Newsletter codes");
    await seen(dialog.getByText(/^Its items stay as they are for good/));
    await press(dialog, "Close list");
    await seen(page.getByRole("row", { name: /^Newsletter codes Promo codes Closed 3 / }));
    await page.close();
  });

  test("an edition without bonuses says so; who writes no terms sees no lists [D4]", async () => {
    const globex = await product.openAs("gita.brand@globex.example");
    const page = await globex.newPage();
    await page.goto(`/b/${(await programOf(globex, product.url, "Globex")).code}/deals/terms/new`);
    await field(page, "Name").fill("More for more");
    await page.getByRole("checkbox", { name: "Click", exact: true }).uncheck();
    await field(page, "Payout per sale").fill("5.00");
    await press(sale(page), "Add performance bonus");
    await named(page, "eventPayouts.0.bonus.tiers.0.from").fill("20");
    await named(page, "eventPayouts.0.bonus.tiers.0.rate").fill("6.00");
    await press(page, "Save version 1");
    const basis = named(page, "eventPayouts.0.bonus.basis");
    await expect.poll(() => basis.getAttribute("aria-invalid")).toBe("true");
    expect([
      await basis.inputValue(),
      await basis.evaluate((element) => element === document.activeElement),
    ]).toEqual(["CONVERSIONS", true]);
    await seen(sale(page).getByText("PERFORMANCE_BONUS is not part of the Essentials edition"));
    await globex.close();
    const analyst = await product.openAs("ari.analyst@acme.example");
    const reader = await analyst.newPage();
    expect((await reader.goto(`${base}/lists`))?.status()).toBe(403);
    await reader.goto(base);
    await seen(reader.getByRole("link", { name: "Campaign terms", exact: true }));
    expect(await reader.getByRole("link", { name: "Lists", exact: true }).count()).toBe(0);
    await analyst.close();
  });

  test("a partner says where a link is used; bad addresses are refused [D70]", async () => {
    const partner = await product.openAs(partnerPerson);
    const page = await partner.newPage();
    await page.goto(`/p/${(await programOf(partner, product.url)).code}/links`);
    const dialog = page.getByRole("dialog");
    const where = dialog.getByLabel("Where you use it (optional)", { exact: true });
    await press(page, "Create link");
    await dialog
      .getByLabel("Product page", { exact: true })
      .fill("https://www.amazon.com/dp/B0LETTER");
    await dialog.getByLabel("Name (optional)", { exact: true }).fill("Letter link");
    await where.selectOption("Another place…");
    await dialog.getByLabel("Its name", { exact: true }).fill("Weekly letter");
    await dialog.getByLabel("Its address", { exact: true }).fill("ftp://letter.example");
    await press(dialog, "Create link");
    await seen(dialog.getByText(/^Give the whole address/));
    expect(
      await dialog.getByLabel("Its address", { exact: true }).getAttribute("aria-invalid"),
    ).toBe("true");
    await dialog.getByLabel("Its address", { exact: true }).fill("https://letter.example");
    await press(dialog, "Create link");
    await seen(page.getByRole("rowheader", { name: /^Letter link/ }));
    await seen(page.getByText(/· on Weekly letter$/));
    await press(page, "Create link");
    await where.selectOption("Weekly letter");
    expect(await violationsIn(page, { of: ["light"] })).toEqual([]);
    await partner.close();
  });
});
