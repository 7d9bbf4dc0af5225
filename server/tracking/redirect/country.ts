/**
 * Country of an address from the CC0 list "@ip-location-db/geo-whois-asn-country": sorted ranges in
 * typed arrays, binary search. IPv6 ranges are compared by their upper 64 bits, the smallest block
 * a registry assigns.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, dirname } from "node:path";
import ipaddr from "ipaddr.js";
import { v4Number, withoutMapping } from "./client-address.ts";

export interface Countries {
  /** ISO 3166-1 alpha-2, or null when unknown. */
  of(address: string): string | null;
  version: string;
}

interface Ranges<T extends Uint32Array | BigUint64Array> {
  starts: T;
  ends: T;
  /** Two letters, as 16 bits. */
  codes: Uint16Array;
}

const packageName = "@ip-location-db/geo-whois-asn-country";
const comma = 44;
const newline = 10;

/** Lines "first,last,CC" with the addresses as decimal numbers. */
function forEachRange(
  bytes: Buffer,
  take: (first: [number, number], last: [number, number], code: number) => void,
): void {
  let at = 0;
  while (at < bytes.length) {
    const firstEnd = bytes.indexOf(comma, at);
    const lastEnd = bytes.indexOf(comma, firstEnd + 1);
    if (firstEnd === -1 || lastEnd === -1) return;
    take(
      [at, firstEnd],
      [firstEnd + 1, lastEnd],
      ((bytes[lastEnd + 1] ?? 0) << 8) | (bytes[lastEnd + 2] ?? 0),
    );
    const lineEnd = bytes.indexOf(newline, lastEnd);
    at = lineEnd === -1 ? bytes.length : lineEnd + 1;
  }
}

function countLines(bytes: Buffer): number {
  let count = 1;
  for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) count++;
  return count;
}

function parseV4(bytes: Buffer): Ranges<Uint32Array> {
  const lines = countLines(bytes);
  const ranges = {
    starts: new Uint32Array(lines),
    ends: new Uint32Array(lines),
    codes: new Uint16Array(lines),
  };
  const decimal = ([from, to]: [number, number]): number => {
    let value = 0;
    for (let at = from; at < to; at++) value = value * 10 + (bytes[at] ?? 48) - 48;
    return value;
  };
  let count = 0;
  forEachRange(bytes, (first, last, code) => {
    ranges.starts[count] = decimal(first);
    ranges.ends[count] = decimal(last);
    ranges.codes[count++] = code;
  });
  return cut(ranges, count);
}

function parseV6(bytes: Buffer): Ranges<BigUint64Array> {
  const lines = countLines(bytes);
  const ranges = {
    starts: new BigUint64Array(lines),
    ends: new BigUint64Array(lines),
    codes: new Uint16Array(lines),
  };
  const upper = ([from, to]: [number, number]): bigint =>
    BigInt(bytes.toString("latin1", from, to)) >> 64n;
  let count = 0;
  forEachRange(bytes, (first, last, code) => {
    ranges.starts[count] = upper(first);
    ranges.ends[count] = upper(last);
    ranges.codes[count++] = code;
  });
  return cut(ranges, count);
}

const cut = <T extends Uint32Array | BigUint64Array>(
  { starts, ends, codes }: Ranges<T>,
  count: number,
): Ranges<T> => ({
  starts: starts.subarray(0, count) as T,
  ends: ends.subarray(0, count) as T,
  codes: codes.subarray(0, count),
});

function find<T extends Uint32Array | BigUint64Array>(
  ranges: Ranges<T>,
  address: T[number],
): string | null {
  let low = 0;
  let high = ranges.starts.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if ((ranges.starts[middle] ?? 0) > address) high = middle - 1;
    else low = middle + 1;
  }
  if (high < 0 || (ranges.ends[high] ?? 0) < address) return null;
  const code = ranges.codes[high] ?? 0;
  return String.fromCharCode(code >> 8, code & 0xff);
}

function v6Upper(address: string): bigint | null {
  if (!ipaddr.IPv6.isValid(address)) return null;
  const parts = ipaddr.IPv6.parse(address).parts;
  return parts.slice(0, 4).reduce((value, part) => (value << 16n) | BigInt(part), 0n);
}

export async function loadCountries(): Promise<Countries> {
  const packageFile = createRequire(import.meta.url).resolve(`${packageName}/package.json`);
  const read = (version: string) =>
    readFile(join(dirname(packageFile), `geo-whois-asn-country-${version}-num.csv`));
  const { version } = JSON.parse(await readFile(packageFile, "utf8")) as { version: string };
  const v4 = parseV4(await read("ipv4"));
  const v6 = parseV6(await read("ipv6"));
  return {
    version,
    of(address) {
      const plain = withoutMapping(address);
      const number = v4Number(plain);
      if (number >= 0) return find(v4, number);
      const upper = v6Upper(plain);
      return upper === null ? null : find(v6, upper);
    },
  };
}
