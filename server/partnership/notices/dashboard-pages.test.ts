import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  domainsPage,
  noticesPage,
  pageOfLetter,
  preferencesPage,
  requestsPage,
  type LetterPage,
} from "./dashboard-pages.ts";

const app = join(import.meta.dirname, "..", "..", "..", "web", "app");
const pages: readonly LetterPage[] = [
  "alerts",
  "contracts",
  "exports",
  "explore",
  "held",
  "inquiries",
  "limits",
  "verify",
];

test("every page that a letter leads to is one of the dashboard's", () => {
  const told = (["BRAND", "PARTNER"] as const).flatMap((kind) =>
    pages.map((page) => pageOfLetter("", { kind, program: "[program]" }, page)),
  );
  expect(told).toHaveLength(16);
  expect(
    [
      ...told,
      domainsPage,
      requestsPage,
      noticesPage,
      `${noticesPage}/[group]`,
      preferencesPage,
    ].filter((address) => !existsSync(join(app, address, "page.tsx"))),
  ).toEqual([]);
});
