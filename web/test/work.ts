import type { Locator, Page } from "playwright-core";
import { seen } from "./product.ts";

/**
 * Somebody at work. A step is what one looks for and presses: a place, a tab, a row, a button with
 * the form that it opens, a menu with its entry, a search with what is typed and chosen.
 */
export class Work {
  readonly page: Page;
  steps = 0;
  constructor(page: Page) {
    this.page = page;
  }

  async step(does: () => Promise<unknown>): Promise<void> {
    this.steps += 1;
    await does();
  }
  press(target: Locator): Promise<void> {
    return this.step(() => target.click());
  }
  /** A place of the sidebar. */
  place(name: string): Promise<void> {
    const places = this.page.getByRole("navigation", { name: "Main navigation" });
    return this.press(places.getByRole("link", { name, exact: true }));
  }
  /** A page of the place. */
  tab(place: string, name: string): Promise<void> {
    const tabs = this.page.getByRole("navigation", { name: place, exact: true });
    return this.press(tabs.getByRole("link", { name, exact: true }));
  }
  menu(button: Locator, entry: string | RegExp): Promise<void> {
    return this.step(async () => {
      await button.click();
      await this.#entry(entry).click();
    });
  }
  /** An item, or one of several choices. */
  #entry(text: string | RegExp): Locator {
    return this.page.locator('[role^="menuitem"]').filter({ hasText: text }).first();
  }
  /** A button, or an entry of its menu, with the form that it opens. */
  form(
    button: Locator,
    entry: string | RegExp | null,
    fill: (form: Locator) => Promise<unknown>,
  ): Promise<void> {
    return this.step(async () => {
      await button.click();
      if (entry !== null) await this.#entry(entry).click();
      await fill(this.page.getByRole("dialog"));
    });
  }
  /** By the palette: what is typed, and the hit that is taken. */
  find(text: string, hit: string | RegExp): Promise<void> {
    return this.step(async () => {
      await this.page.keyboard.press("Control+k");
      await this.page.getByRole("combobox", { name: "Go to" }).fill(text);
      await this.page.getByRole("option", { name: hit }).first().click();
    });
  }

  shows(text: string | RegExp): Promise<void> {
    return seen(this.page.locator("main").getByText(text));
  }
}
