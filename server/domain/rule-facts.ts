/** What rules may test of a stored click, by the names of their variables. */
import type { Instant } from "./calendar.ts";
import type { Facts } from "./rules.ts";
import { payoutOf, type Terms } from "./terms.ts";

/** As db/click-facts.ts selects it. */
export interface FactRow {
  id: string;
  at: Instant;
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
}

const weekdays = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];

/** Weekday and hour are those of the brand account's zone. */
export function factsOf(row: FactRow, zone: string): Facts {
  const local = Temporal.Instant.fromEpochMilliseconds(row.at).toZonedDateTimeISO(zone);
  return {
    AD: row.ad,
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
    REFERRER_DOMAIN: row.referrerHost,
    REFERRER_URL: row.referrer,
    LANDING_PAGE: row.landingPage,
    WEEKDAY: weekdays[local.dayOfWeek - 1] ?? null,
    HOUR: String(local.hour),
    params: row.custom,
  };
}

export const hasRules = (terms: Pick<Terms, "eventPayouts">): boolean => {
  const payout = payoutOf(terms, "CLICK");
  return payout !== undefined && payout.groups.length + payout.restrictions.length > 0;
};
