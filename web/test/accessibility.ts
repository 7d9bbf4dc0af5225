/** axe in a real browser, put into a page once and run there as often as it changes its look. */
import axe from "axe-core";
import type { Page } from "playwright-core";

const looks = {
  light: { colorScheme: "light", forcedColors: "none" },
  dark: { colorScheme: "dark", forcedColors: "none" },
  "forced colours": { colorScheme: "light", forcedColors: "active" },
} as const;
export type Look = keyof typeof looks;
const everyLook = Object.keys(looks) as Look[];
/** From look to look colours differ and nothing else. */
const rulesOfColour = ["color-contrast", "link-in-text-block"];

/**
 * Every violation of all of axe's rules, as text. `layer`: a selector of what is open above the
 * page, which was inspected itself.
 */
export async function violationsIn(
  page: Page,
  { of = everyLook, layer = null }: { of?: readonly Look[]; layer?: string | null } = {},
): Promise<string[]> {
  const found: string[] = [];
  for (const [i, look] of of.entries()) {
    await page.emulateMedia({ ...looks[look], reducedMotion: "reduce" });
    await page
      .locator(look === "dark" ? "html.dark" : "html:not(.dark)")
      .waitFor({ state: "attached" });
    if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
    const violations = await page.evaluate(
      async ({ within, runOnly }) => {
        const { axe: engine } = window as unknown as { axe: typeof axe };
        // What passes is found, too, but not written down: that takes longer than finding it.
        const result = await engine.run(within ?? document, {
          resultTypes: ["violations"],
          ...(runOnly ? { runOnly } : {}),
        });
        return result.violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`,
        );
      },
      { within: i > 0 ? layer : null, runOnly: i > 0 ? rulesOfColour : null },
    );
    found.push(...violations.map((violation) => `${look}, ${violation}`));
  }
  return found;
}
