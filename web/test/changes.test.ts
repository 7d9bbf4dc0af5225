/**
 * The three strategies of a contract change in a real browser, from the wizard to the partner's
 * screen, over the demo world.
 */
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { hasChromium } from "./chromium.ts";
import { ask, seen, startMs, startProduct, type Product } from "./product.ts";
import { brandPerson, programOf } from "./routes.ts";

const zone = "America/New_York";
const today = Temporal.Now.plainDateISO(zone);
const tomorrow = today.add({ days: 1 });
/** Noon of a day there: an instant that no clock near midnight moves to another day. */
const noonOf = (day: Temporal.PlainDate): string =>
  day.toZonedDateTime({ timeZone: zone, plainTime: "12:00" }).toInstant().toString();
const yesterday = noonOf(today.subtract({ days: 1 }));
const later = noonOf(tomorrow.add({ days: 1 }));

interface Named {
  nodes: { id: string; name: string }[];
}
interface ContractFacts {
  id: string;
  state: string;
  termsName: string;
  version: { number: number; eventPayouts: { event: string; rate: string }[] };
}

describe.skipIf(!hasChromium)("contract changes", () => {
  let product: Product;
  let brand: BrowserContext;
  let program: { id: string; code: string };
  let partners: Map<string, string>;
  let deals: string;
  let contracts: string;
  const opened = new Map<string, Promise<BrowserContext>>();
  const contextOf = (email: string): Promise<BrowserContext> => {
    const known = opened.get(email) ?? product.openAs(email);
    opened.set(email, known);
    return known;
  };
  async function open(email: string, address: string): Promise<Page> {
    const page = await (await contextOf(email)).newPage();
    await page.goto(address);
    return page;
  }
  const idOf = (partner: string): string => {
    const id = partners.get(partner);
    if (!id) throw new Error(`There is no partner ${partner}`);
    return id;
  };
  /** What a click of that instant is priced by. */
  async function contractAt(partner: string, at: string): Promise<ContractFacts | null> {
    const query = `query($program: ID!, $partner: ID!, $at: DateTimeISO!) {
        contractAt(programId: $program, partnerId: $partner, at: $at) {
          id state termsName version { number eventPayouts { event rate } }
        }
      }`;
    return (
      await ask<{ contractAt: ContractFacts | null }>(brand, product.url, query, {
        program: program.id,
        partner: idOf(partner),
        at,
      })
    ).contractAt;
  }
  const clickRate = async (partner: string, at: string): Promise<string | undefined> =>
    (await contractAt(partner, at))?.version.eventPayouts.find(({ event }) => event === "CLICK")
      ?.rate;
  const now = (): string => Temporal.Now.instant().toString();
  /** Where a partner's newest live link leads, without following it. */
  async function locationOf(partner: string): Promise<string> {
    const query = `query($program: ID!, $partner: ID!) {
        trackingLinks(
          first: 1,
          filter: { programId: $program, partnerId: $partner, isTest: false }
        ) {
          nodes { url }
        }
      }`;
    const { trackingLinks } = await ask<{ trackingLinks: { nodes: { url: string }[] } }>(
      brand,
      product.url,
      query,
      { program: program.id, partner: idOf(partner) },
    );
    const response = await brand.request.get(trackingLinks.nodes[0]?.url ?? "", {
      maxRedirects: 0,
    });
    expect(response.status()).toBe(302);
    return response.headers()["location"] ?? "";
  }
  async function next(page: Page, step: string): Promise<void> {
    await page.getByRole("button", { name: "Next", exact: true }).click();
    await page.waitForURL(`**step=${step}`);
  }
  const links =
    "Your tracking links stay as they are: they go on working unchanged, and you need not " +
    "replace any.";

  /** Strategy, terms and partners: from the first page to the differences. */
  async function choose(
    page: Page,
    strategy: string,
    terms: string,
    names: readonly string[],
  ): Promise<void> {
    await page.getByRole("radio", { name: strategy }).check();
    await next(page, "terms");
    await page.getByRole("radio", { name: terms }).check();
    await next(page, "partners");
    for (const name of names) {
      await page.getByLabel("Search partners", { exact: true }).fill(name);
      await page.getByRole("checkbox", { name, exact: true }).check();
    }
    await seen(page.getByRole("row", { name: new RegExp(names[0] ?? "") }));
    await next(page, "differences");
  }
  /** Message, review, sending. */
  async function send(page: Page, comment: string, count: number): Promise<void> {
    const message = page.getByLabel("Message to the partners", { exact: true });
    // While a page that was streamed is taken over, what it shows stands in it twice for a moment.
    await expect.poll(() => message.count()).toBe(1);
    await message.fill(`${comment}\n\n${links}`);
    await next(page, "review");
    await page
      .getByRole("button", { name: `Send to ${count} partner${count === 1 ? "" : "s"}` })
      .click();
    await page.waitForURL((address) =>
      /\/deals\/changes\/[0-9a-f-]{36}$/.test(address.pathname + address.search),
    );
    const reached = [
      `0 in effect, 0 accepted, ${count} asked, 0 declined`,
      `${count} in effect, 0 planned`,
      `0 in effect, ${count} planned`,
    ];
    await seen(page.getByText(new RegExp(`^(${reached.join("|")}), 0 left out$`)));
  }

  beforeAll(async () => {
    product = await startProduct(inject("demoUrl"));
    brand = await contextOf(brandPerson);
    program = await programOf(brand, product.url);
    deals = `/b/${program.code}/deals`;
    contracts = `${deals}/contracts`;
    const found = await ask<{ partners: Named }>(
      brand,
      product.url,
      "{ partners(first: 100) { nodes { id name } } }",
    );
    partners = new Map(found.partners.nodes.map(({ id, name }) => [name, id]));
  }, startMs);
  afterAll(() => product?.stop());

  test(
    "[D36] A: a partner invited to new terms reads, accepts and is in force; nobody else is " +
      "touched",
    async () => {
      const active = `query($program: ID!) {
          contracts(first: 100, filter: { programId: $program }) { nodes { id } }
        }`;
      const before = await ask<{ contracts: { nodes: { id: string }[] } }>(
        brand,
        product.url,
        active,
        { program: program.id },
      );
      const page = await open(brandPerson, `${deals}/changes/new`);
      await seen(page.getByText("2 partners have no contract; only those you choose are touched."));
      await choose(page, "Invite to new terms", "Amazon CPC, launch budget, version 1", [
        "Coupon Canyon",
      ]);
      await seen(page.getByText("1 partner is reached, nobody is left out."));
      await seen(
        page.getByText(
          "None of the partners who are reached has a contract now: there is nothing to compare " +
            "with.",
        ),
      );
      await seen(page.getByText("No partner of this change had a click or sale in these 30 days."));
      await next(page, "dates");
      await next(page, "message");
      await send(page, "Clicks are paid now: twenty cents each.", 1);
      await seen(page.getByRole("row", { name: /Coupon Canyon Asked/ }));
      expect(
        await ask(brand, product.url, active, { program: program.id }),
        "contracts in force",
      ).toEqual(before);

      const partner = await open("cora@couponcanyon.example", `/p/${program.code}`);
      // What belongs to a change is a line of its own.
      await partner.getByRole("link", { name: "Notices, 2 unread" }).click();
      const notice = partner
        .getByRole("listitem")
        .filter({ hasText: "Clicks are paid now: twenty cents each." });
      await seen(
        notice.getByRole("heading", {
          name: "ACME Outdoor offers you terms for ACME Outdoor on Amazon.com",
        }),
      );
      expect(await notice.innerText()).toContain(links);
      await notice.getByRole("button", { name: "Mark as read" }).click();
      await seen(partner.getByRole("link", { name: "Notices, 1 unread" }));
      await notice.getByRole("link", { name: "Open contract" }).click();
      await seen(partner.getByText("Each payable click earns 0.20 USD."));
      // The brand has read what it was told; its page stays open.
      await ask(brand, product.url, "mutation { markNoticesRead { __typename } }");
      await page
        .getByRole("link", { name: /^Notices, \d+ unread$/ })
        .waitFor({ state: "detached" });
      await partner.getByRole("button", { name: "Accept", exact: true }).click();
      await partner
        .getByRole("dialog")
        .getByRole("button", { name: "Accept", exact: true })
        .click();
      await seen(partner.getByText("The contract with ACME Outdoor is signed", { exact: true }));
      // The bell of the open page says so by itself.
      await seen(page.getByRole("link", { name: "Notices, 1 unread" }));
      expect(await clickRate("Coupon Canyon", now())).toBe("0.20");
      expect(await contractAt("Coupon Canyon", yesterday)).toBeNull();
      await Promise.all([page.close(), partner.close()]);
    },
  );

  test(
    "[D37] [D42] [D51] B, Replace: a partner who opens nothing is switched; the old rate prices " +
      "the past, the link leads where it led",
    async () => {
      const location = await locationOf("Lumen Lab");
      expect(await clickRate("Lumen Lab", now())).toBe("0.12");
      const page = await open(brandPerson, `${deals}/changes/new`);
      await choose(page, "Switch to other terms", "Amazon CPC, launch budget, version 1", [
        "Lumen Lab",
        "Trail Almanac",
      ]);
      await seen(page.getByText("1 partner is reached, 1 is left out."));
      const lookBack = page.getByRole("region", { name: "Last 30 days under the new terms" });
      await seen(lookBack.getByText(/^The one partner with clicks or sales: [+−]\$[\d,.]+\.$/));
      await lookBack.getByRole("button", { name: "Per partner" }).click();
      await seen(
        lookBack.getByRole("row", { name: /^Lumen Lab [+−]\$[\d,.]+ \$[\d,.]+ \$[\d,.]+$/ }),
      );
      const payout = page.getByRole("listitem").filter({ hasText: "Default payout" });
      expect((await payout.innerText()).replaceAll(/\s+/g, " ")).toMatch(
        /Before Each payable click earns 0\.12 USD After .* 0\.20 USD Better for the partner/i,
      );
      await next(page, "dates");
      await next(page, "message");
      await page.getByRole("button", { name: "Next", exact: true }).click();
      await seen(
        page.getByText("Say what changes and why: the sentence about links alone does not."),
      );
      await page
        .getByLabel("Message to the partners", { exact: true })
        .fill(`Launch rates for you.\n\n${links}`);
      await next(page, "review");
      await seen(
        page.getByText("There is no signed contract to change: invite the partner instead"),
      );
      await page.getByRole("button", { name: "Send to 1 partner" }).click();
      await seen(page.getByText(/^(1 in effect, 0 planned|0 in effect, 1 planned), 1 left out$/));
      await seen(page.getByRole("row", { name: /Trail Almanac Left out/ }));

      expect(await clickRate("Lumen Lab", now())).toBe("0.20");
      expect(await clickRate("Lumen Lab", yesterday), "a late click of yesterday").toBe("0.12");
      expect(await locationOf("Lumen Lab")).toBe(location);
      await page.getByRole("link", { name: "Lumen Lab" }).click();
      await seen(page.getByText("Each payable click earns 0.20 USD."));
      await seen(page.getByText("Launch rates for you.").first());
      const lumen = await contextOf("lu@lumenlab.example");
      const { notices } = await ask<{
        notices: { nodes: { kind: string; comment: string; readAt: string | null }[] };
      }>(lumen, product.url, "{ notices(first: 1) { nodes { kind comment readAt } } }");
      expect(notices.nodes).toEqual([
        { kind: "CHANGE_SCHEDULED", comment: `Launch rates for you.\n\n${links}`, readAt: null },
      ]);
      await page.close();
    },
  );

  test("[D38] B, Propose: who declines keeps the contract in force", async () => {
    const before = await contractAt("Camp & Kettle", now());
    const page = await open(brandPerson, `${deals}/changes/new`);
    await choose(page, "Switch to other terms", "Clicks only, version 1", ["Camp & Kettle"]);
    await seen(
      page
        .getByRole("listitem")
        .filter({ hasText: "Event type" })
        .getByText("Worse for the partner"),
    );
    await next(page, "dates");
    await page.getByRole("radio", { name: "Propose" }).check();
    await next(page, "message");
    await send(page, "We would rather pay for clicks alone.", 1);
    const partner = await open("cam@campkettle.example", `/p/${program.code}/deals`);
    await seen(
      partner
        .getByRole("region", { name: "Against your contract in force" })
        .getByText("Event type"),
    );
    await partner.getByRole("button", { name: "Try on your own last 30 days" }).click();
    await seen(
      partner.getByText(
        /^Your present terms make \$[\d,.]+ of them, these \$[\d,.]+: [+−]\$[\d,.]+\.$/,
      ),
    );
    await partner.getByRole("button", { name: "Decline", exact: true }).click();
    const dialog = partner.getByRole("dialog");
    await seen(dialog.getByText(/^If you decline, a contract in force stays as it is/));
    await dialog.getByLabel(/^Why\?/).fill("We live on sales.");
    await dialog.getByRole("button", { name: "Decline", exact: true }).click();
    await seen(partner.getByText("The proposal of ACME Outdoor was declined", { exact: true }));
    expect(await contractAt("Camp & Kettle", later)).toEqual(before);
    await page.goto(`${contracts}?state=declined&who=${idOf("Camp & Kettle")}`);
    await page.getByRole("link", { name: "Camp & Kettle", exact: true }).click();
    await seen(page.getByText("We live on sales.").first());
    await Promise.all([page.close(), partner.close()]);
  });

  test(
    "[D41] [D44] [D47] C: everyone signed is told; one takes it early, alone; the others follow " +
      "on the day",
    async () => {
      const location = await locationOf("Northwind Deals");
      const page = await open(brandPerson, `${deals}/changes/new`);
      await page.getByRole("radio", { name: "Modify the terms in use" }).check();
      await next(page, "terms");
      await page.getByLabel("Terms to modify").selectOption({ label: "Amazon CPC: 5 partners" });
      await page.getByLabel("Payout per click (USD)", { exact: true }).fill("0.15");
      await next(page, "partners");
      await seen(page.getByText("5 partners are reached, nobody is left out."));
      await next(page, "differences");
      await seen(page.getByRole("heading", { name: "Against Amazon CPC, version 1: 5 partners" }));
      await seen(
        page.getByText(
          new RegExp(
            String.raw`^Median partner [+±−]\$[\d,.]+, lowest [+±−]\$[\d,.]+, ` +
              String.raw`highest [+±−]\$[\d,.]+\. \d partners had clicks or sales\.$`,
          ),
        ),
      );
      await next(page, "dates");
      await page.getByLabel("First day", { exact: true }).fill(tomorrow.toString());
      await page.getByRole("checkbox", { name: "Partners may take it early" }).check();
      await next(page, "message");
      const address = page.url();
      await page.getByRole("checkbox", { name: "Point to the how-to for tracking links" }).check();
      await page.getByRole("button", { name: "Back", exact: true }).click();
      await page.waitForURL("**step=dates");
      // The address resumes the draft with everything that was chosen.
      await page.goto(address);
      expect(
        await page
          .getByRole("checkbox", { name: "Point to the how-to for tracking links" })
          .isChecked(),
      ).toBe(true);
      await send(page, "Three cents more a click.", 5);

      const partner = await open("nora@northwind.example", `/p/${program.code}`);
      await partner.getByRole("link", { name: "Read what changes" }).click();
      await seen(partner.getByText("Three cents more a click.").first());
      await seen(partner.getByRole("heading", { name: /, 00:00, time of New York$/ }));
      expect(await partner.getByRole("main").innerText()).toContain(links);
      await seen(partner.getByRole("link", { name: "How to make tracking links" }));
      const changes = partner.getByRole("region", { name: "What changes for you" });
      expect((await changes.innerText()).replaceAll(/\s+/g, " ")).toMatch(
        /Before Each payable click earns 0\.12 USD After .* 0\.15 USD/i,
      );
      await partner.getByRole("button", { name: "Take the new terms now" }).click();
      await partner
        .getByRole("dialog")
        .getByRole("button", { name: "Take the new terms now" })
        .click();
      await seen(partner.getByText("The new terms are in force for you", { exact: true }));

      expect(await clickRate("Northwind Deals", now())).toBe("0.15");
      expect(await clickRate("Northwind Deals", yesterday)).toBe("0.12");
      expect(await clickRate("Gadget Radar", now()), "not yet").toBe("0.12");
      expect(await clickRate("Gadget Radar", later)).toBe("0.15");
      expect(await clickRate("Lumen Lab", later), "on other terms").toBe("0.20");
      expect(await locationOf("Northwind Deals")).toBe(location);
      await page.reload();
      await seen(page.getByRole("row", { name: /Northwind Deals Took it early/ }));
      await seen(page.getByRole("row", { name: /Gadget Radar Changes on the day/ }));
      await Promise.all([page.close(), partner.close()]);
    },
  );

  test(
    "[D45] [D46] a second planned change is refused; a withdrawn one leaves everything as it " +
      "was, and the partner is told",
    async () => {
      const page = await open(brandPerson, `${deals}/changes/new`);
      await choose(page, "Switch to other terms", "Clicks only, version 1", [
        "Summit Stories",
        "Gadget Radar",
      ]);
      await page.getByRole("link", { name: "3 Partners" }).click();
      await seen(
        page.getByText(
          "A change is already planned for this partner: let it take effect or withdraw it first",
        ),
      );
      await page.getByLabel("Search partners", { exact: true }).fill("Gadget");
      await page.getByRole("checkbox", { name: "Gadget Radar" }).uncheck();
      await next(page, "differences");
      await next(page, "dates");
      await page.getByLabel("First day", { exact: true }).fill(tomorrow.toString());
      await next(page, "message");
      await send(page, "A mistake.", 1);
      expect(await clickRate("Summit Stories", later)).toBe("0.10");
      await page.goto(`${deals}/changes`);
      await page
        .getByRole("row", { name: /Clicks only, version 1.*Planned/ })
        .getByRole("button", { name: /^Withdraw/ })
        .click();
      await seen(
        page.getByRole("dialog").getByText(/^No contract changes: each stays as it is today/),
      );
      await page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
      await seen(page.getByText("The change was withdrawn"));
      expect(await clickRate("Summit Stories", later)).toBe("0.00");
      const partner = await open("sam@summitstories.example", "/notices");
      await seen(
        partner.getByRole("heading", {
          name: "ACME Outdoor does not change your contract for ACME Outdoor on Amazon.com",
        }),
      );
      await Promise.all([page.close(), partner.close()]);
    },
  );

  test(
    "a draft written from a version that is no longer the newest says so; who may not send asks " +
      "an admin",
    async () => {
      const analyst = await contextOf("ari.analyst@acme.example");
      const { termsList } = await ask<{ termsList: Named }>(
        analyst,
        product.url,
        "query($program: ID!) { termsList(first: 50, programId: $program) { nodes { id name } } }",
        {
          program: program.id,
        },
      );
      const termsOf = (name: string) =>
        termsList.nodes.find((each) => each.name === name)?.id ?? "";
      const saveDraft = async (input: Record<string, unknown>): Promise<string> => {
        const query = `mutation($input: ContractChangeInput!, $key: String!) {
            saveContractChangeDraft(input: $input, idempotencyKey: $key) {
              ... on ContractChangeOk { change { id } }
            }
          }`;
        const made = await ask<{ saveContractChangeDraft: { change: { id: string } } }>(
          analyst,
          product.url,
          query,
          { input, key: JSON.stringify(input).slice(0, 250) },
        );
        return made.saveContractChangeDraft.change.id;
      };
      const common = { effectiveOn: "", comment: "Why." };
      const terms = {
        name: "Amazon CPC",
        currency: "USD",
        eventPayouts: [{ event: "SALE", rate: "9%" }],
      };
      const outdated = await saveDraft({
        ...common,
        strategy: "MODIFY",
        termsId: termsOf("Amazon CPC"),
        terms,
        baseVersion: 1,
      });
      const page = await open(
        "ari.analyst@acme.example",
        `${deals}/changes/${outdated}?step=review`,
      );
      await seen(page.getByText("Version 2 was saved meanwhile: compare and start from it"));
      await page.getByRole("link", { name: "Open step Terms" }).click();
      await seen(page.getByRole("button", { name: "Start from version 2" }));
      const ready = await saveDraft({
        ...common,
        strategy: "SWITCH",
        approval: "REPLACE",
        termsId: termsOf("Clicks only"),
        partnerIds: [idOf("Bargain Basecamp")],
      });
      await page.goto(`${deals}/changes/${ready}?step=review`);
      await seen(page.getByText("1 partner is reached, nobody is left out.").first());
      await seen(page.getByText("Ask an admin to send"));
      expect(await page.getByRole("button", { name: /^Send/ }).count()).toBe(0);
      await page.close();
    },
  );

  test(
    "[D60] [D61] [D63] a partner's own offer is accepted into a new group; contracts are ended " +
      "together, a refused day says so at its field",
    async () => {
      const partner = await open("clio@clickstream.example", `/p/${program.code}/deals`);
      await partner.getByRole("button", { name: "Propose other terms" }).click();
      const offer = partner.getByRole("dialog");
      await offer.getByLabel("Payout per click (USD)", { exact: true }).fill("much");
      await offer.getByRole("button", { name: "Send offer" }).click();
      await expect
        .poll(() =>
          offer.getByLabel("Payout per click (USD)", { exact: true }).getAttribute("aria-invalid"),
        )
        .toBe("true");
      await offer.getByLabel("Payout per click (USD)", { exact: true }).fill("0.11");
      await offer.getByRole("button", { name: "Send offer" }).click();
      await seen(partner.getByText("Your offer was sent to ACME Outdoor", { exact: true }));
      expect(await clickRate("Clickstream Weekly", now())).toBe("0.10");
      const page = await open(brandPerson, contracts);
      await page.getByRole("link", { name: "Answer Clickstream Weekly" }).click();
      await page.getByRole("button", { name: "Accept", exact: true }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("New group", { exact: true }).fill("Own terms");
      await dialog.getByRole("button", { name: "Create group" }).click();
      await expect
        .poll(() => dialog.getByRole("checkbox", { name: "Own terms" }).isChecked())
        .toBe(true);
      await dialog.getByRole("button", { name: "Accept", exact: true }).click();
      await seen(page.getByText("The offer of Clickstream Weekly is accepted", { exact: true }));
      expect(await clickRate("Clickstream Weekly", now())).toBe("0.11");
      const { partnerGroups } = await ask<{
        partnerGroups: { name: string; partnerIds: string[] }[];
      }>(brand, product.url, "{ partnerGroups { name partnerIds } }");
      expect(partnerGroups).toEqual([
        { name: "Own terms", partnerIds: [idOf("Clickstream Weekly")] },
      ]);

      await page.goto(`${contracts}?state=active`);
      await page
        .getByRole("checkbox", {
          name: "Choose the contract of Bargain Basecamp on Sales + clicks at 0",
        })
        .check();
      await page
        .getByRole("checkbox", {
          name: "Choose the contract of Summit Stories on Sales + clicks at 0",
        })
        .check();
      await page.getByRole("button", { name: "End 2 contracts" }).click();
      const ending = page.getByRole("dialog");
      await ending
        .getByLabel("Last day", { exact: true })
        .fill(today.subtract({ days: 1 }).toString());
      await ending.getByRole("button", { name: "End 2 contracts" }).click();
      await seen(ending.getByText(/has passed: choose today or a later day$/));
      expect(
        await ending.getByLabel("Last day", { exact: true }).getAttribute("aria-invalid"),
      ).toBe("true");
      await ending.getByLabel("Last day", { exact: true }).fill(tomorrow.toString());
      await ending.getByRole("button", { name: "End 2 contracts" }).click();
      await seen(page.getByText(/^2 contracts end with/));
      expect(await clickRate("Bargain Basecamp", noonOf(tomorrow))).toBe("0.00");
      expect(await contractAt("Bargain Basecamp", later)).toBeNull();
      await page.goto(contracts);
      await seen(page.getByRole("link", { name: "Bargain Basecamp: Sales + clicks at 0" }));
      await page.goto(`${deals}/audit?who=${idOf("Bargain Basecamp")}`);
      await seen(
        page.getByRole("row", { name: new RegExp(`Noted.*Ends with ${tomorrow.toString()}`) }),
      );
      await Promise.all([page.close(), partner.close()]);
    },
  );
});
