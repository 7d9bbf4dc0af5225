/** The gates for what has one way to be written: zones, times, countries, codes. */
import { accept, refuse, type Result } from "../result.ts";
import { inCapitals, lengthOf, quoted } from "./text.ts";

/** An IANA zone, in the platform's own spelling; offsets are none. */
export function gateZone(zone: string, ...path: string[]): Result<string, "BAD_TIME_ZONE"> {
  try {
    const canonical = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId;
    if (!/^[+-]/.test(canonical)) return accept(canonical);
  } catch {
    // Not a zone at all; an offset is refused as well.
  }
  return refuse(
    "BAD_TIME_ZONE",
    `${quoted(zone, 60)} is not an IANA time zone such as America/New_York`,
    ...path,
  );
}

/**
 * Other years are typing errors; the ends lie far from those of what PostgreSQL and JavaScript both
 * can write. The same for dates, months and instants.
 */
const years = "the years 1970 to 2999";
const ofYears = String.raw`(?:19[7-9]|2\d\d)\d`;
const dateForm = new RegExp(String.raw`^${ofYears}-\d\d-\d\d$`);
const monthForm = new RegExp(String.raw`^${ofYears}-(?:0[1-9]|1[0-2])$`);
/** RFC 3339 with its offset: without one nobody can say which instant is meant. */
const instantForm = new RegExp(
  String.raw`^\d{4}-\d\d-\d\d[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?` +
    String.raw`(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$`,
);
const refusedTime = (text: string, what: string, example: string, path: string[]) =>
  refuse("BAD_DATE", `${quoted(text, 40)} is no ${what} of ${years}, such as ${example}`, ...path);

/** "2026-11-29": a date that the calendar has, of the years 1970 to 2999. */
export function gateDate(date: string, ...path: string[]): Result<string, "BAD_DATE"> {
  if (dateForm.test(date) && isOfCalendar(date)) return accept(date);
  return refusedTime(date, "date", "2026-11-29", path);
}
function isOfCalendar(date: string): boolean {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const read = new Date(Date.UTC(year, month - 1, day));
  return read.getUTCMonth() === month - 1 && read.getUTCDate() === day;
}

/** "2026-11". */
export function gateMonth(month: string, ...path: string[]): Result<string, "BAD_DATE"> {
  if (monthForm.test(month)) return accept(month);
  return refusedTime(month, "month", "2026-11", path);
}

/** "2026-11-29T08:00:00Z", or with another offset; of the years 1970 to 2999 by UTC. */
export function gateInstant(text: string, ...path: string[]): Result<Date, "BAD_DATE"> {
  if (instantForm.test(text) && isOfCalendar(text.slice(0, 10))) {
    const instant = new Date(text.toUpperCase());
    if (dateForm.test(instant.toISOString().slice(0, 10))) return accept(instant);
  }
  return refusedTime(text, "instant", "2026-11-29T08:00:00Z", path);
}

/**
 * ISO 3166-1 alpha-2 as it stands in 2026, and XK, which address lists use for Kosovo. Countries
 * that are gone, and codes that stand for none (EU, UN, XA, ZZ), are not among them.
 */
export const countries: ReadonlySet<string> = new Set(
  (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO " +
    "BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ " +
    "DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP " +
    "GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG " +
    "KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML " +
    "MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE " +
    "PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL " +
    "SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM " +
    "US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"
  ).split(" "),
);
/** What people write for a country that has another code. */
const usualNames = new Map([
  ["UK", "GB"],
  ["EL", "GR"],
  ["USA", "US"],
]);
/** In capitals, however it is typed. */
export function gateCountry(code: string, ...path: string[]): Result<string, "BAD_COUNTRY"> {
  const capitals = inCapitals(code);
  if (countries.has(capitals)) return accept(capitals);
  const upper = code.trim().toUpperCase();
  const meant = countries.has(upper) ? upper : usualNames.get(upper);
  return refuse(
    "BAD_COUNTRY",
    meant
      ? `${quoted(code)} is not how ISO 3166 writes it: use ${meant}`
      : `${quoted(code)} is not an ISO 3166-1 country code such as US`,
    ...path,
  );
}

/**
 * What a machine made and a person copies: codes of links, tokens of mails, cursors. Spaces around
 * it are not of it.
 */
export function gateToken(text: string, ...path: string[]): Result<string, "BAD_CODE"> {
  const token = text.trim();
  if (/^[A-Za-z0-9_~.=-]{1,1000}$/.test(token)) return accept(token);
  return refuse(
    "BAD_CODE",
    `${quoted(text)} is not a code as it was given out: letters, digits, dashes and ` +
      "underscores",
    ...path,
  );
}

/** A key that a client makes for one intent. */
export function gateIdempotencyKey(text: string, ...path: string[]): Result<string, "BAD_INPUT"> {
  const length = lengthOf(text);
  if (length >= 1 && length <= 255 && text.isWellFormed() && !/\p{Cc}/u.test(text))
    return accept(text);
  return refuse(
    "BAD_INPUT",
    "An idempotency key has 1 to 255 characters, none of them a control character",
    ...path,
  );
}
