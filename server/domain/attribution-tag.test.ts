import fc from "fast-check";
import { expect, test } from "vitest";
import {
  adGroupOf,
  creativeOf,
  destinationOf,
  readAdGroup,
  readCreative,
  readTag,
  readTemplate,
  simulatedTemplate,
  type TagTemplate,
} from "./attribution-tag.ts";

const read = (text: string): TagTemplate => {
  const template = readTemplate(text);
  if (!template.ok) throw new Error(template.message);
  return template.value;
};
const amazons =
  "?maas=maas_adg_api_5811_static_9_129&ref_=aa_maas&tag=maas" +
  "&aa_campaignid={insertCampaignId}&aa_adgroupid={insertAdGroupId}&aa_creativeid={insertAdId}";
const template = read(amazons);
const ids = { program: "prog0001", adGroup: "part0001", creative: "adad0001-Spring25" };
const filled =
  "maas=maas_adg_api_5811_static_9_129&ref_=aa_maas&tag=maas" +
  "&aa_campaignid=prog0001&aa_adgroupid=part0001&aa_creativeid=adad0001-Spring25";

test("[D127, D128] each tag parameter stands once, and the page's own query stays", () => {
  const page =
    "https://www.amazon.com/dp/B0?th=1&tag=other-20&maas=x&aa_creativeid=y&aa_creativeid=z";
  const url = destinationOf(page, template, ids);
  expect(url).toBe(`https://www.amazon.com/dp/B0?th=1&${filled}`);
  expect(readTag(url, template)).toEqual(ids);
  expect(readTag(`${url}&tag=again`, template)).toBeNull();
  expect(readTag(`${url}&TAG=again`, template)).toBeNull();
  expect(readTag(url.replace("_9_129", "_9_1"), template)).toBeNull();
  expect(readTag(page, template)).toBeNull();
});

test("[D127, D128] capitals hide no tag of another: it is replaced once", () => {
  const page =
    "https://www.amazon.com/dp/B0?TAG=other-20&th=1&Maas=x&%54ag=y&AA_CampaignId=z&REF_=r" +
    "&linkCode=ll1&linkId=1&ascsubtag=s";
  expect(destinationOf(page, template, ids)).toBe(`https://www.amazon.com/dp/B0?th=1&${filled}`);
});

test("[D127, found 14] the destination keeps the page's own bytes, and its anchor is last", () => {
  const of = (page: string) => destinationOf(page, template, ids);
  expect(of("https://www.amazon.com/dp/B0?abc&q=%C5M&x=a+b&y=%20&%74ag=other-20#reviews")).toBe(
    `https://www.amazon.com/dp/B0?abc&q=%C5M&x=a+b&y=%20&${filled}#reviews`,
  );
  expect(of("https://www.amazon.com/dp/B0")).toBe(`https://www.amazon.com/dp/B0?${filled}`);
  expect(of("https://www.amazon.com/dp/B0?tag=x#a?b")).toBe(
    `https://www.amazon.com/dp/B0?${filled}#a?b`,
  );
});

test("[D127, D128] the placeholders of every source are filled, in whatever order and case", () => {
  for (const [text, tag] of [
    [
      "maas=m&aa_campaignid={insertCampaign}&aa_adgroupid={INSERTADGROUP}" +
        "&aa_creativeid={insertCreativeId}",
      "maas=m&aa_campaignid=prog0001&aa_adgroupid=part0001&aa_creativeid=adad0001-Spring25",
    ],
    [
      "&aa_creativeid={insertadid}&x={insertAdGroupName}_{InsertCampaignId}&maas=m",
      "aa_creativeid=adad0001-Spring25&x=part0001_prog0001&maas=m",
    ],
    [
      "c={insertCreative}&again={insertAd}&g={insertAdGroupId}&p={insertCampaign}-{insertAdgroup}",
      "c=adad0001-Spring25&again=adad0001-Spring25&g=part0001&p=prog0001-part0001",
    ],
  ] as const) {
    const other = read(text);
    const url = destinationOf("https://www.amazon.com/dp/B0?x=1&X=2&th=1", other, ids);
    const own = text.includes("x={") ? "th=1" : "x=1&X=2&th=1";
    expect(url, text).toBe(`https://www.amazon.com/dp/B0?${own}&${tag}`);
    expect(readTag(url, other), text).toEqual(ids);
  }
});

