/**
 * The class of the site that a click came from, as "specific traffic sources" in rules name it. The list is part of the
 * engine: a change of it raises engineVersion, so that a decision can be made again as it was.
 */
export const trafficSources = ["DIRECT", "SEARCH", "SOCIAL", "VIDEO", "MESSAGING", "EMAIL", "ASSISTANT", "CONTENT"] as const;
export type TrafficSource = (typeof trafficSources)[number];

/** Hosts with all below them; "google.*" under whatever top-level domain. */
const hosts: Record<Exclude<TrafficSource, "DIRECT" | "CONTENT">, readonly string[]> = {
  SEARCH: [
    "google.*",
    "bing.com",
    "duckduckgo.com",
    "yahoo.*",
    "yandex.*",
    "baidu.com",
    "ecosia.org",
    "qwant.com",
    "startpage.com",
    "search.brave.com",
    "naver.com",
    "seznam.cz",
    "ask.com",
  ],
  SOCIAL: [
    "facebook.com",
    "fb.com",
    "instagram.com",
    "threads.net",
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
  MESSAGING: ["whatsapp.com", "wa.me", "t.me", "telegram.org", "messenger.com", "discord.com", "line.me", "slack.com"],
  EMAIL: ["mail.google.com", "mail.yahoo.*", "outlook.live.com", "outlook.office.com", "mail.proton.me", "mail.aol.com"],
  ASSISTANT: ["chatgpt.com", "chat.openai.com", "claude.ai", "gemini.google.com", "perplexity.ai", "copilot.microsoft.com"],
};

const known = new Map(Object.entries(hosts).flatMap(([source, names]) => names.map((name) => [name, source as TrafficSource] as const)));

/** The most specific entry decides: mail.google.com is no search. */
export function trafficSourceOf(referrerHost: string | null): TrafficSource {
  if (referrerHost === null || referrerHost === "") return "DIRECT";
  const labels = referrerHost.toLowerCase().replace(/\.$/, "").split(".");
  for (let from = 0; from < labels.length - 1; from += 1) {
    const exact = known.get(labels.slice(from).join("."));
    if (exact) return exact;
    // A country's domain has one or two labels: google.de, google.co.uk.
    for (const tail of [1, 2]) {
      const name = labels.slice(from, labels.length - tail);
      const any = name.length > 0 ? known.get(`${name.join(".")}.*`) : undefined;
      if (any) return any;
    }
  }
  return "CONTENT";
}
