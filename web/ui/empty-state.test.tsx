import { renderToStaticMarkup } from "react-dom/server";
import { NextIntlClientProvider } from "next-intl";
import { expect, test } from "vitest";
import messages from "../messages/en.json" with { type: "json" };
import { emptyReasons } from "../lib/next-steps.ts";
import { EmptyState } from "./empty-state.tsx";

const render = (
  reason: (typeof emptyReasons)[number],
  space: "brand" | "partner",
  kind: "clicks" | "sales" = "clicks",
) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC">
      <EmptyState reason={reason} kind={kind} space={space} programCode="prog1" />
    </NextIntlClientProvider>,
  );

test.each(emptyReasons)("acceptance 9: %s says why and offers one next step", (reason) => {
  for (const space of ["brand", "partner"] as const) {
    const html = render(reason, space);
    const text = messages.empty[reason];
    expect(html).toContain(reason === "NONE_IN_RANGE" ? "No clicks in this range" : text.title);
    expect(html.match(/<a /g)).toHaveLength(1);
    expect(html).toContain(text[`${space}Step`]);
    expect(html).toMatch(
      space === "brand" ? /href="(\/b\/prog1\/|\?|\/settings\/amazon")/ : /href="(\/p\/prog1\/|\?)/,
    );
  }
});

test("what is missing in a range is named", () =>
  expect(render("NONE_IN_RANGE", "brand", "sales")).toContain("No sales in this range"));
