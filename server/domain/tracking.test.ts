import fc from "fast-check";
import { expect, test } from "vitest";
import { destinationPrefix, linkPath, marketplaceOf, marketplaces, parseLandingPage, parseLinkPath, readTag, type Marketplace } from "./tracking.ts";

const us = marketplaceOf("US") as Marketplace;
const tag = { advertiserId: "58 11&x", publisherId: "2", program: "prog0001", partner: "part0001" };

const hostile = [
  "http://www.amazon.com/dp/B0",
  "//www.amazon.com/dp/B0",
  "https:www.amazon.com/dp/B0",
  "https:/www.amazon.com/dp/B0",
  "https:///www.amazon.com/dp/B0",
  "https://amazon.com/dp/B0",
  "https://www.amazon.com.evil.example/",
  "https://www.amazon.comevil.example/",
  "https://evilwww.amazon.com/",
  "https://evil.example/www.amazon.com",
  "https://evil.example/?https://www.amazon.com/",
  "https://evil.example#https://www.amazon.com/",
  "https://www.amazon.com@evil.example/",
  "https://www.amazon.com:x@evil.example/",
  "https://user@www.amazon.com/",
  "https://user:pass@www.amazon.com/",
  "https://www.amazon.com:443/",
  "https://www.amazon.com:8443/",
  "https://www.amazon.com./dp/B0",
  "https://www.amazon.com\\@evil.example/",
  "https://www.amazon.com\\.evil.example/",
  "https:\\\\www.amazon.com/",
  "\\\\www.amazon.com\\dp",
  " https://www.amazon.com/",
  "https://www.amazon.com/ dp",
  "https://www.amazon.com/\tdp",
  "https://www.amazon.com/\r\nLocation: https://evil.example",
  "https://www.amazon.com\0.evil.example/",
  "https://www.amazon.com%00.evil.example/",
  "https://www.amazon.com%2f.evil.example/",
  "https://www.amazon.com%40evil.example/",
  "https://ｗｗｗ.amazon.com/",
  "https://www.amazon。com/",
  "https://www.аmazon.com/",
  "https://www.amazon.com／evil",
  "https://www.xn--mazon-3ve.com/",
  "https://www.amazon.co.uk/dp/B0",
  "https://www.amazon.de/",
  "https://smile.amazon.com/",
  "javascript:alert(1)//https://www.amazon.com/",
  "data:text/html,https://www.amazon.com/",
  "file://www.amazon.com/etc",
  "https://[::1]/www.amazon.com",
  "https://127.0.0.1/",
  `https://www.amazon.com/${"a".repeat(2000)}`,
];

test(`[D120, D121] ${hostile.length} hostile landing pages are refused`, () => {
  expect(hostile).toHaveLength(45);
  for (const text of hostile) expect(parseLandingPage(text, us), text).toMatchObject({ ok: false, code: "BAD_LANDING_PAGE" });
});

test("a landing page on the marketplace's host is kept, without fragment, as ASCII", () => {
  for (const marketplace of marketplaces) {
    const result = parseLandingPage(`https://${marketplace.host}/Größe/dp/B0?th=1&psc=1#reviews`, marketplace);
    expect(result).toEqual({ ok: true, value: `https://${marketplace.host}/Gr%C3%B6%C3%9Fe/dp/B0?th=1&psc=1` });
  }
  expect(marketplaces).toHaveLength(23);
  expect(parseLandingPage("HTTPS://WWW.AMAZON.COM", us)).toEqual({ ok: true, value: "https://www.amazon.com/" });
});

test("[D121] whatever text is accepted leads to the marketplace's host over https", () => {
  const piece = fc.oneof(
    fc.constantFrom("https://", "www.amazon.com", "/", "@", ":", "\\", "?", "#", "evil.example", ".", "%", "//", "\ud800"),
    fc.string({ unit: "binary", maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), fc.boolean(), (pieces, prefixed) => {
      const result = parseLandingPage((prefixed ? "https://www.amazon.com" : "") + pieces.join(""), us);
      if (!result.ok) return;
      expect(result.value).toMatch(/^https:\/\/www\.amazon\.com\/[\x21-\x7e]*$/);
      expect(new URL(result.value).host).toBe(us.host);
    }),
    { numRuns: 3_000 },
  );
});

test("[D127, D128] each tag parameter stands once, over whatever the page brought, and its own query stays", () => {
  const url = `${destinationPrefix("https://www.amazon.com/dp/B0?th=1&tag=other-20&maas=x&aa_creativeid=y&aa_creativeid=z", tag)}creative1`;
  const query = new URL(url).searchParams;
  for (const name of ["maas", "ref_", "tag", "aa_campaignid", "aa_adgroupid", "aa_creativeid", "th"]) expect(query.getAll(name), name).toHaveLength(1);
  expect(query.get("maas")).toBe("maas_adg_api_58 11&x_static_2_1");
  expect(query.get("th")).toBe("1");
  expect(readTag(url)).toEqual({ program: "prog0001", partner: "part0001", creative: "creative1" });
  expect(readTag(`${url}&tag=again`)).toBeNull();
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
