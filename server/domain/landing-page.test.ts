import fc from "fast-check";
import { expect, test } from "vitest";
import { leftOversIn, parseLandingPage, readLandingPage, warningsOfPage } from "./landing-page.ts";
import { marketplaceOf, marketplaces, type Marketplace } from "./tracking.ts";

const us = marketplaceOf("US") as Marketplace;

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
  for (const text of hostile)
    expect(parseLandingPage(text, us), text).toMatchObject({ ok: false, code: "BAD_LANDING_PAGE" });
});

test("a landing page on the marketplace's host is kept with its anchor, as ASCII", () => {
  for (const marketplace of marketplaces) {
    const result = parseLandingPage(
      `https://${marketplace.host}/Größe/dp/B0?th=1&psc=1#reviews`,
      marketplace,
    );
    expect(result).toEqual({
      ok: true,
      value: `https://${marketplace.host}/Gr%C3%B6%C3%9Fe/dp/B0?th=1&psc=1#reviews`,
    });
  }
  expect(marketplaces).toHaveLength(23);
  expect(parseLandingPage("HTTPS://WWW.AMAZON.COM", us)).toEqual({
    ok: true,
    value: "https://www.amazon.com/",
  });
});

test("[D121] whatever text is accepted leads to the marketplace's host over https", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "https://",
      "www.amazon.com",
      "/",
      "@",
      ":",
      "\\",
      "?",
      "#",
      "evil.example",
      ".",
      "%",
      "//",
      "\ud800",
    ),
    fc.string({ unit: "binary", maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), fc.boolean(), (pieces, prefixed) => {
      const result = parseLandingPage(
        (prefixed ? "https://www.amazon.com" : "") + pieces.join(""),
        us,
      );
      if (!result.ok) return;
      expect(result.value).toMatch(/^https:\/\/www\.amazon\.com\/[\x21-\x7e]*$/);
      expect(new URL(result.value).host).toBe(us.host);
    }),
    { numRuns: 3_000 },
  );
});

/**
 * Of the hostile ones these are what people mean: understood where a person writes them, refused
 * where they are stored.
 */
const meantWell = new Set([
  "http://www.amazon.com/dp/B0",
  "https://amazon.com/dp/B0",
  " https://www.amazon.com/",
  "https://www.amazon.com/\tdp",
  "https://smile.amazon.com/",
]);

test("[found 14] what people write for a landing page is read as meant, its bytes kept", () => {
  const page = "https://www.amazon.com/dp/B0ABCDEFGH";
  for (const [text, wanted] of [
    ["B0ABCDEFGH", page],
    [" b0abcdefgh ", page],
    ["080442957X", "https://www.amazon.com/dp/080442957X"],
    ["amazon.com/dp/B0ABCDEFGH", page],
    ["www.amazon.com/dp/B0ABCDEFGH", page],
    ["http://www.amazon.com/dp/B0ABCDEFGH", page],
    ["https://amazon.com/dp/B0ABCDEFGH", page],
    ["HTTPS://WWW.Amazon.COM/dp/B0ABCDEFGH", page],
    [`<${page}>`, page],
    [`“${page}”`, page],
    [`\u200b${page}\u200b`, page],
    [`${page}%E2%80%8B`, page],
    [`${page}\u00ad\n`, page],
    [`https://www.amazon.com/dp/\r\n  B0ABCDEFGH`, page],
    ["https://www.amazon.com/gp/aw/d/B0ABCDEFGH?psc=1", `${page}?psc=1`],
    ["https://www.amazon.com/d/B0ABCDEFGH", page],
    ["m.amazon.com/dp/B0ABCDEFGH", page],
    ["https://www.m.amazon.com/dp/B0ABCDEFGH", page],
    ["https://smile.amazon.com/dp/B0ABCDEFGH", page],
    [`${page}?abc`, `${page}?abc`],
    [`${page}?q=%C5M&x=a+b`, `${page}?q=%C5M&x=a+b`],
    [`${page}?psc=1&amp;th=1`, `${page}?psc=1&th=1`],
    [`${page}?psc=1&amp;amp;th=1&#38;x=2`, `${page}?psc=1&th=1&x=2`],
    [`&lt;${page}&gt;`, page],
    [`${page}?q=a%26amp;b&reg=1`, `${page}?q=a%26amp;b&reg=1`],
    [`${page}#reviews`, `${page}#reviews`],
    ["https://www.amazon.com/s?k=camping tent", "https://www.amazon.com/s?k=camping%20tent"],
  ])
    expect(readLandingPage(text ?? "", us), text).toEqual({ ok: true, value: wanted });
});

test("[found 14] each refusal has a sentence of its own that says what to do", () => {
  const why = (text: string) => {
    const read = readLandingPage(text, us);
    return read.ok ? "" : read.message;
  };
  const sentences = [
    why("https://amzn.to/3xYz"),
    why("a.co/d/abc"),
    why("amzn.eu/d/abc"),
    why("https://www.amazon.de/dp/B0ABCDEFGH"),
    why("https://shop.example/tent"),
    why("https://smile.amazon.co.uk/dp/B0ABCDEFGH"),
    why("https://www.amazon.com:443/"),
    why("https://www.amazon.com/big tent/dp/B0ABCDEFGH"),
    why("ABCDEFGHIJ"),
    why(""),
    why(`https://www.amazon.com/${"a".repeat(2_000)}`),
  ];
  expect(new Set(sentences).size).toBe(sentences.length);
  expect(sentences[0]).toBe(
    "amzn.to is a short address, which hides the page and may change: open it and copy the " +
      "address of the product page at www.amazon.com",
  );
  expect(sentences[3]).toBe(
    "www.amazon.de is Amazon's storefront in DE: this program sells at www.amazon.com",
  );
});

