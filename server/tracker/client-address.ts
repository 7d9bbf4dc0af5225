/** Who asks: the socket's peer, or what a trusted proxy says of it (OWASP ASVS 4.1.3: the right-most untrusted hop). */
import ipaddr from "ipaddr.js";
import { WrongVariable } from "../env.ts";

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

function parseRange(text: string): Range {
  try {
    if (text.includes("/")) return ipaddr.parseCIDR(text);
    const address = ipaddr.process(text);
    return [address, address.kind() === "ipv4" ? 32 : 128];
  } catch {
    throw new WrongVariable(
      `The variable TRUSTED_PROXIES is wrong: "${text.slice(0, 60)}" is no address or CIDR range such as 10.0.0.0/8. Correct or unset it and start again.`,
    );
  }
}

// ipaddr.js also reads 08.8.8.8 and 0x7f.1; a header may hold only the ordinary form.
const isAddress = (text: string): boolean => ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(":") && ipaddr.IPv6.isValid(text));

/** One form per address: "::ffff:8.8.8.8" is 8.8.8.8, IPv6 is compressed. Null for anything else. */
function normalise(text: string): string | null {
  const bare = text.replace(/^\[(.*)\](:\d+)?$/, "$1").replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1");
  return isAddress(bare) ? ipaddr.process(bare).toString() : null;
}

export type ClientAddress = (peer: string | undefined, forwardedFor: string | string[] | undefined) => string;

const mapped = "::ffff:";

/** `trusted`: comma list of addresses or CIDR ranges; throws WrongVariable. The answer is "" when nothing is known. */
export function clientAddress(trusted: string): ClientAddress {
  const ranges = trusted.split(",").map((text) => text.trim()).filter(Boolean).map(parseRange);
  const isTrusted = (text: string): boolean => {
    const address = ipaddr.process(text);
    return ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range as ipaddr.IPv4, bits));
  };
  return (peer, forwardedFor) => {
    if (!peer) return "";
    if (ranges.length === 0) return peer.startsWith(mapped) && peer.includes(".") ? peer.slice(mapped.length) : peer;
    let address = normalise(peer) ?? "";
    if (!forwardedFor || !address) return address;
    const hops = String(forwardedFor).split(",");
    while (hops.length > 0 && isTrusted(address)) {
      const hop = normalise(hops.pop()?.trim() ?? "");
      // A hop that is no address was written by nobody we trust: the proxy that passed it on is all we know.
      if (hop === null) break;
      address = hop;
    }
    return address;
  };
}
