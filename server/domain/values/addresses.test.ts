/** Addresses of mail, hosts and pages: what is read, and what is refused. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readLandingPage } from "../landing-page.ts";
import { marketplaceOf, type Marketplace } from "../tracking.ts";
import { gateWebsite } from "./website.ts";
import { gateEmail } from "./email.ts";
import { hostForm, hostOf } from "./host.ts";

const refusal = (read: { ok: boolean; message?: string }): string | null =>
  read.ok ? null : (read.message ?? "");

describe("e-mail addresses: what passes can be sent to", () => {
  const long = (length: number) => "a".repeat(length);
  test.each([
    ["x@y..com", "after the @ a dot stands between two names"],
    ["x@y.com.", "after the @ a dot stands between two names"],
    [".x@y.com", "before the @ a dot stands between two other characters"],
    ["x.@y.com", "before the @ a dot stands between two other characters"],
    ["x..y@y.com", "before the @ a dot stands between two other characters"],
    ["x@-y.com", "no part of a domain begins or ends with a hyphen"],
    ["x@y-.com", "no part of a domain begins or ends with a hyphen"],
    [`x@${long(64)}.com`, "a domain has at most 253 characters, and 63 between its dots"],
    [
      `x@${`${long(60)}.`.repeat(5)}com`,
      "a domain has at most 253 characters, and 63 between its dots",
    ],
    ["x@y.123", "a domain does not end with a number"],
    ["x@10.0.0.1", "a domain does not end with a number"],
    ["x@y.c", '"y.c" is no domain such as example.com'],
    ["x@y_z.com", '"y_z.com" is no domain such as example.com'],
    ["x@y.com/z", '"y.com/z" is no domain such as example.com'],
    ["x@%79.com", '"%79.com" is no domain such as example.com'],
    ["x@localhost", "after the @ a domain is missing, such as example.com"],
    [`${long(65)}@y.com`, "more than 64 characters stand before the @"],
    ["@y.com", "nothing stands before the @"],
    ["y.com", "it has no @"],
    ["x@y@z.com", "U+0040 cannot stand before the @, where mail servers take plain letters alone"],
    [
      "\uff21@x.example",
      "U+FF21 cannot stand before the @, where mail servers take plain letters alone",
    ],
    [
      "j\u00fcrgen@y.com",
      "U+00FC cannot stand before the @, where mail servers take plain letters alone",
    ],
    [
      "Ann <ann@y.com>",
      "U+0020 cannot stand before the @, where mail servers take plain letters alone",
    ],
    ["ann@y.com>", '"y.com>" is no domain such as example.com'],
    [`${long(64)}@${`${long(46)}.`.repeat(4)}com`, "an address has at most 254 characters"],
  ])("%s is refused with its fault", (address, fault) => {
    const message = refusal(gateEmail(address)) ?? "";
    expect(message).toContain(" is not an e-mail address such as ann@example.com: ");
    expect(message.endsWith(fault), message).toBe(true);
  });
  test.each([
    [" Ann@Example.COM ", "ann@example.com"],
    ["o'neil+shop@mail.example.co.uk", "o'neil+shop@mail.example.co.uk"],
    [`${long(64)}@${long(63)}.com`, `${long(64)}@${long(63)}.com`],
    ["x@1.2a.museum", "x@1.2a.museum"],
    ["ann@B\u00dcCHER.example", "ann@xn--bcher-kva.example"],
    ["ann@xn--bcher-kva.example", "ann@xn--bcher-kva.example"],
    ["ann@\u4f8b\u3048.\u30c6\u30b9\u30c8", "ann@xn--r8jz45g.xn--zckzah"],
  ])("%s passes, in the one form of it", (address, form) => {
    expect(gateEmail(address)).toEqual({ ok: true, value: form });
    expect(gateEmail(form)).toEqual({ ok: true, value: form });
  });
});

describe("one form of a host, as browsers send it", () => {
  test.each<[string, string | null]>([
    ["https://münchen.example/", "xn--mnchen-3ya.example"],
    ["https://xn--mnchen-3ya.example/a?b", "xn--mnchen-3ya.example"],
    ["https://A.com./x", "a.com"],
    ["https://user:pw@a.com/", "a.com"],
    ["https://a.com:8080/", "a.com"],
    ["https:\\\\a.com\\b", "a.com"],
    ["HTTP://WWW.A.COM", "www.a.com"],
    ["https://[::1]:80/", "[::1]"],
    ["https://0x7f.1/", "127.0.0.1"],
    ["https://a..com/", null],
    ["https://a!b.com/", null],
    [`https://${"a".repeat(64)}.com/`, null],
    ["ios-app://com.burbn.Instagram/", "ios-app://com.burbn.instagram"],
    ["android-app://com.a:1@b/", "android-app://com.a"],
    ["ftp://a.com/", null],
    ["about:blank", null],
    ["//a.com/", null],
    ["", null],
  ])("of %j it is %j", (address, host) => expect(hostOf(address)).toBe(host));

  test("a rule's value and a visitor's page come to the same, however either is written", () => {
    const label = fc.stringMatching(/^[a-zA-Zäöüéñ漢字0-9]{1,12}$/);
    const dress = fc.constantFrom<(host: string) => string>(
      (host) => `https://${host}/`,
      (host) => `http://${host.toUpperCase()}`,
      (host) => `https://${host}./a/b?c#d`,
      (host) => `https://user:pw@${host}:8443/`,
      (host) => `https:\\\\${host}\\a`,
      (host) => URL.parse(`https://${host}/`)?.href ?? "",
    );
    const typed = fc.constantFrom<(host: string) => string>(
      (host) => host,
      (host) => host.toLowerCase(),
      (host) => `${host}.`,
      (host) => URL.parse(`https://${host}/`)?.hostname ?? "",
    );
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 3 }), dress, typed, (labels, a, b) => {
        const host = [...labels, "example"].join(".");
        const form = hostForm(b(host));
        expect(form).toMatch(/^[a-z0-9.-]+$/);
        expect(hostOf(a(host))).toBe(form);
        expect(hostForm(form ?? "")).toBe(form);
      }),
      { numRuns: 500 },
    );
  });
});

describe("an address is read without what was copied along; hidden characters are refused", () => {
  const us = marketplaceOf("US") as Marketplace;
  const readers = {
    "a partner's site": (text: string) => gateWebsite(text),
    "a landing page": (text: string) => readLandingPage(text, us),
  };
  const page = "https://www.amazon.com/dp/B0ABCDEFGH?psc=1#reviews";
  test.each(Object.entries(readers))("%s", (_, read) => {
    const hidden = String.raw`\u200b \u200c \u200d \ufeff \u00ad \u2060 \u200e \u202e \r\n`;
    const escaped = "%E2%80%8B %e2%80%8d %EF%BB%BF %C2%AD %E2%81%A0".split(" ");
    const raw = hidden.split(" ").map((code) => JSON.parse(`"${code}"`) as string);
    const copied = fc.array(fc.constantFrom(...raw, ...escaped, " ", '"'), { maxLength: 4 });
    fc.assert(
      fc.property(copied, copied, (begin, end) => {
        const given = begin.join("") + page + end.join("");
        expect(read(given)).toEqual({ ok: true, value: page });
      }),
      { numRuns: 300 },
    );
    for (const [hidden, code] of [
      ["\u200b", "U+200B"],
      ["\u00ad", "U+00AD"],
      ["\u202e", "U+202E"],
      ["\u0007", "U+0007"],
      ["%E2%80%8b", "U+200B"],
    ] as const)
      for (const at of [3, 14, 30, page.length - 1])
        expect(read(page.slice(0, at) + hidden + page.slice(at))).toMatchObject({
          ok: false,
          message: `The address holds ${code}, a character that cannot be seen: take it out`,
        });
    expect(read(`${page.slice(0, 30)}\r\n  ${page.slice(30)}`)).toEqual({
      ok: true,
      value: page,
    });
    for (const other of [
      page.replace("//", ""),
      page.replace("//", "///"),
      page.replaceAll("/", "\\"),
      page.replace(".com/", ".com\\@evil.com/"),
    ])
      expect(read(other), other).toMatchObject({ ok: false });
    for (const dressed of [` <${page}> `, `“${page}”`, `\u200b ${page} `, page.replace("p", "P")])
      expect(read(dressed), dressed).toEqual({ ok: true, value: page });
  });

  test("a site has one form, and a name that others can look up", () => {
    for (const url of [
      "https://xn--a.com/",
      "https://foo.test/",
      "https://foo.invalid/",
      "https://foo.onion/",
      "https://foo.localhost./",
    ])
      expect(gateWebsite(url), url).toMatchObject({ ok: false, code: "BAD_URL" });
    expect(gateWebsite("https://example.com./a")).toEqual({
      ok: true,
      value: "https://example.com/a",
    });
  });

  test("a joiner that a script writes with is no dirt", () => {
    const host = "xn--mgba3gch31f060k.com";
    const path = "/%D9%87%E2%80%8C%D8%A7";
    for (const address of [`https://${host}${path}`, "https://نامه\u200cای.com/ه\u200cا"])
      expect(gateWebsite(address)).toEqual({ ok: true, value: `https://${host}${path}` });
  });
});
