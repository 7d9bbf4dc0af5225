import { expect, test } from "vitest";
import { readDestination } from "./destination.ts";

const template =
  "?maas=maas_adg_1&aa_campaignid={insertCampaignId}&aa_adgroupid={INSERTADGROUPID}" +
  "&aa_creativeid={insertAdId}";
const tag = "maas=maas_adg_1&aa_campaignid=prog&aa_adgroupid=part&aa_creativeid=crea";

test("[D128] the page and every part of the tag are read out", () => {
  const read = readDestination(`https://www.amazon.com/dp/B0DEMO?th=1&${tag}`, template);
  expect(read?.page).toBe("www.amazon.com/dp/B0DEMO");
  expect(read?.missing).toEqual([]);
  expect(read?.parts).toEqual([
    { name: "maas", value: "maas_adg_1", meaning: "fixed" },
    { name: "aa_campaignid", value: "prog", meaning: "campaign" },
    { name: "aa_adgroupid", value: "part", meaning: "adGroup" },
    { name: "aa_creativeid", value: "crea", meaning: "creative" },
  ]);
});

test("a part that is missing or empty is named", () => {
  expect(
    readDestination(
      `https://www.amazon.com/?${tag.replace("&aa_adgroupid=part", "&aa_adgroupid=")}`,
      template,
    )?.missing,
  ).toEqual(["aa_adgroupid"]);
  expect(readDestination("https://www.amazon.com/", template)?.missing).toHaveLength(4);
});

test("without a template there is no tag to read", () =>
  expect(readDestination(`https://www.amazon.com/?${tag}`, null)).toMatchObject({
    parts: [],
    missing: [],
  }));

test("what is no address has no destination", () =>
  expect(readDestination("www.amazon.com", template)).toBeNull());
