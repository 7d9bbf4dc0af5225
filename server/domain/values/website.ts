/** The gate for addresses of sites that anybody can open: where partners promote. */
import { accept, refuse, type Result } from "../result.ts";
import { readAddress } from "./address.ts";

const lengthMax = 2_000;
/**
 * Names that lead nowhere but within one's own network, or for tests alone (RFC 2606, 6761, 6762,
 * 7686, 8375, 9476). "example" stays, for papers and trials are written with it.
 */
const withinOnes = new RegExp(
  String.raw`(?:^|\.)(?:localhost|localdomain|local|internal|intranet|lan|home|corp|private|` +
    "invalid|test|onion|arpa|alt)$",
);
/** A name of the DNS below a top level, which is no number: then URL made an address of it. */
const publicName = /^(?:[^.]+\.)+(?!\d+$)[^.]+$/;

/** URL looks into "xn--…" only where another letter is none of ASCII. */
const isReadable = (host: string): boolean =>
  !host.includes("xn--") || URL.parse(`https://${host}.\u00e9/`) !== null;

/**
 * An address by http or https, in its canonical form. Its host is a name that everybody can look
 * up: no computer's own, no network address; it carries no name and password of anyone.
 */
export function gateWebsite(text: string, ...path: string[]): Result<string, "BAD_URL"> {
  const refused = (why: string) => refuse("BAD_URL", why, ...path);
  const read = readAddress("BAD_URL", text, ...path);
  if (!read.ok) return read;
  const url = URL.parse(read.value);
  if (!url || !/^https?:$/.test(url.protocol) || url.href.length > lengthMax)
    return refused(
      `Give the whole address, such as https://example.com/deals, at most ${lengthMax} characters`,
    );
  if (url.username !== "" || url.password !== "")
    return refused(
      "The address holds a user name or password, which others would read: give it without them",
    );
  const host = url.hostname.replace(/\.$/, "");
  if (!isReadable(host))
    return refused(`${host} is no name of a site: what follows "xn--" in it says no letters`);
  if (host.startsWith("[") || !publicName.test(host) || withinOnes.test(host))
    return refused(
      `${host} is no site that others can open: give the address under its public name, such as ` +
        "https://example.com/deals",
    );
  url.hostname = host;
  return accept(url.href);
}
