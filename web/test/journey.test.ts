/**
 * The whole journey in a real browser: from the request for CPC to a click and a sale that stand
 * side by side.
 */
import type { BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { hasChromium } from "./chromium.ts";
import { ask, password, seen, startMs, startProduct, type Product } from "./product.ts";

const programCode = async (context: BrowserContext, url: string, name: string): Promise<string> => {
  const { programs } = await ask<{ programs: { nodes: { code: string; name: string }[] } }>(
    context,
    url,
    "{ programs { nodes { code name } } }",
  );
  const found = programs.nodes.find((program) => program.name.startsWith(name));
  if (!found) throw new Error(`There is no program of ${name}`);
  return found.code;
};

describe.skipIf(!hasChromium)("the journey", () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct(inject("demoUrl"));
  }, startMs);
  afterAll(() => product?.stop());

  async function signIn(email: string): Promise<Page> {
    const page = await (await product.open()).newPage();
    await page.goto("/sign-in");
    await page.getByLabel("E-mail", { exact: true }).fill(email);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL((address) => !address.pathname.startsWith("/sign-in"));
    return page;
  }

  /** The brand asks, the operator looks at it and enables, the brand adds Click. */
  async function enableCpc(brand: Page, operator: Page, base: string): Promise<void> {
    await brand.goto(`${base}/set-up`);
    await brand
      .getByLabel("Why do you want to pay for clicks?", { exact: true })
      .fill("Partners send readers who buy weeks later.");
    await brand.getByRole("button", { name: "Request CPC" }).click();
    await seen(brand.getByText("The platform has your request"));
    await operator.goto("/operator/requests");
    await seen(operator.getByRole("heading", { name: "Globex Home" }));
    await seen(operator.getByText("Partners send readers who buy weeks later."));
    await operator.getByLabel("Note to the brand", { exact: true }).fill("Looking at it.");
    await operator.getByRole("button", { name: "Take into review" }).click();
    await operator.getByRole("button", { name: "Enable", exact: true }).waitFor();
    await operator.getByLabel("Note to the brand", { exact: true }).fill("Welcome.");
    await operator.getByRole("button", { name: "Enable", exact: true }).click();
    await seen(operator.getByText("No request waits for you"));
    // No reload: an open request is looked at while its page is seen (found 85).
    await seen(brand.getByText("Welcome."));
    await brand.getByRole("button", { name: "Add Click" }).click();
    await seen(brand.getByRole("button", { name: "Switch off Click" }));
  }

  /** By the mail that the operator can read where no mail server is set up. */
  async function joinAsPartner(brand: Page, operator: Page, base: string): Promise<Page> {
    await brand.goto(`${base}/partners`);
    await brand.getByRole("button", { name: "Invite a partner" }).first().click();
    await brand
      .getByRole("dialog")
      .getByLabel("Partner’s e-mail", { exact: true })
      .fill("wren@readingroom.example");
    await brand.getByRole("dialog").getByRole("button", { name: "Send invitation" }).click();
    await seen(brand.getByText("wren@readingroom.example was invited"));
    await operator.goto("/operator/outbox");
    const mail = operator.getByRole("listitem").filter({ hasText: "wren@readingroom.example" });
    await mail.getByText("Read", { exact: true }).click();
    const address = /http\S+\/invitation\?\S+/.exec(await mail.innerText())?.[0];
    if (!address) throw new Error("The invitation has no address");
    const partner = await (await product.open()).newPage();
    await partner.goto(address);
    await partner.getByLabel("Your name", { exact: true }).fill("Wren Reader");
    await partner.getByLabel("Password", { exact: true }).fill("wren-reads-alone");
    await partner.getByLabel("Publisher name", { exact: true }).fill("Reading Room");
    await partner.getByRole("button", { name: "Accept invitation" }).click();
    await partner.waitForURL((to) => to.pathname.startsWith("/p/"));
    return partner;
  }

  /** Terms with Click and Online Sale, proposed to the partner, read and accepted there. */
  async function agree(brand: Page, partner: Page, code: string): Promise<void> {
    await brand.goto(`/b/${code}/deals/terms/new`);
    await brand.getByLabel("Name", { exact: true }).fill("Clicks and sales");
    await brand.getByLabel("Currency", { exact: true }).selectOption("EUR");
    await brand.getByRole("checkbox", { name: "Click", exact: true }).check();
    await brand.getByLabel("Payout per click (EUR)", { exact: true }).fill("0.12");
    await brand.getByLabel("Amount (EUR)", { exact: true }).first().fill("200");
    await brand.getByRole("checkbox", { name: "Online sale" }).check();
    await brand.getByLabel("Payout per sale", { exact: true }).fill("8%");
    await brand.getByRole("button", { name: "Save version 1" }).click();
    await brand.waitForURL(/\/terms\/[^/]+\/v\/1$/);
    await seen(brand.getByText("Each payable click earns 0.12 EUR."));
    await brand.goto(`/b/${code}/deals/contracts`);
    await brand.getByRole("button", { name: "Propose a contract" }).first().click();
    const proposal = brand.getByRole("dialog");
    await proposal.getByLabel("Partner", { exact: true }).selectOption({ label: "Reading Room" });
    await proposal
      .getByLabel("Terms", { exact: true })
      .selectOption({ label: "Clicks and sales, version 1" });
    await proposal.getByRole("button", { name: "Send proposal" }).click();
    await seen(brand.getByText("The proposal was sent to Reading Room"));
    await partner.goto(`/p/${code}`);
    await partner.getByRole("link", { name: "Read proposal" }).click();
    await seen(partner.getByText("Each payable click earns 0.12 EUR."));
    await partner.getByRole("button", { name: "Accept", exact: true }).click();
    await partner.getByRole("dialog").getByRole("button", { name: "Accept", exact: true }).click();
    await seen(partner.getByText(/^The contract with Globex Home is signed$/));
  }

  async function createTestLink(
    brand: Page,
    code: string,
  ): Promise<{ card: Locator; url: string }> {
    await brand.goto(`/b/${code}/partners/links`);
    await brand.getByRole("button", { name: "Create test CPC link" }).click();
    const dialog = brand.getByRole("dialog");
    await dialog.getByLabel("Partner", { exact: true }).selectOption({ label: "Reading Room" });
    await dialog.getByRole("button", { name: "Create test CPC link" }).click();
    const row = brand.getByRole("rowheader", { name: /^Test CPC link/ });
    await seen(row);
    const open = brand.getByRole("link", { name: "Open Test CPC link, Reading Room in a new tab" });
    const url = await open.getAttribute("href");
    if (!url) throw new Error("The test link has no address");
    return { card: row, url };
  }

  /** As a visitor: through the tracker to the store's page, with the whole tag. */
  async function clickThrough(url: string): Promise<void> {
    const visitor = await (await product.open()).newPage();
    await visitor.goto(url);
    expect(await visitor.getByRole("heading").textContent()).toBe("Product page");
    const landed = new URL(visitor.url());
    expect(landed.host).toBe("www.amazon.de");
    expect(landed.pathname).toBe("/stores/globexhome");
    expect([...landed.searchParams.keys()]).toEqual([
      "maas",
      "ref_",
      "tag",
      "aa_campaignid",
      "aa_adgroupid",
      "aa_creativeid",
    ]);
    expect(landed.searchParams.get("ref_")).toBe("aa_maas");
    await visitor.context().close();
  }

  /** Time, clicks, paid, paid 0, not paid, sales of the newest bucket in the table. */
  const newestRow = async (page: Page): Promise<string[]> =>
    (
      await page
        .locator("#report-table table")
        .first()
        .locator("tbody tr")
        .last()
        .locator("th, td")
        .allTextContents()
    ).slice(0, 6);

  test(
    "CPC requested and enabled, terms agreed, a test click and a test sale side by side; the " +
      "partner sees own numbers, another nothing",
    async () => {
      const brand = await signIn("gita.brand@globex.example");
      const code = await programCode(brand.context(), product.url, "Globex Home");
      const operator = await signIn("op@counterfoil.example");
      await enableCpc(brand, operator, `/b/${code}`);
      const partner = await joinAsPartner(brand, operator, `/b/${code}`);
      await agree(brand, partner, code);
      const { url } = await createTestLink(brand, code);

      const report = await brand.context().newPage();
      await report.goto(`/b/${code}/explore?mode=test`);
      await seen(report.getByText("Test CPC link: nobody has clicked it yet."));
      expect((await newestRow(report))[1]).toBe("0");
      await report.evaluate(() => Object.assign(window, { sameDocument: true }));
      await clickThrough(url);
      await expect
        .poll(() => newestRow(report), { timeout: 30_000 })
        .toEqual([expect.stringContaining("so far"), "1", "0", "0", "1", expect.anything()]);
      await seen(report.getByText("Test CPC link: clicks arrive, sales may still come."));

      await brand
        .getByRole("button", {
          name: "Place test order through Test CPC link, Reading Room, simulated",
        })
        .click();
      await brand
        .getByRole("dialog")
        .getByRole("button", { name: "Place simulated order" })
        .click();
      await seen(brand.getByText(/^Simulated order of €25\.00 placed/));
      await expect
        .poll(() => newestRow(report), { timeout: 30_000 })
        .toEqual([
          expect.stringContaining("so far"),
          "1",
          "0",
          "0",
          "1",
          expect.stringMatching(/1$/),
        ]);
      await seen(report.getByText("Test CPC link: both kinds of data arrive."));
      await seen(report.getByText("1 click and 1 sale reached reporting for Reading Room."));
      expect(await report.evaluate(() => "sameDocument" in window), "without a reload").toBe(true);

      await partner.goto(`/p/${code}/earnings?mode=test`);
      expect(await newestRow(partner)).toEqual([
        expect.stringContaining("so far"),
        "1",
        "0",
        "0",
        "1",
        expect.stringMatching(/1$/),
      ]);
      await seen(partner.getByRole("columnheader", { name: "Would pay for clicks" }));
      await seen(partner.getByRole("cell", { name: "€0.12" }));
      await partner.goto(`/p/${code}/earnings/clicks?mode=test`);
      await seen(partner.getByText(/A live click would be paid €0.12/));
      const other = await signIn("nora@northwind.example");
      await other.goto(`/p/${code}/earnings?mode=test`);
      expect((await newestRow(other)).slice(1, 5), "of the same brand").toEqual([
        "0",
        "0",
        "0",
        "0",
      ]);
      const stranger = await signIn("piet@pixelandpine.example");
      expect(
        (await stranger.goto(`/p/${code}/earnings?mode=test`))?.status(),
        "of another brand",
      ).toBe(404);
    },
  );
});
