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

function decode(text: string, warn: (warning: string) => void): string {
  let value = text.includes("+") ? text.replaceAll("+", " ") : text;
  if (value.includes("%")) {
    try {
      value = decodeURIComponent(value);
    } catch {
      // Kept as it came: a partner who escapes wrongly still finds the own id.
      warn("BAD_ENCODING");
    }
  }
  // PostgreSQL's text holds no NUL.
  if (value.includes("\0")) {
    value = value.replaceAll("\0", "");
    warn("NUL_REMOVED");
  }
  return value.toWellFormed();
}

/** Reads the query from `start` (behind the "?") of a request target. The first of several equal names counts. */
export function readParameters(target: string, start: number): LinkParameters {
  const found: LinkParameters = { sharedId: null, subIds: [null, null, null], custom: null, warnings: [] };
  const warn = (warning: string): void => {
    if (!found.warnings.includes(warning)) found.warnings.push(warning);
  };
  let customCount = 0;
  for (let at = start; at < target.length; ) {
    const ampersand = target.indexOf("&", at);
    const end = ampersand === -1 ? target.length : ampersand;
    const equals = target.indexOf("=", at);
    if (equals > at && equals < end - 1) {
      const name = target.slice(at, equals);
      const lower = name.toLowerCase();
      const value = (): string => decode(target.slice(equals + 1, end), warn);
      const subId = subIdNames.indexOf(lower);
      if (lower === "sharedid") {
        const sharedId = value();
        if (!isSharedId(sharedId)) warn("SHARED_ID_DROPPED");
        else found.sharedId ??= sharedId;
      } else if (subId >= 0) {
        const id = value();
        if (id.length > valueLengthMax) warn("SUB_ID_DROPPED");
        else found.subIds[subId] ??= id;
      } else if (lower.startsWith("p.")) {
        takeCustom(found, name.slice(2), ++customCount <= customMax ? value() : null, warn);
      }
    }
    at = end + 1;
  }
  return found;
}

function takeCustom(found: LinkParameters, name: string, value: string | null, warn: (warning: string) => void): void {
  if (value === null || value.length > valueLengthMax || !customName.test(name)) return warn("PARAMETER_DROPPED");
  // No prototype: "__proto__" is a name like any other.
  found.custom ??= Object.create(null) as Record<string, string>;
  found.custom[name] ??= value;
}
