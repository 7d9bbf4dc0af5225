/** What rules may test of a stored click, by the names of their variables. */
import { quarterHourMs, type Instant } from "./calendar.ts";
import type { Facts } from "./rules.ts";
import { trafficSourceOf } from "./traffic-source.ts";
import { payoutOf, type EventKind, type Terms } from "./terms.ts";

/** As db/click-facts.ts selects it. */
export interface FactRow {
  id: string;
  at: Instant;
  program: string;
  ad: string;
  link: string;
  browser: string;
  device: string;
  os: string;
  country: string | null;
  region: string | null;
  city: string | null;
  sharedId: string | null;
  subIds: (string | null)[];
  referrer: string | null;
  referrerHost: string | null;
  landingPage: string;
  custom: Record<string, string> | null;
  /** What the brand knew of the partner at that instant. */
  partnerValues: (string | null)[];
  partnerGroups: string[];
  /** Of the link: where the partner uses it. */
  mediaProperty: string | null;
}

const weekdays = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];

/** Wall-clock time by quarter of an hour, which no zone's offset divides; clicks come nearly in order and zones are few. */
const recentTimes = new Map<string, { quarter: number; weekday: string; hour: string }>();
function localTime(at: Instant, zone: string): { weekday: string; hour: string } {
  const quarter = Math.floor(at / quarterHourMs);
  const recent = recentTimes.get(zone);
  if (recent?.quarter === quarter) return recent;
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const found = { quarter, weekday: weekdays[local.dayOfWeek - 1] ?? "", hour: String(local.hour) };
  recentTimes.set(zone, found);
  return found;
}

/** Weekday and hour are those of the brand account's zone; most rules ask for neither, so both are found when asked. */
export const factsOf = (row: FactRow, zone: string): Facts => ({
  AD: row.ad,
  AD_PROGRAM: row.program,
  LINK: row.link,
  BROWSER: row.browser,
  DEVICE: row.device,
  OS: row.os,
  COUNTRY: row.country,
  REGION: row.region,
  CITY: row.city,
  SHARED_ID: row.sharedId,
  SUB_ID1: row.subIds[0] ?? null,
  SUB_ID2: row.subIds[1] ?? null,
  SUB_ID3: row.subIds[2] ?? null,
  get TRAFFIC_SOURCE() {
    return trafficSourceOf(row.referrerHost);
  },
  REFERRER_DOMAIN: row.referrerHost,
  REFERRER_URL: row.referrer,
  LANDING_PAGE: row.landingPage,
  get WEEKDAY() {
    return localTime(row.at, zone).weekday;
  },
  get HOUR() {
    return localTime(row.at, zone).hour;
  },
  PARTNER_VALUE1: row.partnerValues[0] ?? null,
  PARTNER_VALUE2: row.partnerValues[1] ?? null,
  PARTNER_VALUE3: row.partnerValues[2] ?? null,
  PARTNER_GROUP: row.partnerGroups,
  MEDIA_PROPERTY: row.mediaProperty,
  params: row.custom,
});

export const hasRules = (terms: Pick<Terms, "eventPayouts">, event: EventKind = "CLICK"): boolean => {
  const payout = payoutOf(terms, event);
  return payout !== undefined && payout.groups.length + payout.restrictions.length > 0;
};
