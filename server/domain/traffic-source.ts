/**
 * The class of the site that a click came from, as "specific traffic sources" in rules name it. The
 * list is part of the engine: a change of it raises engineVersion, so that a decision can be made
 * again as it was.
 */
export const trafficSources = [
  "DIRECT",
  "SEARCH",
  "SOCIAL",
  "VIDEO",
  "MESSAGING",
  "EMAIL",
  "ASSISTANT",
  "CONTENT",
] as const;
export type TrafficSource = (typeof trafficSources)[number];

/**
 * A company's domains under whatever country: google.com, google.de, google.co.uk, google.com.br.
 */
const anyCountry = /^(?:com|[a-z]{2}|com?\.[a-z]{2}|or\.[a-z]{2}|ne\.[a-z]{2})$/;

/**
 * Hosts of a search engine by the names before its own: "www", a country's or a language's two
 * letters, or whatever stands before "search". All its other hosts are what else it runs, such as
 * documents, groups, blogs and files, where people publish: no search leads from there.
 */
const searchNames = new Set([
  "www",
  "m",
  "mobile",
  "touch",
  "wap",
  "amp",
  "r",
  "image",
  "images",
  "lens",
  "cse",
  "encrypted",
  "ipv4",
  "ipv6",
  "html",
  "lite",
  "safe",
  "start",
]);
const isSearchHost = (names: readonly string[]): boolean =>
  names.includes("search") ||
  names.includes("msearch") ||
  names.every((name) => searchNames.has(name) || /^[a-z]{2}$/.test(name));

/**
 * Registered domains with all hosts below them, of search engines those that search; "google.*"
 * under every country's suffix, and never under a name of somebody's own.
 */
const hosts: Record<Exclude<TrafficSource, "DIRECT" | "CONTENT">, readonly string[]> = {
  SEARCH: [
    "google.*",
    "news.google.*",
    "shopping.google.*",
    "bing.com",
    "duckduckgo.com",
    "yahoo.*",
    "yandex.*",
    "ya.ru",
    "baidu.com",
    "ecosia.org",
    "qwant.com",
    "startpage.com",
    "search.brave.com",
    "naver.com",
    "daum.net",
    "seznam.cz",
    "ask.com",
    "kagi.com",
  ],
  SOCIAL: [
    "facebook.com",
    "fb.com",
    "instagram.com",
    "threads.net",
    "threads.com",
    "x.com",
    "twitter.com",
    "t.co",
    "linkedin.com",
    "lnkd.in",
    "pinterest.*",
    "pin.it",
    "reddit.com",
    "tumblr.com",
    "snapchat.com",
    "vk.com",
    "quora.com",
    "bsky.app",
    "mastodon.social",
  ],
  VIDEO: ["youtube.com", "youtu.be", "tiktok.com", "twitch.tv", "vimeo.com", "dailymotion.com"],
  MESSAGING: [
    "whatsapp.com",
    "wa.me",
    "t.me",
    "telegram.org",
    "messenger.com",
    "discord.com",
    "line.me",
    "slack.com",
  ],
  EMAIL: [
    "mail.google.com",
    "inbox.google.com",
    "mail.yahoo.*",
    "outlook.live.com",
    "outlook.office.com",
    "outlook.office365.com",
    "mail.proton.me",
    "mail.aol.com",
    "mail.yandex.*",
    "e.mail.ru",
    "mail.naver.com",
    "mail.daum.net",
    "email.seznam.cz",
    "mail.qq.com",
    "mail.163.com",
  ],
  ASSISTANT: [
    "chatgpt.com",
    "chat.openai.com",
    "claude.ai",
    "gemini.google.com",
    "perplexity.ai",
    "copilot.microsoft.com",
    "chat.deepseek.com",
    "grok.com",
  ],
};

/**
 * Packages of apps that name themselves as the referrer, "android-app://com.google.android.gm/" and
 * "ios-app://com.google.GoogleMobile/", whatever their capitals.
 */
