/**
 * Readable names in links, "/c/summer-tents": chosen by people, unique over the whole tracker, also
 * where names only look alike.
 */
import { accept, refuse, type Result } from "./result.ts";
import { latinOf } from "./lookalikes.ts";

const lengths = { min: 3, max: 40 } as const;
const form = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
/** They would seem to be the platform's, Amazon's or somebody's sign-in. */
const reserved = new Set(
  (
    "about account admin administrator amazon amzn api app apps auth bank billing blog cdn " +
    "checkout contact counterfoil download dashboard error healthz help home images index info " +
    "legal link links login logout mail news null official operator password pay payment paypal " +
    "privacy readyz register root secure security settings shop signin signup static status " +
    "store support system terms test undefined update verify www"
  ).split(" "),
);

export const linkNamePath = (name: string): string => `/c/${name}`;

/**
 * What a name looks like at a glance: no hyphens, digits as the letters they resemble. Two names of
 * one look are one name.
 */
export const lookOf = (name: string): string =>
  name
    .replaceAll("-", "")
    .replaceAll("0", "o")
    .replaceAll(/[1il]/g, "l")
    .replaceAll("5", "s")
    .replaceAll("2", "z")
    .replaceAll("8", "b")
    .replaceAll("rn", "m")
    .replaceAll("vv", "w");

/** As people write it; capitals do not count. */
export function readLinkName(text: string): Result<string, "BAD_LINK_NAME"> {
  const bad = (why: string) => refuse("BAD_LINK_NAME" as const, why, "name");
  const name = text.trim().toLowerCase();
  const foreign = Array.from(name).find((sign) => latinOf(sign) !== sign);
  if (foreign !== undefined)
    return bad(
      `“${foreign}” only looks like the letter ${latinOf(foreign)}: write it with a Latin keyboard`,
    );
  if (name.length < lengths.min || name.length > lengths.max || !form.test(name))
    return bad(
      `A link's readable name has ${lengths.min} to ${lengths.max} letters a to z, digits and ` +
        "hyphens between them",
    );
  if (/^\d+$/.test(name)) return bad("A link's readable name has a letter at least");
  if (reserved.has(name) || [...reserved].some((word) => lookOf(word) === lookOf(name)))
    return bad(`“${name}” is kept for the platform, or looks like it: choose another name`);
  return accept(name);
}

/** With capitals, and with what stood behind it in a text. */
const asked = /^\/c\/([a-z0-9](?:[a-z0-9-]{1,38})[a-z0-9])[/.,;:!?)\]"']*$/i;
/** The name that a path asks for; null: it has none. */
export const linkNameIn = (path: string): string | null =>
  asked.exec(path)?.[1]?.toLowerCase() ?? null;
