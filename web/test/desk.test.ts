/**
 * A day's tasks of those who work here, each in as few steps as it may take (found.md 8): for a
 * brand with a dozen partners, and for one with 500 who have 5,000 links.
 */
import { readFile } from "node:fs/promises";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { chartFrame } from "../charts/frame.ts";
import { hasChromium } from "./chromium.ts";
import { ask, goBack, seen, startMs, startProduct, type Product } from "./product.ts";
import { brandPerson, partnerPerson, programOf } from "./routes.ts";
import { Work } from "./work.ts";

const people = {
  admin: brandPerson,
  analyst: "ari.analyst@acme.example",
  finance: "fay.finance@acme.example",
  partner: partnerPerson,
  operator: "op@counterfoil.example",
};
interface Task {
  name: string;
  who: keyof typeof people;
  /** Steps from where one is after signing in. */
  most: number;
  does: (work: Work, size: string) => Promise<void>;
}

const loaded = (page: Page): Promise<void> =>
  page.locator('main [aria-busy="true"]').waitFor({ state: "detached" });
const rangeOf = (page: Page) => page.getByRole("button", { name: /^Range/ });
/** The link's own row, found among all by its name. */
const findLink = async (work: Work): Promise<void> => {
  await work.find("Kettle guide", /Kettle guide/);
  await seen(work.page.getByText("1 link", { exact: true }));
};
const rowActions = (page: Page) => page.getByRole("button", { name: /^More for Kettle guide/ });