const apps: Record<string, TrafficSource> = {
  "com.google.android.googlequicksearchbox": "SEARCH",
  "com.google.googlemobile": "SEARCH",
  "com.microsoft.bing": "SEARCH",
  "com.duckduckgo.mobile.android": "SEARCH",
  "com.duckduckgo.mobile.ios": "SEARCH",
  "ru.yandex.searchplugin": "SEARCH",
  "com.baidu.searchbox": "SEARCH",
  "com.nhn.android.search": "SEARCH",
  "com.google.gmail": "EMAIL",
  "com.apple.mobilemail": "EMAIL",
  "com.microsoft.office.outlook.ios": "EMAIL",
  "com.google.ios.youtube": "VIDEO",
  "com.facebook.facebook": "SOCIAL",
  "com.burbn.instagram": "SOCIAL",
  "com.atebits.tweetie2": "SOCIAL",
  "net.whatsapp.whatsapp": "MESSAGING",
  "ph.telegra.telegraph": "MESSAGING",
  "com.facebook.messenger": "MESSAGING",
  "com.openai.chat": "ASSISTANT",
  "com.google.android.gm": "EMAIL",
  "com.google.android.gm.lite": "EMAIL",
  "com.microsoft.office.outlook": "EMAIL",
  "com.yahoo.mobile.client.android.mail": "EMAIL",
  "com.samsung.android.email.provider": "EMAIL",
  "ch.protonmail.android": "EMAIL",
  "com.google.android.youtube": "VIDEO",
  "com.zhiliaoapp.musically": "VIDEO",
  "com.ss.android.ugc.trill": "VIDEO",
  "tv.twitch.android.app": "VIDEO",
  "com.facebook.katana": "SOCIAL",
  "com.facebook.lite": "SOCIAL",
  "com.instagram.android": "SOCIAL",
  "com.instagram.barcelona": "SOCIAL",
  "com.twitter.android": "SOCIAL",
  "com.linkedin.android": "SOCIAL",
  "com.pinterest": "SOCIAL",
  "com.reddit.frontpage": "SOCIAL",
  "com.snapchat.android": "SOCIAL",
  "com.tumblr": "SOCIAL",
  "com.whatsapp": "MESSAGING",
  "com.whatsapp.w4b": "MESSAGING",
  "org.telegram.messenger": "MESSAGING",
  "com.facebook.orca": "MESSAGING",
  "com.discord": "MESSAGING",
  "com.slack": "MESSAGING",
  "jp.naver.line.android": "MESSAGING",
  "com.google.android.apps.messaging": "MESSAGING",
  "com.openai.chatgpt": "ASSISTANT",
  "com.google.android.apps.bard": "ASSISTANT",
  "ai.perplexity.app.android": "ASSISTANT",
  "com.anthropic.claude": "ASSISTANT",
};

const known = new Map(
  Object.entries(hosts).flatMap(([source, names]) =>
    names.map((name) => [name, source as TrafficSource] as const),
  ),
);
const knownApps = new Map(Object.entries(apps));
const appForm = /^(?:android|ios)-app:\/\/(.*)$/s;
/** What the names before an entry's own leave of its class. */
const classOf = (source: TrafficSource, before: readonly string[]): TrafficSource =>
  source === "SEARCH" && !isSearchHost(before) ? "CONTENT" : source;

/**
 * `referrerHost`: a host, or "android-app://" or "ios-app://" and an app's name. The most specific
 * entry decides: mail.google.com is no search.
 */
export function trafficSourceOf(referrerHost: string | null): TrafficSource {
  if (referrerHost === null || referrerHost === "") return "DIRECT";
  const lower = referrerHost.toLowerCase();
  const app = appForm.exec(lower)?.[1];
  if (app !== undefined) return knownApps.get(app) ?? "CONTENT";
  const labels = lower.replace(/\.$/, "").split(".");
  for (let from = 0; from < labels.length - 1; from += 1) {
    const before = labels.slice(0, from);
    const exact = known.get(labels.slice(from).join("."));
    if (exact) return classOf(exact, before);
    for (const tail of [1, 2]) {
      const any =
        labels.length - from > tail
          ? known.get(`${labels.slice(from, labels.length - tail).join(".")}.*`)
          : undefined;
      if (any && anyCountry.test(labels.slice(-tail).join("."))) return classOf(any, before);
    }
  }
  return "CONTENT";
}
