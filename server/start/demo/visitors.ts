/**
 * Visitors as they are in the world: agents by their measured share, addresses out of ranges really
 * given to a country.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import crawlers from "crawler-user-agents";
import UserAgent from "user-agents";
import { createPicker, type Random } from "./random.ts";

/** Shares in percent; where a brand on Amazon has most of its visitors from. */
const countryShares: Record<string, number> = {
  US: 44,
  GB: 11,
  DE: 11,
  CA: 8,
  FR: 6,
  IT: 5,
  ES: 4,
  IN: 4,
  JP: 3,
  AU: 2,
  MX: 1,
  BR: 1,
};
/** Small ranges are many and rarely hold visitors. */
const minRangeSize = 65_536;

interface AddressRange {
  first: number;
  size: number;
}

function readRanges(): Map<string, AddressRange[]> {
  const file = createRequire(import.meta.url).resolve(
    "@ip-location-db/geo-whois-asn-country/geo-whois-asn-country-ipv4-num.csv",
  );
  const ranges = new Map<string, AddressRange[]>(
    Object.keys(countryShares).map((country) => [country, []]),
  );
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const [first, last, country = ""] = line.split(",");
    const size = Number(last) - Number(first) + 1;
    if (size >= minRangeSize) ranges.get(country)?.push({ first: Number(first), size });
  }
  return ranges;
}

const dotted = (address: number): string =>
  [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");

export interface Agent {
  text: string;
  language: string;
  mobile: boolean;
  chromium: boolean;
}
export interface Visitor {
  address: string;
  agent: Agent;
}

/**
 * How many agents of the distribution are used, most frequent first: the rest is below a hundredth
 * of a percent each.
 */
const agentCount = 2_000;

interface VisitorSource {
  visitor(random: Random): Visitor;
  robotAgent(random: Random): string;
}

function createVisitorSource(): VisitorSource {
  const pickCountry = createPicker(
    [...readRanges()].map(([country, ranges]) => ({
      share: countryShares[country] ?? 0,
      pickRange: createPicker(ranges, (range) => range.size),
    })),
    (country) => country.share,
  );
  const pickAgent = createPicker(UserAgent.top(agentCount), (agent) => agent.weight);
  const robots = crawlers
    .flatMap((crawler) => crawler.instances)
    .filter((agent) => /^[\x20-\x7e]+$/.test(agent));
  return {
    visitor(random) {
      const range = pickCountry(random).pickRange(random);
      const { userAgent, language } = pickAgent(random);
      const agent = {
        text: userAgent,
        language: language ?? "en-US",
        mobile: /Mobile|Android/.test(userAgent),
        chromium: userAgent.includes("Chrome/"),
      };
      return { address: dotted(range.first + random.below(range.size)), agent };
    },
    robotAgent: (random) => robots[random.below(robots.length)] ?? "Googlebot/2.1",
  };
}

let source: VisitorSource | null = null;
/** The lists are read once: they never change while a process runs. */
export const visitorSource = (): VisitorSource => (source ??= createVisitorSource());
