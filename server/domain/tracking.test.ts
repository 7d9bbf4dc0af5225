import { expect, test } from "vitest";
import { destinationPrefix, linkPath, parseLinkPath, readTag } from "./tracking.ts";

const tag = { advertiserId: "58 11&x", publisherId: "2", program: "prog0001", partner: "part0001" };

test("[D127, D128] each tag parameter stands once, and the page's own query stays", () => {
  const page =
    "https://www.amazon.com/dp/B0?th=1&tag=other-20&maas=x&aa_creativeid=y&aa_creativeid=z";
  const url = `${destinationPrefix(page, tag)}creative1`;
  const query = new URL(url).searchParams;
  for (const name of [
    "maas",
    "ref_",
    "tag",
    "aa_campaignid",
    "aa_adgroupid",
    "aa_creativeid",
    "th",
  ])
    expect(query.getAll(name), name).toHaveLength(1);
  expect(query.get("maas")).toBe("maas_adg_api_58 11&x_static_2_1");
  expect(query.get("th")).toBe("1");
  expect(readTag(url)).toEqual({ program: "prog0001", partner: "part0001", creative: "creative1" });
  expect(readTag(`${url}&tag=again`)).toBeNull();
  expect(readTag(`${url}&TAG=again`)).toBeNull();
});

test("[D127, D128] capitals hide no tag of another: it is replaced once", () => {
  const page =
    "https://www.amazon.com/dp/B0?TAG=other-20&th=1&Maas=x&%54ag=y&AA_CampaignId=z&REF_=r";
  const url = `${destinationPrefix(page, tag)}creative1`;
  const names = [...new URL(url).searchParams.keys()].map((name) => name.toLowerCase());
  expect(names.filter((name) => name === "tag")).toHaveLength(1);
  expect(new Set(names).size).toBe(names.length);
  expect(url).toContain("/dp/B0?th=1&maas=");
  expect(readTag(url)).toMatchObject({ program: "prog0001" });
});

test("[D115] link paths read back what was written, and nothing else is one", () => {
  const path = { partner: "p".repeat(4), ad: "0".repeat(32), program: "abc123" };
  expect(parseLinkPath(linkPath(path))).toEqual(path);
  for (const text of [
    "",
    "/",
    "/c",
    "/c/a/b/c",
    "/c/aaaa/bbbb/cccc/",
    "c/aaaa/bbbb/cccc",
    "/C/aaaa/bbbb/cccc",
    "/c/AAAA/bbbb/cccc",
    "/c/aaaa//cccc",
    "/c/aaaa/bb%62b/cccc",
    "/c/aaaa/bbbb/cccc\n",
  ])
    expect(parseLinkPath(text), text).toBeNull();
});
