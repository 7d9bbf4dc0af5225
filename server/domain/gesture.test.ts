import { expect, test } from "vitest";
import { gestureOf, isForPage, risksOf, type FetchMetadata } from "./gesture.ts";

const chrome =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) " +
  "Chrome/126.0.0.0 Mobile Safari/537.36";
const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0";
const safari =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like " +
  "Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
const page = { site: "cross-site", mode: "navigate", dest: "document" };
const of = (
  metadata: FetchMetadata,
  agent = chrome,
  referrerHost: string | null = "blog.example",
) => {
  const gesture = gestureOf(metadata, agent);
  return [gesture, ...risksOf({ metadata, forPage: true, gesture, referrerHost })].join(" ");
};

test.each([
  ["a link that a person follows", { ...page, user: "?1" }, "USER"],
  [
    "a new tab, a form, window.open, another redirect",
    { ...page, user: "?1", site: "same-site" },
    "USER",
  ],
  ["the address bar", { ...page, user: "?1", site: "none" }, "USER"],
  ["a link within a frame that a person follows", { ...page, user: "?1", dest: "iframe" }, "USER"],
  ["an automatic location, a meta refresh, a scripted click, a popunder", page, "NONE NO_GESTURE"],
  ["the same from a page of the same site", { ...page, site: "same-origin" }, "NONE NO_GESTURE"],
  ["metadata that say nothing of whence", { dest: "document" }, "NONE NO_GESTURE"],
  ["metadata of no browser", { mode: "cors" }, "NONE"],
  ["a hidden frame", { ...page, dest: "iframe" }, "NONE IMAGE_CLICK"],
  ["an image", { site: "cross-site", mode: "no-cors", dest: "image" }, "NONE IMAGE_CLICK"],
  ["a script", { site: "cross-site", mode: "no-cors", dest: "script" }, "NONE IMAGE_CLICK"],
  ["fetch", { site: "cross-site", mode: "cors", dest: "empty" }, "NONE IMAGE_CLICK"],
  ["a video", { site: "cross-site", mode: "no-cors", dest: "video" }, "NONE IMAGE_CLICK"],
  ["an app that opens the link itself", { ...page, site: "none" }, "NONE"],
  ["no metadata at all", null, "UNKNOWN"],
])("[found 109] %s", (_, metadata: FetchMetadata, wanted) => expect(of(metadata)).toBe(wanted));

test("[found 109] WebKit tells of no gesture: no click of an iPhone is risky, an image is", () => {
  expect([of(page, safari), of({ ...page, dest: "image" }, safari), of(page, firefox)]).toEqual([
    "UNKNOWN",
    "UNKNOWN IMAGE_CLICK",
    "NONE NO_GESTURE",
  ]);
});

test("[found 109] what carries a person's click on by a script of its own is neutral", () => {
  expect([
    of(page, chrome, "t.co"),
    of(page, chrome, "l.facebook.com"),
    of(page, chrome, "t.co.evil.example"),
    of({ ...page, dest: "image" }, chrome, "t.co"),
  ]).toEqual(["NONE", "NONE", "NONE NO_GESTURE", "NONE IMAGE_CLICK"]);
});

test("without metadata, what asks for no page is a click of an image", () => {
  const risks = (accept?: string, range?: string) =>
    risksOf({
      metadata: null,
      forPage: isForPage(accept, range),
      gesture: gestureOf(null, safari),
      referrerHost: null,
    });
  const pages = [
    undefined,
    "",
    "*/*",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "TEXT/HTML",
    "image/gif, image/jpeg, */*",
    "application/xhtml+xml",
  ];
  const others = ["image/*", "image/webp,image/apng", "video/mp4", "text/css", "application/json"];
  for (const accept of pages) expect(risks(accept), accept).toEqual([]);
  for (const accept of others) expect(risks(accept), accept).toEqual(["IMAGE_CLICK"]);
  expect(risks(pages[3], "bytes=0-0")).toEqual(["IMAGE_CLICK"]);
});