test("[found 14, D120, D121] hostile text stays so, and passes the stored check again", () => {
  for (const text of hostile) {
    const read = readLandingPage(text, us);
    expect(read.ok, text).toBe(meantWell.has(text));
    if (read.ok) expect(parseLandingPage(read.value, us), text).toEqual(read);
  }
});

test("[D126, D178] a sub id in a page is refused, however it is written there", () => {
  for (const behind of [
    "subId1=s",
    "x=1%26subId1%3Ds",
    "x=1%2526SUBID2=s",
    "#subId3=s",
    "sub%49d1",
  ])
    expect(
      readLandingPage(`https://www.amazon.com/dp/B0ABCDEFGH?${behind}`, us),
      behind,
    ).toMatchObject({ ok: false, code: "BAD_LANDING_PAGE" });
});

test("what is left of another's tag is named and cut, all other bytes stay", () => {
  const page = "https://www.amazon.com/Zelt/dp/B0ABCDEFGH";
  for (const [query, kept, cut] of [
    ["?tag=foo-20&linkCode=ll1&linkId=ab&language=en", "?language=en", 3],
    ["?x=%C5&ASCSUBTAG=a&abc&y=a+b%20c&%74ag=b-21#r", "?x=%C5&abc&y=a+b%20c#r", 2],
    ["?maas=maas_adg_api_1&ref_=aa_maas&aa_campaignid=c&th=1", "?th=1", 3],
    ["?linkCode=ll1", "", 1],
    ["?ref_=ast_sto_dp&tagged=1", "?ref_=ast_sto_dp&tagged=1", 0],
    ["?psc=1&&x", "?psc=1&&x", 0],
  ] as const) {
    expect(readLandingPage(page + query, us), query).toEqual({ ok: true, value: page + kept });
    expect(leftOversIn(page + query), query).toHaveLength(cut);
  }
  expect(leftOversIn(` ${page}?tag=foo-20`)).toEqual(["tag=foo-20"]);
  expect([leftOversIn(null), leftOversIn("B0ABCDEFGH")]).toEqual([[], []]);
});

test("what Amazon does not measure is warned of: all but product pages and Stores", () => {
  const at = (path: string) => warningsOfPage(`https://www.amazon.com${path}`);
  for (const path of [
    "/dp/B0ABCDEFGH",
    "/Some-Tent/dp/B0ABCDEFGH/ref=sr_1_1?s=x",
    "/gp/product/B0ABCDEFGH",
    "/stores/ACME/page/X",
    "/stores/page/X?ingress=0",
  ])
    expect(at(path), path).toEqual([]);
  for (const path of ["/", "/b?node=1", "/gp/bestsellers", "/dp/", "/promocode/A1", "/s-dp/x"])
    expect(at(path), path).toEqual(["NOT_MEASURED"]);
});

test("[found 14] search pages are warned of, product pages are not", () => {
  for (const page of [
    "https://www.amazon.com/s?k=tent",
    "https://www.amazon.com/s/ref=nb?k=tent",
    "https://www.amazon.com/gp/search?keywords=x",
  ])
    expect(warningsOfPage(page), page).toEqual(["NOT_MEASURED", "SEARCH_PAGE"]);
  for (const page of [
    null,
    "https://www.amazon.com/dp/B0ABCDEFGH",
    "https://www.amazon.com/stores/page/X",
    "https://www.amazon.com/Some-Tent-S/dp/B0?s=x",
  ])
    expect(warningsOfPage(page), String(page)).toEqual([]);
});

test("[found 14] what a share button wrote around an address is left out", () => {
  const read = (text: string) => {
    const page = readLandingPage(text, us);
    return page.ok ? page.value : null;
  };
  const tent = "https://www.amazon.com/dp/B0ABCDEFGH";
  for (const text of [
    "Look at this tent! https://www.amazon.com/dp/B0ABCDEFGH",
    "Zelt, 2 Personen https://www.amazon.com/dp/B0ABCDEFGH?tag=foo-20 via @amazon",
    "ASIN: B0ABCDEFGH",
    "asin b0abcdefgh",
    "B0ABCDEFGH",
    "amazon.com/dp/B0ABCDEFGH",
    "https://www.amazon.com/gp/aw/d/B0ABCDEFGH?tag=foo-20",
  ])
    expect(read(text), text).toBe(tent);
  expect(leftOversIn("Tent https://www.amazon.com/dp/B0ABCDEFGH?tag=foo-20")).toEqual([
    "tag=foo-20",
  ]);
  for (const text of [
    "https://www.amazon.com/ x",
    "one https://www.amazon.com/dp/B0ABCDEFGH two https://www.amazon.com/dp/B0ABCDEFGZ",
    "Tent https://a.co/d/abc",
    "Zelt https://www.amazon.de/dp/B0ABCDEFGH",
    "Tent https://evil.example/https://www.amazon.com/dp/B0ABCDEFGH",
  ])
    expect(read(text), text).toBeNull();
});
