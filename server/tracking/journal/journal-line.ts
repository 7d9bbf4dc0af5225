/**
 * One record as one line of the journal, written into the bytes of its group. The form is that of
 * journal-read.ts "crc32 SP json LF". JSON.stringify takes less than a click's JSON put together
 * by hand did, whatever a click's fields are.
 */
import { crc32 } from "node:zlib";
import type { RequestRecord } from "../../domain/facts.ts";

const crcLength = 8;
const hexDigits = Buffer.from("0123456789abcdef", "latin1");
/** Lines in one buffer that is used again: group after group, without a string of them all. */
export class LineBuffer {
  #bytes = Buffer.allocUnsafeSlow(1 << 18);
  #length = 0;

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }
  clear(): void {
    this.#length = 0;
  }

  add(record: RequestRecord): void {
    const json = JSON.stringify(record);
    const lengthMax = crcLength + 2 + json.length * 3;
    if (this.#length + lengthMax > this.#bytes.length) this.#grow(lengthMax);
    const bytes = this.#bytes;
    const start = this.#length + crcLength + 1;
    const end = start + bytes.write(json, start);
    let crc = crc32(bytes.subarray(start, end));
    for (let at = start - 2; at >= this.#length; at--) {
      bytes[at] = hexDigits[crc & 15] ?? 0;
      crc >>>= 4;
    }
    bytes[start - 1] = 0x20;
    bytes[end] = 0x0a;
    this.#length = end + 1;
  }

  #grow(more: number): void {
    const grown = Buffer.allocUnsafeSlow(2 * (this.#bytes.length + more));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}
