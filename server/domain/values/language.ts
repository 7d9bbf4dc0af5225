/** Languages as browsers ask for them (BCP 47), of which language and region are kept: "en-US". */
import { accept, refuse, type Result } from "../result.ts";
import { gateCountry } from "./place-and-time.ts";
import { quoted } from "./text.ts";

const tagShape = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i;
const names = new Intl.DisplayNames("en", { type: "language", fallback: "none" });

/** A tag by the names that are in use: "iw-il" is "he-IL"; null where it is none. */
function localeOf(tag: string): Intl.Locale | null {
  if (!tagShape.test(tag)) return null;
  try {
    return new Intl.Locale(tag);
  } catch {
    return null;
  }
}
const short = ({ language, region }: Intl.Locale): string =>
  region === undefined ? language : `${language}-${region}`;

const metMax = 1_000;
/** Visitors share few languages. */
const met = new Map<string, string | null>();
/** What an Accept-Language header names first, whatever it likes best; null where it names none. */
export function languageOf(header: string | undefined): string | null {
  const [first = ""] = (header ?? "").slice(0, 60).split(/[,;]/, 1);
  const known = met.get(first);
  if (known !== undefined) return known;
  const locale = localeOf(first.trim());
  const language = locale && short(locale);
  if (met.size >= metMax) met.clear();
  met.set(first, language);
  return language;
}

const isRegion = (region: string | undefined): boolean =>
  region === undefined || /^\d{3}$/.test(region) || gateCountry(region).ok;
const isLanguage = (code: string): boolean => tagShape.test(code) && names.of(code) !== undefined;
const letters = Array.from("abcdefghijklmnopqrstuvwxyz");
/** Whether some language, with or without a region, begins so. */
export function beginsLanguage(part: string): boolean {
  const [code = "", region, ...more] = part.toLowerCase().split("-");
  if (more.length > 0 || (region !== undefined && !/^(?:[a-z]{0,2}|\d{0,3})$/.test(region)))
    return false;
  if (region !== undefined) return isLanguage(code);
  return (
    /^[a-z]$/.test(code) || isLanguage(code) || letters.some((last) => isLanguage(code + last))
  );
}

/** A language with or without its region, in the form in which clicks have it. */
export function gateLanguage(value: string, ...path: string[]): Result<string, "BAD_RULE"> {
  const locale = localeOf(value.trim());
  if (!locale || names.of(locale.language) === undefined || !isRegion(locale.region))
    return refuse(
      "BAD_RULE",
      `${quoted(value)} is no language of BCP 47 such as en or en-US`,
      ...path,
    );
  if (locale.baseName === short(locale)) return accept(short(locale));
  return refuse(
    "BAD_RULE",
    `${quoted(value)} names more than clicks tell, language and region: use ${short(locale)}`,
    ...path,
  );
}