const tasks: Task[] = [
  {
    name: "which partner lost traffic this week, and why",
    who: "analyst",
    most: 3,
    does: async (work) => {
      const { page } = work;
      await work.place("Partners");
      await work.press(page.getByRole("columnheader", { name: "Change" }).getByRole("link"));
      await page.waitForURL(/sort=CHANGE/);
      await loaded(page);
      const worst = page.getByRole("row").nth(1);
      const [fall] = /−[\d,]+ −\d+%/.exec(await worst.innerText()) ?? [];
      await work.press(worst.getByRole("link").first());
      await page.waitForURL(/partners\/./);
      expect(await page.getByRole("region", { name: "Figures" }).innerText()).toContain(fall);
      await work.shows("Why clicks earned nothing");
      await work.shows(/\d clicks?$/);
    },
  },
  {
    name: "last month's clicks and payouts as CSV for finance",
    who: "finance",
    most: 3,
    does: async (work) => {
      await work.place("Explore");
      await work.menu(rangeOf(work.page), "Last month");
      await work.page.waitForURL(/last-month/);
      const [file] = await Promise.all([
        work.page.waitForEvent("download"),
        work.menu(work.page.getByRole("button", { name: "Export" }).first(), "CSV"),
      ]);
      expect(file.suggestedFilename()).toMatch(/\.csv$/);
      const [, ...lines] = (await readFile(await file.path(), "utf8")).split(/\r?\n/);
      expect(lines.join("\n")).toMatch(/clicks.*payout/i);
      expect(lines.filter((line) => /^"?\d{4}-\d{2}-\d{2}/.test(line)).length).toBeGreaterThan(27);
    },
  },
  {
    name: "compare with the time before",
    who: "analyst",
    most: 3,
    does: async (work) => {
      await work.place("Explore");
      await work.menu(work.page.getByRole("button", { name: /^Compare/ }), /before/);
      await seen(work.page.getByRole("region", { name: "Totals" }).getByText(/[+−]\d+/));
    },
  },
  {
    name: "save and share a view",
    who: "analyst",
    most: 3,
    does: async (work, size) => {
      const { page } = work;
      await work.place("Explore");
      await work.form(page.getByRole("button", { name: "Views" }), "Save this", async (form) => {
        await form.getByLabel("Name").fill(`Fortnight of ${size}`);
        await form.getByRole("checkbox").check();
        await form.getByRole("button", { name: "Save" }).click();
      });
      await page.getByRole("button", { name: "Views" }).click();
      await seen(page.getByRole("menuitem", { name: `Fortnight of ${size}` }));
    },
  },
  {
    name: "which partners are not verified",
    who: "analyst",
    most: 1,
    does: async (work) => {
      await work.press(work.page.getByRole("link", { name: "See the checks" }).first());
      await work.shows(/\d+ verified · \d+ waiting · \d+ need you · \d+ not started/);
      await work.shows("No run has covered this partner yet");
    },
  },
  {
    name: "what is owed, what is pending, when is it paid",
    who: "finance",
    most: 2,
    does: async (work) => {
      await work.place("Money");
      await work.tab("Money", "Owed");
      for (const text of ["Pending", "Approved", "Due", "Owed", /^next due \d+/])
        await work.shows(text);
    },
  },
  {
    name: "how much can all limits together cost this month",
    who: "finance",
    most: 1,
    does: async (work) => {
      await work.place("Money");
      await work.shows(/^at most in \w+ \d{4}/);
      await work.shows(/^Of a whole month, \d+ contracts in force let clicks earn at most \$\d/);
    },
  },
  {
    name: "a surge of clicks is told",
    who: "analyst",
    most: 0,
    does: (work) => work.shows(/many more clicks than usual/),
  },
  {
    name: "twenty links from a file",
    who: "partner",
    most: 3,
    does: async (work, size) => {
      const { page } = work;
      await work.place("Links");
      await work.form(page.getByRole("button", { name: "Links from a file" }), null, (form) =>
        form.locator('input[type="file"]').setInputFiles({
          name: "links.csv",
          mimeType: "text/csv",
          buffer: Buffer.from(
            `page,name\n${Array.from(
              { length: 20 },
              (_, n) => `B0${size.padStart(6, "0")}${10 + n},Desk ${size} ${n + 1}`,
            ).join("\n")}`,
          ),
        }),
      );
      await work.press(page.getByRole("dialog").getByRole("button", { name: /20/ }));
      await work.shows(`Desk ${size} 20`);
    },
  },
  { name: "find a link", who: "admin", most: 3, does: findLink },
  {
    name: "a link's QR code",
    who: "admin",
    most: 3,
    does: async (work) => {
      await findLink(work);
      await work.form(rowActions(work.page), /QR/, (form) => seen(form.getByText("SVG")));
    },
  },
  {
    name: "rename a link",
    who: "admin",
    most: 3,
    does: async (work, size) => {
      await findLink(work);
      await work.form(rowActions(work.page), /Rename/, async (form) => {
        const name = `${await form.getByLabel("Name").inputValue()}, ${size}`;
        await form.getByLabel("Name").fill(name);
        await form.getByRole("button", { name: /Rename|Save/ }).click();
      });
      await seen(work.page.getByRole("row", { name: new RegExp(`Kettle guide.*, ${size}`) }));
    },
  },
  {
    name: "end a link",
    who: "admin",
    most: 3,
    does: async (work) => {
      await findLink(work);
      await work.form(rowActions(work.page), /^End/, async (form) => {
        await form.getByRole("button", { name: /^End/ }).click();
        await form.waitFor({ state: "detached" });
      });
      await seen(work.page.getByRole("row", { name: /Kettle guide/ }).getByText("Ended"));
      await work.page.getByRole("button", { name: /^More for Kettle guide/ }).click();
      await work.page.getByRole("menuitem", { name: "Reopen" }).click();
      const form = work.page.getByRole("dialog");
      await form.getByRole("button", { name: /^Reopen/ }).click();
      await form.waitFor({ state: "detached" });
    },
  },
  {
    name: "edit the landing page",
    who: "admin",
    most: 2,
    does: async (work, size) => {
      const page = work.page;
      await work.place("Set-up");
      await work.step(async () => {
        await page.getByRole("button", { name: "Edit", exact: true }).click();
        await page.getByLabel("Default page").fill(`https://www.amazon.com/stores/acme${size}`);
        await page.getByRole("button", { name: /^Save/ }).first().click();
      });
      await work.shows(`https://www.amazon.com/stores/acme${size}`);
    },
  },
  {
    name: "edit the window of duplicates",
    who: "admin",
    most: 2,
    does: async (work, size) => {
      const page = work.page;
      await work.place("Set-up");
      await work.step(async () => {
        await page.getByLabel("Duplicates within").selectOption({ index: size === "12" ? 0 : 1 });
        await page.getByRole("button", { name: "Save window" }).click();
      });
      await seen(page.getByText(`A repeat within ${size === "12" ? 1 : 5} minute`));
    },
  },
  {
    name: "edit the click filter",
    who: "admin",
    most: 2,
    does: async (work, size) => {
      const page = work.page;
      await work.place("Set-up");
      await work.step(async () => {
        await page.getByLabel("Click filter").selectOption({ index: size === "12" ? 0 : 1 });
        await page.getByRole("button", { name: "Save click filter" }).click();
      });
      await seen(page.getByRole("button", { name: "Save click filter", disabled: true }));
    },
  },
  {
    name: "raise the CPC for Germany mobile and see its cost",
    who: "analyst",
    most: 16,
    does: async (work) => {
      const { page } = work;
      const clicks = page.getByRole("region", { name: "Click", exact: true });
      const what = clicks.getByLabel("What", { exact: true }).last();
      const values = clicks.getByRole("combobox", { name: "Values" }).last();
      const value = (word: string) =>
        work.step(async () => {
          await values.fill(word);
          await values.press("Enter");
        });
      await work.place("Deals");
      await work.tab("Deals", "Terms");
      // Not a draft of them, which stands above.
      const terms = page.locator('a:not([href*="draft="])').filter({ hasText: /^Amazon CPC$/ });
      await work.press(terms.first());
      await work.press(page.getByRole("link", { name: "Try a next version" }));
      await work.press(clicks.getByRole("button", { name: "Add group" }));
      await work.step(() =>
        page.getByLabel("Name of group 1", { exact: true }).fill("German phones"),
      );
      await work.step(() => page.getByLabel("Payout of group 1", { exact: true }).fill("0.20"));
      await work.step(() => what.selectOption("COUNTRY"));
      await value("DE");
      await work.press(clicks.getByRole("button", { name: "Add rule" }).first());
      await work.step(() => what.selectOption("DEVICE"));
      await value("PHONE");
      await work.press(page.getByRole("button", { name: "Simulate", exact: true }));
      const preview = page.getByRole("complementary", { name: "Preview" });
      await seen(preview.getByRole("row", { name: /^Cost \$[\d,.]+ \$[\d,.]+ [+−±]\$[\d,.]+$/ }));
      await seen(preview.getByRole("columnheader", { name: "German phones" }));
      // The next who tries begins anew.
      await seen(page.getByText(/^Draft kept, /));
      const url = new URL(page.url()).origin;
      const { termsDrafts } = await ask<{ termsDrafts: { id: string }[] }>(
        page.context(),
        url,
        "query($id: ID!) { termsDrafts(programId: $id) { id } }",
        { id: (await programOf(page.context(), url)).id },
      );
      for (const { id } of termsDrafts)
        await ask(
          page.context(),
          url,
          `mutation($id: ID!) {
            deleteTermsDraft(id: $id, idempotencyKey: "anew") { __typename }
          }`,
          { id },
        );
    },
  },
  {
    name: "why a partner earned less this week",
    who: "partner",
    most: 3,
    does: async (work) => {
      await work.place("Earnings");
      await work.press(work.page.getByRole("link", { name: /^What lost traffic in 7 days/ }));
      await work.page.waitForURL(/view=by/);
      await loaded(work.page);
      await seen(
        work.page
          .getByRole("row")
          .nth(1)
          .getByText(/−[\d.]+%/),
      );
    },
  },
  {
    name: "a partner disputes a sale",
    who: "partner",
    most: 3,
    does: async (work, size) => {
      const { page } = work;
      await work.find("sales", /^Sales and leads/);
      await work.press(
        page
          .getByRole("row")
          .nth(size === "12" ? 2 : 3)
          .getByRole("link")
          .first(),
      );
      await work.form(page.getByRole("link", { name: "Ask the brand" }), null, async (form) => {
        await form.getByLabel("What you expect to be paid").fill("200.00");
        await form.getByLabel("In your words").fill(`Two of these were mine, ${size}.`);
        await form.getByRole("button", { name: "Send" }).click();
      });
      await work.shows(`Two of these were mine, ${size}.`);
    },
  },
  {
    name: "a partner's earnings over all brands",
    who: "partner",
    most: 1,
    does: async (work) => {
      await work.menu(work.page.getByRole("button", { name: /^Switch program/ }), "All programs");
      await work.shows(/Globex/);
    },
  },
  {
    name: "is the system healthy",
    who: "operator",
    most: 1,
    does: (work) => work.shows(/^Process worker$/),
  },
];

/** Partners under contract, with as many links each, none of them clicked. */
const many = { partners: 488, linksOfEach: 10 };
const manySql = `with made as (
    insert into account (id, kind, name, code, time_zone, currency, created_at)
    select gen_random_uuid(), 'PARTNER', 'Zebra Finds ' || n, 'zebra' || n, 'UTC', 'USD', now()
    from generate_series(1, $2::int) n
    returning id
  ),
  known as (
    insert into partnership (id, brand_account_id, partner_account_id, created_at)
    select gen_random_uuid(), p.brand_account_id, made.id, now()
    from made, program p
    where p.id = $1
  ),
  signed as (
    insert into contract (
        id, brand_account_id, partner_account_id, program_id, terms_version_id, decision,
        proposed_by_account_id, proposed_by, proposed_at, starts_at, decided_by, decided_at,
        may_counter, switches, non_compliant, reverse_pending
      )
      select
        gen_random_uuid(), c.brand_account_id, made.id, c.program_id, c.terms_version_id,
        c.decision, c.proposed_by_account_id, c.proposed_by, c.proposed_at, c.starts_at,
        c.decided_by, c.decided_at, c.may_counter, c.switches, c.non_compliant, c.reverse_pending
      from made, (
        select *
        from contract
        where program_id = $1 and decision = 'SIGNED' and ends_at is null
        order by id
        limit 1
      ) c
  ),
  ads as (
    insert into ad (
        id, brand_account_id, program_id, code, type, name, landing_page, state, created_at
      )
      select
        gen_random_uuid(), p.brand_account_id, p.id, 'zebraad' || n, 'TEXT_LINK',
        'Zebra ad ' || n, 'https://www.amazon.com/dp/B0ZEBRA' || lpad(n::text, 3, '0'), 'ACTIVE',
        now()
      from program p, generate_series(1, $3::int) n
      where p.id = $1
      returning *
  )
  insert into tracking_link (
      id, brand_account_id, partner_account_id, program_id, ad_id, level, name, is_test,
      created_by, created_at
    )
    select
      gen_random_uuid(), ads.brand_account_id, made.id, ads.program_id, ads.id, 'AD', ads.name,
      false, l.created_by, now()
    from made, ads, (select created_by from tracking_link where program_id = $1 limit 1) l`;
/** What the worker leaves when it sees one (start/jobs/alerts.ts). */
const surgeSql = `insert into alert (
    id, brand_account_id, program_id, partner_account_id, measure, opened_at, first_day, last_day,
    seen, bound, is_line
  )
  select
    gen_random_uuid(), brand_account_id, program_id, partner_account_id, 'CLICKS_ABOVE', now(),
    current_date, current_date, 20000, 200, false
  from contract
  where program_id = $1 and decision = 'SIGNED'
  order by id
  limit 1`;

describe.skipIf(!hasChromium)("a day's work", () => {
  let product: Product;
  let program: string;
  const contexts = new Map<string, BrowserContext>();
  beforeAll(async () => {
    product = await startProduct(inject("demoUrl"));
    for (const email of Object.values(people)) contexts.set(email, await product.openAs(email));
    const brand = await product.openAs(brandPerson);
    program = (await programOf(brand, product.url)).id;
    await product.sql(surgeSql, [program]);
  }, startMs);
  afterAll(() => product?.stop());

  /** The steps that it took. */
  async function carryOut({ who, does }: Task, size: string): Promise<number> {
    const page = await contexts.get(people[who])?.newPage();
    if (!page) throw new Error(`${who} is not signed in`);
    await page.goto("/");
    const work = new Work(page);
    await does(work, size);
    await page.close();
    return work.steps;
  }

  describe("of 12 partners", () => {
    test.each(tasks)("$name: $most steps [found 8]", async (task) => {
      expect(await carryOut(task, "12")).toBeLessThanOrEqual(task.most);
    });
  });
  describe("of 500 partners with 5,000 links", () => {
    beforeAll(() => product.sql(manySql, [program, many.partners, many.linksOfEach]));
    test.each(tasks)("$name: $most steps [found 8]", async (task) => {
      expect(await carryOut(task, "500")).toBeLessThanOrEqual(task.most);
    });

    test("names stand whole on the cards of partners, whatever badge is beside them", async () => {
      const page = await contexts.get(people.analyst)?.newPage();
      if (!page) throw new Error("nobody is signed in");
      await page.goto("/");
      await new Work(page).place("Explore");
      const views = page.getByRole("navigation", { name: "View", exact: true });
      await views.getByRole("link", { name: "Partners", exact: true }).click();
      const names = page.locator("main li h3");
      await names.first().waitFor();
      expect(await names.allInnerTexts()).toContain("Clickstream Weekly");
      const cut = await names.evaluateAll((heads) =>
        heads.flatMap((head) =>
          [head, ...head.querySelectorAll("*")].some((box) => box.scrollWidth > box.clientWidth + 1)
            ? [head.textContent]
            : [],
        ),
      );
      expect(cut).toEqual([]);
      await page.close();
    });
  });

  test("dragging over bars zooms to their dates, a press on one opens it", async () => {
    const context = await product.openAs(brandPerson);
    const { code } = await programOf(context, product.url);
    const page = await context.newPage();
    const dateOf = (bucket: number) =>
      new Date(Date.now() - (10 - bucket) * 86_400_000).toISOString().slice(0, 10);
    await page.goto(`/b/${code}/explore?from=${dateOf(0)}&to=${dateOf(9)}&grain=day`);
    const box = await page.locator(".recharts-surface").first().boundingBox();
    if (!box) throw new Error("no chart");
    const [left, plot] = [chartFrame.left, box.width - chartFrame.left - chartFrame.right];
    const move = (bucket: number) =>
      page.mouse.move(box.x + left + (plot * (bucket + 0.5)) / 10, box.y + box.height / 2);
    await move(6);
    await page.mouse.down();
    await move(4);
    await move(2);
    await page.mouse.up();
    await page.waitForURL(`**/explore?from=${dateOf(2)}&to=${dateOf(6)}*`);
    await goBack(page);
    await page.waitForURL(`**/explore?from=${dateOf(0)}*`);
    // Let go above the chart, or by another button, a press does nothing.
    await move(5);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y - 60);
    await page.mouse.up();
    await move(4);
    await page.mouse.down({ button: "right" });
    await page.mouse.up({ button: "right" });
    await move(5);
    await page.mouse.down();
    await page.mouse.up();
    const day = Number(dateOf(5).slice(8));
    const opened = page.getByRole("dialog");
    await opened.waitFor();
    expect(await opened.getByRole("heading").first().innerText()).toMatch(
      new RegExp(`\\b${day}\\b`),
    );
    await context.close();
  });

  test("on the way from another page, Explore comes with its figures", async () => {
    const context = await product.openAs(brandPerson);
    const { code } = await programOf(context, product.url);
    const page = await context.newPage();
    await page.goto(`/b/${code}/partners`);
    await page.waitForLoadState("load");
    // What stands when the chart's slider comes is told as it comes.
    const seen = page.evaluate(
      `new Promise((done) => {
        new MutationObserver((_, watch) => {
          if (!document.querySelector("#time-cursor")) return;
          watch.disconnect();
          done(document.querySelectorAll('section[aria-label="Totals"] .tabular').length);
        }).observe(document.body, { childList: true, subtree: true });
      })`,
    );
    await page.getByRole("link", { name: "Explore", exact: true }).first().click();
    expect(await seen).toBeGreaterThan(3);
    await context.close();
  });
});
