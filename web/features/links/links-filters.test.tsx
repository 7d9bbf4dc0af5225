import { renderToStaticMarkup } from "react-dom/server";
import { NextIntlClientProvider } from "next-intl";
import { expect, test } from "vitest";
import messages from "../../messages/en.json" with { type: "json" };
import { LinksFilters } from "./links-filters.tsx";
import type { LinkAsked } from "./links-query.ts";

const asked: LinkAsked = {
  kind: "live",
  state: "all",
  health: "all",
  who: null,
  search: "spring",
  range: "30d",
  sort: "made",
  up: false,
};
/** What the form says of the order, when it is sent without scripts. */
function orderIn(more: Partial<LinkAsked>): string[] {
  const html = renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC">
      <LinksFilters
        asked={{ ...asked, ...more }}
        onChange={() => {}}
        partners={null}
        typed={null}
      />
    </NextIntlClientProvider>,
  );
  return [...html.matchAll(/type="hidden" name="(\w+)" value="(\w+)"/g)].map(
    ([, name, value]) => `${name}=${value}`,
  );
}

test("filters of links keep their order without scripts, too", () => {
  expect(orderIn({})).toEqual([]);
  expect(orderIn({ sort: "clicks", up: true })).toEqual(["sort=clicks", "up=true"]);
});
