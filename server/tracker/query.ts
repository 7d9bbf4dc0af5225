/**
 * What a partner may add to a link: sharedId, subId1–3 and p.* values, each at most 255 characters. Everything else in the
 * query is ignored, above all anything that looks like an address. Sources: "Query guide", "Amazon Seller tracking".
 */
import { isSharedId } from "../domain/tracking.ts";

export interface LinkParameters {
  sharedId: string | null;
  subIds: [string | null, string | null, string | null];
  custom: Record<string, string> | null;
  warnings: string[];
}

const valueLengthMax = 255;
const customMax = 20;
const customName = /^[\w.-]{1,64}$/;
const subIdNames = ["subid1", "subid2", "subid3"];

function warn(found: LinkParameters, warning: string): void {
  if (!found.warnings.includes(warning)) found.warnings.push(warning);
}

function decode(text: string, found: LinkParameters): string {
  let value = text.includes("+") ? text.replaceAll("+", " ") : text;
  if (value.includes("%")) {
    try {
      value = decodeURIComponent(value);
    } catch {
      // Kept as it came: a partner who escapes wrongly still finds the own id.
      warn(found, "BAD_ENCODING");
    }
  }
  // PostgreSQL's text holds no NUL.
  if (value.includes("\0")) {
    value = value.replaceAll("\0", "");
    warn(found, "NUL_REMOVED");
  }
  return value.toWellFormed();
}

/** Reads the query from `start` (behind the "?") of a request target. The first of several equal names counts. */
export function readParameters(target: string, start: number): LinkParameters {
  const found: LinkParameters = { sharedId: null, subIds: [null, null, null], custom: null, warnings: [] };
  let customCount = 0;
  for (let at = start; at < target.length;) {
    const ampersand = target.indexOf("&", at);
    const end = ampersand === -1 ? target.length : ampersand;
    const equals = target.indexOf("=", at);
    if (equals > at && equals < end - 1) {
      const name = target.slice(at, equals);
      const value = target.slice(equals + 1, end);
      if (!name.startsWith("p.") && !name.startsWith("P.")) takeOwn(found, name.toLowerCase(), value);
      else takeCustom(found, name.slice(2), customCount++ < customMax ? decode(value, found) : null);
    }
    at = end + 1;
  }
  return found;
}

function takeOwn(found: LinkParameters, name: string, text: string): void {
  const subId = subIdNames.indexOf(name);
  if (name === "sharedid") {
    const sharedId = decode(text, found);
    if (isSharedId(sharedId)) found.sharedId ??= sharedId;
    else warn(found, "SHARED_ID_DROPPED");
  } else if (subId >= 0) {
    const id = decode(text, found);
    if (id.length <= valueLengthMax) found.subIds[subId] ??= id;
    else warn(found, "SUB_ID_DROPPED");
  }
}

function takeCustom(found: LinkParameters, name: string, value: string | null): void {
  if (value === null || value.length > valueLengthMax || !customName.test(name)) return warn(found, "PARAMETER_DROPPED");
  // No prototype: "__proto__" is a name like any other.
  found.custom ??= Object.create(null) as Record<string, string>;
  found.custom[name] ??= value;
}
