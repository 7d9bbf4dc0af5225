import { expect, test } from "vitest";
import { readDestination } from "./destination.ts";

const tag =
  "maas=maas_adg_1&ref_=aa_maas&tag=maas&aa_campaignid=prog&aa_adgroupid=part&aa_creativeid=crea";

test("the page and every part of the tag are read out", () => {
  const read = readDestination(`https://www.amazon.com/dp/B0DEMO?${tag}`);
  expect(read?.page).toBe("www.amazon.com/dp/B0DEMO");
  expect(read?.missing).toEqual([]);
  expect(read?.parts.at(-1)).toEqual({ name: "aa_creativeid", value: "crea" });
});

test("a part that is missing or empty is named", () => {
  expect(
    readDestination(
      `https://www.amazon.com/?${tag.replace("&aa_adgroupid=part", "&aa_adgroupid=")}`,
    )?.missing,
  ).toEqual(["aa_adgroupid"]);
  expect(readDestination("https://www.amazon.com/")?.missing).toHaveLength(6);
});

test("what is no address has no destination", () =>
  expect(readDestination("www.amazon.com")).toBeNull());
