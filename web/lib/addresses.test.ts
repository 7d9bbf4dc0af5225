import { existsSync, globSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pageAt, placeAt, placesOf } from "../shell/places.ts";
import { brandPages, movedTo, partnerPages } from "./addresses.ts";

const app = join(import.meta.dirname, "..", "app");
const everyRight = [
  "account:read",
  "clicks:read",
  "contracts:draft",
  "contracts:read",
  "exports:read",
  "links:read",
  "payouts:read",
  "programs:read",
  "reports:read",
  "sales:read",
  "terms:read",
  "terms:write",
];
const placesIn = (space: "brand" | "partner") =>
  placesOf({ space, programCode: "[program]", rights: everyRight }).program;

test("every address that is told has a page, and every place leads to one", () => {
  const told = [
    ...Object.values(brandPages("[program]")),
    ...Object.values(partnerPages("[program]")),
    ...[...placesIn("brand"), ...placesIn("partner")].flatMap(({ pages }) =>
      pages.map(({ href }) => href),
    ),
  ];
  expect(told.filter((address) => !existsSync(join(app, address, "page.tsx")))).toEqual([]);
  expect(told.length).toBeGreaterThan(50);
});

test.each(["brand", "partner"] as const)("every page of a %s stands in a place", (space) => {
  const base = space === "brand" ? "b" : "p";
  const pages = globSync(`${base}/[[]program]/**/page.tsx`, { cwd: app }).map(
    (file) => `/${file.replace(/\/page\.tsx$/, "")}`,
  );
  const places = placesIn(space);
  const home = pages.filter((page) => placeAt(places, page) === places[0]);
  expect(home).toEqual([`/${base}/[program]`]);
  expect(pages.filter((page) => placeAt(places, page) === null)).toEqual([]);
});

test("the deepest page that covers an address is the current one", () => {
  const places = placesIn("brand");
  expect(pageAt(places, "/b/[program]/partners/links")?.key).toBe("links");
  expect(pageAt(places, "/b/[program]/deals/terms/lists")?.key).toBe("lists");
  expect(pageAt(places, "/b/[program]/deals/terms/7/v/2")?.key).toBe("terms");
  expect(pageAt(places, "/b/[program]/explore")?.key).toBe("overview");
  expect(pageAt(places, "/settings")).toBeNull();
  expect(placesOf({ space: "brand", programCode: "x", rights: [] }).program).toHaveLength(1);
});

test.each([
  ["/b/acme/reporting", "/b/acme/explore"],
  ["/b/acme/reporting/sales/outside", "/b/acme/explore/conversions/outside"],
  ["/b/acme/reporting/clicks/7", "/b/acme/explore/clicks/7"],
  ["/b/acme/contracts/change/7", "/b/acme/deals/changes/7"],
  ["/b/acme/contracts/7", "/b/acme/deals/contracts/7"],
  ["/b/acme/money", "/b/acme/money/limits"],
  ["/b/acme/settings", "/b/acme/set-up"],
  ["/p/acme/clicks/7", "/p/acme/earnings/clicks/7"],
  ["/p/acme/contract", "/p/acme/deals"],
  ["/b/links/reporting", "/b/links/explore"],
  ["/p/acme/links", null],
  ["/b/acme/linksmith", null],
  ["/b/reporting", null],
  ["/settings", null],
])("%s is found at %s", (path, to) => {
  expect(movedTo(path)).toBe(to);
});

test("no address of today is sent on", () => {
  const today = [...Object.values(brandPages("acme")), ...Object.values(partnerPages("acme"))];
  expect(today.filter((address) => movedTo(address) !== null)).toEqual([]);
});
