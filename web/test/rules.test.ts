/** Terms written by two people at once, in a real browser. */
import { AxeBuilder } from "@axe-core/playwright";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { hasChromium } from "./chromium.ts";
import { ask, seen, startMs, startProduct, type Product } from "./product.ts";
import { brandPerson, programOf } from "./routes.ts";

describe.skipIf(!hasChromium)("rules", () => {
  let product: Product;
  let brand: BrowserContext;
  let program: { id: string; code: string };
  let page: Page;
  beforeAll(async () => {
    product = await startProduct(inject("demoUrl"));
    brand = await product.openAs(brandPerson);
    program = await programOf(brand, product.url);
    page = await brand.newPage();
  }, startMs);
  afterAll(() => product?.stop(), 60_000);

  const press = (within: Page | Locator, button: string) => within.getByRole("button", { name: button, exact: true }).click();
  const field = (label: string) => page.getByLabel(label, { exact: true });
  async function violations(): Promise<string[]> {
    const found: string[] = [];
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.locator(colorScheme === "dark" ? "html.dark" : "html:not(.dark)").waitFor({ state: "attached" });
      const axe = await new AxeBuilder({ page }).setLegacyMode().analyze();
      found.push(...axe.violations.map(({ id, nodes }) => `${colorScheme}, ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`));
    }
    await page.emulateMedia({ colorScheme: "light" });
    return found;
  }
  test("of two editors the second is told who was first, compares, and saves on top", { timeout: 120_000 }, async () => {
    const input = (rate: string) => ({
      name: "Two hands",
      currency: "USD",
      eventPayouts: [
        { event: "CLICK", rate, limits: [{ kind: "CLICKS", reset: "DAY", max: "10" }] },
        { event: "SALE", rate: "8%", limits: [] },
      ],
    });
    const made = await ask<{ createTerms: { terms: { id: string } } }>(
      brand,
      product.url,
      'mutation($p: ID!, $input: TermsInput!) { createTerms(programId: $p, input: $input, idempotencyKey: "two hands") { ... on SaveTermsOk { terms { id } } } }',
      { p: program.id, input: input("0.10") },
    );
    const { id } = made.createTerms.terms;
    await page.goto(`/b/${program.code}/terms/${id}/next`);
    await field("Payout per click (USD)").fill("0.30");
    await ask(brand, product.url, 'mutation($id: ID!, $input: TermsInput!) { saveTermsVersion(id: $id, input: $input, idempotencyKey: "first hand") { __typename } }', {
      id,
      input: input("0.20"),
    });
    await press(page, "Save version 2");
    await seen(page.getByText("Ana Brand published version 2 while you edited version 1."));
    await page.getByText("What changed from version 1 to 2").click();
    await seen(page.getByText("0.20 USD"));
    expect(await violations()).toEqual([]);
    await press(page, "Keep my draft, on version 2");
    await press(page, "Save version 3");
    await page.waitForURL("**/v/3");
    await seen(page.getByText("Each payable click earns $0.30.").or(page.getByText(/\$0\.30/)));
  });
});
