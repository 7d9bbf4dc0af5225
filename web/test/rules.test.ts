/**
 * Rules in a real browser: built with a dead row flagged, tried on the demo's clicks, published,
 * and paying the next click.
 */
import type { BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { violationsIn } from "./accessibility.ts";
import { hasChromium } from "./chromium.ts";
import { ask, seen, startMs, startProduct, type Product } from "./product.ts";
import { brandPerson, programOf, quietPartnerPerson } from "./routes.ts";

interface Node {
  id: string;
  name: string;
}

describe.skipIf(!hasChromium)("rules", () => {
  let product: Product;
  let brand: BrowserContext;
  let program: { id: string; code: string };
  let terms: string;
  let page: Page;
  beforeAll(async () => {
    product = await startProduct(inject("demoUrl"));
    brand = await product.openAs(brandPerson);
    program = await programOf(brand, product.url);
    const { termsList } = await ask<{ termsList: { nodes: Node[] } }>(
      brand,
      product.url,
      "query($id: ID!) { termsList(programId: $id) { nodes { id name } } }",
      {
        id: program.id,
      },
    );
    terms = termsList.nodes.find(({ name }) => name === "Amazon CPC")?.id ?? "";
    page = await brand.newPage();
  }, startMs);
  afterAll(() => product?.stop());

  const press = (within: Page | Locator, button: string) =>
    within.getByRole("button", { name: button, exact: true }).click();
  const field = (label: string) => page.getByLabel(label, { exact: true });
  /** Sales have groups of their own. */
  const clicks = () => page.getByRole("region", { name: "Click", exact: true });
  const what = () => clicks().getByLabel("What", { exact: true }).last();
  const values = () => clicks().getByRole("combobox", { name: "Values" }).last();
  const sentences = () => clicks().locator("ol > li > div > details > summary").allInnerTexts();
  const editor = () => `/b/${program.code}/deals/terms/${terms}/next`;

  /** A group of one country, or of a device, or of both. */
  async function group(
    number: number,
    name: string,
    rate: string,
    where: { country?: string; device?: string },
  ): Promise<void> {
    await press(clicks(), "Add group");
    await field(`Name of group ${number}`).fill(name);
    await field(`Payout of group ${number}`).fill(rate);
    for (const [index, [variable, value]] of Object.entries(where).entries()) {
      if (index > 0)
        await clicks()
          .getByRole("button", { name: "Add rule" })
          .nth(number - 1)
          .click();
      await what().selectOption(variable.toUpperCase());
      await values().fill(value);
      await values().press("Enter");
    }
  }
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);

  test(
    "values come with their clicks and are meant by their names; a dead row is flagged at its " +
      "place with the row that hides it [D71, D73]",
    async () => {
      await page.goto(editor());
      await press(clicks(), "Add group");
      await field("Name of group 1").fill("US phones");
      await field("Payout of group 1").fill("0.14");
      await values().fill("united st");
      await seen(page.getByRole("option", { name: /^United States US [\d,]+ clicks$/ }));
      await values().press("ArrowDown");
      await values().press("Enter");
      await seen(page.getByRole("button", { name: "Remove United States" }));
      await clicks().getByRole("button", { name: "Add rule" }).first().click();
      await what().selectOption("DEVICE");
      await values().fill("PHONE");
      await values().press("Enter");
      await group(2, "US", "0.10", { country: "US" });
      await group(3, "US tablets", "0.20", { country: "US", device: "TABLET" });
      await seen(
        page.getByText(
          "Group 3 (US tablets) is never reached: group 2 (US) takes everything that it could " +
            "take.",
        ),
      );
      await seen(
        page.getByText("For example where the country is United States and the device is TABLET."),
      );
      expect(await violationsIn(page, { of: ["light", "dark"] })).toEqual([]);
      await page.setViewportSize({ width: 360, height: 740 });
      expect(await width()).toBeLessThanOrEqual(360);
      await page.setViewportSize({ width: 1440, height: 900 });
    },
  );

  test("groups move by buttons, by a typed position, by dragging; all say where", async () => {
    await page.getByRole("button", { name: "Move above group 2" }).focus();
    await page.keyboard.press("Enter");
    await expect
      .poll(sentences)
      .toEqual([
        expect.stringMatching(/^1\. US phones/),
        expect.stringMatching(/^2\. US tablets/),
        expect.stringMatching(/^3\. US:/),
      ]);
    await seen(page.getByText("US tablets is now number 2"));
    await expect.poll(() => page.getByText("is never reached").count()).toBe(0);
    await page.getByLabel("Position of group 3 of 3").fill("1");
    await page.keyboard.press("Enter");
    await expect
      .poll(sentences)
      .toEqual([expect.stringMatching(/^1\. US:/), expect.anything(), expect.anything()]);
    await seen(page.getByText("is never reached"));
    for (const summary of await clicks().locator("ol > li > div > details > summary").all())
      await summary.click();
    const [handle, last] = [
      page.getByTitle("Drag to another position").first(),
      clicks()
        .locator("ol > li")
        .filter({ has: page.getByLabel("Position of group 3 of 3") }),
    ];
    await handle.hover();
    const [from, to] = [await handle.boundingBox(), await last.boundingBox()];
    if (!from || !to) throw new Error("nothing to drag");
    await page.mouse.down();
    await page.mouse.move(from.x + 5, to.y + to.height - 2, { steps: 5 });
    await page.mouse.up();
    await expect
      .poll(sentences)
      .toEqual([
        expect.stringMatching(/^1\. US phones/),
        expect.stringMatching(/^2\. US tablets/),
        expect.stringMatching(/^3\. US:/),
      ]);
  });

  test(
    "[found 91] the draft is kept on the server: after a reload, for colleagues, and never over " +
      "what one of them saved",
    async () => {
      await seen(page.getByText(/^Draft kept, /));
      await page.reload();
      await seen(page.getByText('This is the draft "Amazon CPC", on version 1.'));
      await expect.poll(sentences).toHaveLength(3);
      const analyst = await product.openAs("ari.analyst@acme.example");
      const reader = await analyst.newPage();
      await reader.goto(`/b/${program.code}/deals/terms`);
      await seen(reader.getByRole("heading", { name: "1 draft not published" }));
      await reader.getByRole("button", { name: "Rename the draft Amazon CPC" }).click();
      await reader.getByLabel("Name", { exact: true }).fill("US by device");
      await press(reader.getByRole("dialog"), "Rename");
      await reader.getByRole("link", { name: "US by device", exact: true }).click();
      const comment = (of: Page) => of.locator('[name="comment"]');
      const saved = (of: Page) =>
        of.waitForResponse((answer) =>
          (answer.request().postData() ?? "").includes("mutation SaveTermsDraft"),
        );
      await seen(reader.getByText('This is the draft "US by device", on version 1.'));
      const first = saved(reader);
      await comment(reader).fill("Ari was here");
      await first;
      await comment(page).fill("Ana types on");
      await seen(page.getByRole("alert").getByText(/^Ari .* saved this draft too, /));
      expect(await comment(page).inputValue()).toBe("Ana types on");
      expect(await violationsIn(page, { of: ["light", "dark"] })).toEqual([]);
      await press(page, "Save mine over it");
      await seen(page.getByText(/^Draft kept, /));
      await reader.reload();
      await expect.poll(() => comment(reader).inputValue()).toBe("Ana types on");
      await comment(page).fill("");
      await analyst.close();
    },
  );

  test(
    "[found 90] an analyst tries new terms on past clicks, keeps and deletes them, and is told " +
      "who publishes",
    async () => {
      const analyst = await product.openAs("ari.analyst@acme.example");
      const reader = await analyst.newPage();
      await reader.goto(`/b/${program.code}/deals/terms`);
      await reader.getByRole("link", { name: "Try new terms" }).click();
      await reader.getByLabel("Name", { exact: true }).fill("A try");
      await reader.getByLabel("Payout per click (USD)", { exact: true }).fill("0,1O");
      const publish = reader.getByRole("button", { name: "Save version 1", exact: true });
      expect(await publish.isDisabled()).toBe(true);
      await seen(reader.getByText(/a brand admin publishes them/));
      await reader.waitForURL(/\?draft=/);
      await reader.reload();
      const rate = reader.getByLabel("Payout per click (USD)", { exact: true });
      expect(await rate.inputValue()).toBe("0,1O");
      await rate.fill("0.10");
      await reader.getByLabel("Amount (USD)", { exact: true }).fill("500");
      await reader.getByLabel("Payout per sale", { exact: true }).fill("8%");
      await press(reader, "Simulate");
      const preview = reader.getByRole("complementary", { name: "Preview" });
      await seen(preview.getByRole("row", { name: /^Cost / }));
      await seen(reader.getByText(/^Draft kept, /));
      await reader.goto(`/b/${program.code}/deals/terms`);
      await reader.getByRole("button", { name: "Delete the draft New terms" }).click();
      await press(reader.getByRole("dialog"), "Delete");
      await seen(reader.getByText("The draft New terms was deleted"));
      await analyst.close();
    },
  );

  test(
    "the draft is tried on past clicks: cost now and then, from where to where, which limit, who " +
      "[U11]",
    async () => {
      await press(page, "Simulate");
      const preview = page.getByRole("complementary", { name: "Preview" });
      await seen(preview.getByRole("row", { name: /^Cost \$[\d,.]+ \$[\d,.]+ [+−±]\$[\d,.]+$/ }));
      await seen(preview.getByRole("columnheader", { name: "US phones" }));
      await seen(preview.getByRole("heading", { name: "Most changed partners" }));
      expect(await violationsIn(page, { of: ["light", "dark"] })).toEqual([]);
      await press(preview, "See list");
      await seen(page.getByRole("dialog").getByText(/^From Default payout \(\$0\.12\) to US/));
      await page
        .getByRole("dialog")
        .getByRole("button", { name: "Compare decisions" })
        .first()
        .click();
      await seen(
        page
          .getByRole("region", { name: "As it was decided" })
          .getByText("no payout group applies"),
      );
      await seen(
        page
          .getByRole("region", { name: "With this draft" })
          .getByText(/US phones|US tablets|US/)
          .first(),
      );
      expect(await violationsIn(page, { of: ["light", "dark"] })).toEqual([]);
      await page.keyboard.press("Escape");
      await press(preview, "Try");
      await seen(preview.getByText("by US phones"));
      await seen(preview.getByText("$0.14", { exact: true }));
      await page.setViewportSize({ width: 360, height: 740 });
      await page.getByRole("button", { name: /^Preview/ }).click();
      await seen(preview.getByRole("row", { name: /^Cost/ }));
      expect(await width()).toBeLessThanOrEqual(360);
      await page.setViewportSize({ width: 1440, height: 900 });
    },
  );

  test(
    "published through the change that tells the partners, it pays the next click by its own " +
      "group [D41, D71]",
    { timeout: 180_000 },
    async () => {
      await group(4, "Phones anywhere", "0.13", { device: "PHONE" });
      await field("What changed and why").fill("More for phones.");
      await press(page, "Go on to the contract change");
      // The limit that makes no difference is asked about first.
      await press(page.getByRole("dialog"), "Save all the same");
      await page.waitForURL("**step=differences");
      const lookBack = page.getByRole("region", { name: "Last 30 days under the new terms" });
      await seen(lookBack.getByText(/^Median partner/));
      await press(lookBack, "Per partner");
      await seen(lookBack.getByRole("row", { name: /^Northwind Deals / }));
      expect(await violationsIn(page, { of: ["light", "dark"] })).toEqual([]);
      await page.setViewportSize({ width: 360, height: 740 });
      expect(await width()).toBeLessThanOrEqual(360);
      await page.setViewportSize({ width: 1440, height: 900 });
      for (const step of ["dates", "message", "review"]) {
        await press(page, "Next");
        await page.waitForURL(`**step=${step}`);
      }
      await page.getByRole("button", { name: /^Send to \d+ partners$/ }).click();
      await page.waitForURL((address) =>
        /\/deals\/changes\/[0-9a-f-]{36}$/.test(address.pathname + address.search),
      );
      await seen(page.getByText(/^\d+ in effect, \d+ planned, 0 left out/));

      const partner = await product.openAs(quietPartnerPerson);
      const { trackingLinks } = await ask<{ trackingLinks: { nodes: { url: string }[] } }>(
        partner,
        product.url,
        `query($id: ID!) {
          trackingLinks(first: 1, filter: { programId: $id, isTest: false }) { nodes { url } }
        }`,
        { id: program.id },
      );
      const agent =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, " +
        "like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
      expect(
        (
          await fetch(trackingLinks.nodes[0]?.url ?? "", {
            redirect: "manual",
            headers: { "user-agent": agent },
          })
        ).status,
      ).toBe(302);
      interface Click {
        clicks: {
          nodes: {
            device: string;
            termsVersion: number | null;
            outcome: string | null;
            amount: { amount: string } | null;
          }[];
        };
      }
      const newest = async () => {
        const { clicks } = await ask<Click>(
          partner,
          product.url,
          `query($id: ID!) {
            clicks(programId: $id, first: 1) {
              nodes { device termsVersion outcome amount { amount } }
            }
          }`,
          { id: program.id },
        );
        return clicks.nodes[0];
      };
      // From this machine the country is unknown: of the groups the last alone applies.
      await expect.poll(newest, { timeout: 30_000 }).toMatchObject({
        device: "PHONE",
        termsVersion: 2,
        outcome: "PAID",
        amount: { amount: "0.13" },
      });
      await partner.close();
    },
  );

  test("the history names who saved what; an earlier version can be a draft again", async () => {
    await page.goto(`/b/${program.code}/deals/terms/${terms}/v/2`);
    await seen(page.getByRole("heading", { name: "Changes from version 1" }));
    await seen(page.getByText(/^Ana Brand, /));
    await seen(page.getByText("More for phones.").first());
    expect(await violationsIn(page, { of: ["light", "dark"] })).toEqual([]);
    await page.getByRole("link", { name: "Restore as draft Version 1" }).click();
    await seen(page.getByText("The draft starts from version 1."));
    expect(await sentences()).toEqual([]);
  });

  test("of two editors the second is told who was first, compares, and saves on top", async () => {
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
      `mutation($p: ID!, $input: TermsInput!) {
          createTerms(programId: $p, input: $input, idempotencyKey: "two hands") {
            ... on SaveTermsOk { terms { id } }
          }
        }`,
      { p: program.id, input: input("0.10") },
    );
    const { id } = made.createTerms.terms;
    await page.goto(`/b/${program.code}/deals/terms/${id}/next`);
    await field("Payout per click (USD)").fill("0.30");
    await ask(
      brand,
      product.url,
      `mutation($id: ID!, $input: TermsInput!) {
          saveTermsVersion(id: $id, input: $input, idempotencyKey: "first hand") { __typename }
        }`,
      {
        id,
        input: input("0.20"),
      },
    );
    await press(page, "Save version 2");
    await seen(page.getByText("Ana Brand published version 2 while you edited version 1."));
    await page.getByText("What changed from version 1 to 2").click();
    await seen(page.getByText("0.20 USD"));
    expect(await violationsIn(page, { of: ["light", "dark"] })).toEqual([]);
    await press(page, "Keep my draft, on version 2");
    await press(page, "Save version 3");
    await page.waitForURL("**/v/3");
    await seen(page.getByText(/payable click earns 0\.30 USD\./));
  });
});
