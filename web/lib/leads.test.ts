import { expect, test } from "vitest";
import messages from "../messages/en.json" with { type: "json" };

test("[found 91] what stands below a page's title is a sentence", () => {
  const leads = Object.entries(messages).flatMap(([page, texts]) =>
    "lead" in texts && typeof texts.lead === "string" ? [{ page, lead: texts.lead }] : [],
  );
  expect(leads.filter(({ lead }) => !/[.}]$/.test(lead))).toEqual([]);
  expect(leads.length).toBeGreaterThan(10);
});
