/** What scripts weigh on the wire. */
import { gzipSync } from "node:zlib";

/** Addresses of the scripts that a page names itself: all that come before the first paint. */
export const firstScripts = (html: string, base: string): string[] => [
  ...new Set(
    [...html.matchAll(/<script(?![^>]* noModule)[^>]* src="([^"]+)"/gi)].map(
      (match) => new URL(match[1] ?? "", base).href,
    ),
  ),
];

/** Gzip bytes by address, each fetched once. */
export class ScriptSizes {
  readonly #known = new Map<string, Promise<number>>();

  of(address: string): Promise<number> {
    const known =
      this.#known.get(address) ??
      fetch(address).then(
        async (response) => gzipSync(Buffer.from(await response.arrayBuffer())).length,
      );
    this.#known.set(address, known);
    return known;
  }

  async sum(addresses: Iterable<string>): Promise<number> {
    const sizes = await Promise.all([...addresses].map((address) => this.of(address)));
    return sizes.reduce((sum, size) => sum + size, 0);
  }
}
