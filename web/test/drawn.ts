import type { Page } from "playwright-core";
import { expect } from "vitest";

/** Waits until nothing has changed for three looks: one alone may come between two late parts. */
export async function untilQuiet(changes: () => Promise<number>): Promise<void> {
  let looks = 0;
  await expect
    .poll(
      async () => {
        looks = (await changes()) === 0 ? looks + 1 : 0;
        return looks;
      },
      { interval: 500 },
    )
    .toBeGreaterThanOrEqual(3);
}

/**
 * Counts which of the elements that a page has now are drawn anew, by what React leaves on each:
 * what it was last drawn with. Late parts, and what React has not taken over yet, are waited for
 * first.
 */
export async function drawnAnew(page: Page, selector: string): Promise<() => Promise<number>> {
  const look = () =>
    page.evaluateHandle((found) => {
      const propsOf = (element: Element): unknown =>
        Object.entries(element).find(([key]) => key.startsWith("__reactProps$"))?.[1];
      const before = [...document.querySelectorAll(found)].map(
        (element) => [element, propsOf(element)] as const,
      );
      return {
        count: before.length,
        anew: () =>
          before.filter(([element, props]) => !props || propsOf(element) !== props).length,
      };
    }, selector);
  let first = await look();
  await untilQuiet(async () => {
    const [changed, next] = [await first.evaluate(({ anew }) => anew()), await look()];
    first = next;
    return changed;
  });
  expect(await first.evaluate(({ count }) => count)).toBeGreaterThan(50);
  return () => first.evaluate(({ anew }) => anew());
}
