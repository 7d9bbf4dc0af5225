/**
 * Who asks: the socket's peer, or what a trusted proxy says of it (OWASP ASVS 4.1.3: the right-most
 * untrusted hop).
 */
import ipaddr from "ipaddr.js";
import { WrongVariable } from "../../platform/env.ts";

const mapped = "::ffff:";
/** "::ffff:8.8.8.8" is 8.8.8.8. */
export const withoutMapping = (address: string): string =>
  address.startsWith(mapped) && address.includes(".") ? address.slice(mapped.length) : address;

/**
 * The four bytes of a plain dotted address as one number, or -1: no allocation on the path of every
 * click.
 */
export function v4Number(address: string): number {
  let value = 0;
  let part = 0;
  let digits = 0;
  let dots = 0;
  for (let at = 0; at < address.length; at++) {
    const digit = address.charCodeAt(at) - 48;
    if (digit === -2 && digits > 0) {
      dots++;
      value = value * 256 + part;
      part = 0;
      digits = 0;
    } else if (digit >= 0 && digit <= 9 && (digits === 0 || part > 0)) {
      part = part * 10 + digit;
      digits++;
    } else return -1;
    if (part > 255) return -1;
  }
  return dots === 3 && digits > 0 ? value * 256 + part : -1;
}

interface Ranges {
  v4: { first: number; last: number }[];
  v6: [ipaddr.IPv6, number][];
}

function addRange(ranges: Ranges, text: string): void {
  try {
    const [address, bits] = text.includes("/")
      ? ipaddr.parseCIDR(text)
      : [ipaddr.process(text), -1];
    if (address instanceof ipaddr.IPv6) {
      ranges.v6.push([address, bits === -1 ? 128 : bits]);
      return;
    }
    const size = 2 ** (32 - (bits === -1 ? 32 : bits));
    const first = Math.floor(v4Number(address.toString()) / size) * size;
    ranges.v4.push({ first, last: first + size - 1 });
  } catch {
    throw new WrongVariable(
      `The variable TRUSTED_PROXIES is wrong: "${text.slice(0, 60)}" is no address or CIDR range ` +
        "such as 10.0.0.0/8. Correct or unset it and start again.",
    );
  }
}

function isTrusted(ranges: Ranges, address: string): boolean {
  const number = v4Number(address);
  if (number >= 0) return ranges.v4.some(({ first, last }) => number >= first && number <= last);
  return (
    ipaddr.IPv6.isValid(address) &&
    ranges.v6.some(([range, bits]) => ipaddr.IPv6.parse(address).match(range, bits))
  );
}

/**
 * One form per address, a port cut off, IPv6 compressed. Null for anything but the ordinary forms:
 * no 08.8.8.8, no 0x7f.1.
 */
function normalise(text: string): string | null {
  if (v4Number(text) >= 0) return text;
  const bare = withoutMapping(
    text.replace(/^\[(.*)\](?::\d+)?$/, "$1").replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1"),
  );
  if (v4Number(bare) >= 0) return bare;
  return bare.includes(":") && ipaddr.IPv6.isValid(bare) ? ipaddr.process(bare).toString() : null;
}

export type ClientAddress = (
  peer: string | undefined,
  forwardedFor: string | string[] | undefined,
) => string;

/**
 * `trusted`: comma list of addresses or CIDR ranges; throws WrongVariable. The answer is "" when
 * nothing is known.
 */
export function clientAddress(trusted: string): ClientAddress {
  const ranges: Ranges = { v4: [], v6: [] };
  for (const text of trusted.split(",").map((part) => part.trim()))
    if (text) addRange(ranges, text);
  return (peer, forwardedFor) => {
    let address = normalise(peer ?? "") ?? "";
    if (!forwardedFor) return address;
    const text = String(forwardedFor);
    for (let end = text.length; end > 0 && isTrusted(ranges, address);) {
      const comma = text.lastIndexOf(",", end - 1);
      const hop = normalise(text.slice(comma + 1, end).trim());
      // A hop that is no address was written by nobody we trust: the proxy that passed it on is all
      // we know.
      if (hop === null) break;
      address = hop;
      end = comma;
    }
    return address;
  };
}