test("[D127] a template that would measure nothing is refused with a sentence", () => {
  for (const [text, why] of [
    ["", /has no \{insertCampaign…\}/],
    ["maas=m", /has no \{insertCampaign…\}/],
    [amazons.replace("{insertAdGroupId}", "x"), /has no \{insertAdGroup…\}/],
    [amazons.replace("{insertAdId}", "x"), /has no \{insertCreative…\} or \{insertAd…\}/],
    [`${amazons}&device={device}`, /placeholder that is not known here: "\{device\}"/],
    [`${amazons}&m={{campaign.id}}`, /not known here: "\{campaign.id\}"/],
    [`${amazons}&m={`, /a brace that belongs to no placeholder/],
    [`${amazons}&m=}`, /a brace that belongs to no placeholder/],
    [`${amazons}&m=%7BinsertAdId%7D`, /a brace that belongs to no placeholder/],
    [`${amazons}&{insertAdId}=1`, /a placeholder in a parameter's name/],
    [
      `https://other.example/dp/B0${amazons}`,
      /"https:\/\/other.example\/.*" is no parameter's name/,
    ],
    [`//other.example/${amazons}`, /is no parameter's name/],
    [`?${amazons}`, /"\?maas" is no parameter's name/],
    [`${amazons}&a%26b=1`, /"a%26b" is no parameter's name/],
    [`${amazons}#x`, /a character that no address may hold/],
    [`${amazons}&x=a b`, /a character that no address may hold/],
    [`${amazons}\r\nSet-Cookie: x`, /a character that no address may hold/],
    [`${amazons}&x=é`, /a character that no address may hold/],
    [`${amazons}&x=${"a".repeat(2_000)}`, /more than 2000 characters/],
  ] as const)
    expect(readTemplate(text), text).toMatchObject({
      code: "BAD_TEMPLATE",
      message: expect.stringMatching(why) as string,
      path: ["template"],
    });
  expect(readTemplate(simulatedTemplate("SIMx", "11")).ok).toBe(true);
});

test("[D127] without a template the page is the destination", () =>
  expect(destinationOf("https://www.amazon.com/dp/B0?tag=x#y", null, ids)).toBe(
    "https://www.amazon.com/dp/B0?tag=x#y",
  ));

test("[D128, found 15] one shared id on two ads is two creatives; test links stand apart", () => {
  expect(creativeOf("adad0001", "Spring25")).not.toBe(creativeOf("adad0002", "Spring25"));
  expect(creativeOf("adad0001", null, true)).not.toBe(creativeOf("adad0001", null));
  expect(adGroupOf("part0001", true)).toBe("part0001-test");
  const code = fc.stringMatching(/^[0-9a-z]{4,32}$/);
  const sharedIds = fc.option(fc.stringMatching(/^[0-9A-Za-z]{1,255}$/));
  fc.assert(
    fc.property(code, sharedIds, fc.boolean(), (ad, sharedId, fallback) => {
      const creative = creativeOf(ad, sharedId, fallback);
      expect(creative).toMatch(/^[0-9A-Za-z_-]{1,255}$/);
      expect(readCreative(creative)).toMatchObject({ ad, fallback });
      expect((sharedId ?? "").startsWith(readCreative(creative)?.sharedId ?? "")).toBe(true);
      expect(readAdGroup(adGroupOf(ad, fallback))).toEqual({ partner: ad, isTest: fallback });
    }),
  );
  for (const other of ["", "Spring25", "adad0001-", "adad0001_on", "a b", "adad0001-a-b"])
    expect(readCreative(other), other).toBeNull();
});
