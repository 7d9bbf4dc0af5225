/**
 * All links by (partner, ad), as an open-addressing hash table in typed arrays: 55–75 bytes a link,
 * where a Map of objects takes some 400. Partners and ads are small ordinals. Links are never
 * deleted.
 */

const idLength = 36;
const flagTest = 1;

export interface LinkRow {
  id: string;
  test: boolean;
  sharedId: string | null;
}

export class LinkIndex {
  #count = 0;
  #partners = new Uint32Array(1024);
  #ads = new Uint32Array(1024);
  #flags = new Uint8Array(1024);
  #ids = Buffer.alloc(1024 * idLength);
  readonly #sharedIds = new Map<number, string>();
  /** Ordinal + 1 of the link in each slot, 0 = empty; at most half full. */
  #slots = new Uint32Array(4096);

  get size(): number {
    return this.#count;
  }

  #slotOf(partner: number, ad: number): number {
    const mask = this.#slots.length - 1;
    let hash = Math.imul(partner ^ Math.imul(ad, 0x9e3779b1), 0x85ebca6b);
    hash ^= hash >>> 15;
    let slot = hash & mask;
    for (;;) {
      const entry = this.#slots[slot] ?? 0;
      if (entry === 0 || (this.#partners[entry - 1] === partner && this.#ads[entry - 1] === ad))
        return slot;
      slot = (slot + 1) & mask;
    }
  }

  /** Ordinal of the link, or -1. */
  find(partner: number, ad: number): number {
    return (this.#slots[this.#slotOf(partner, ad)] ?? 0) - 1;
  }

  set(partner: number, ad: number, link: LinkRow): void {
    let at = this.find(partner, ad);
    if (at === -1) {
      if (this.#count === this.#flags.length) this.#grow();
      at = this.#count++;
      this.#partners[at] = partner;
      this.#ads[at] = ad;
      this.#slots[this.#slotOf(partner, ad)] = at + 1;
    }
    this.#flags[at] = link.test ? flagTest : 0;
    this.#ids.write(link.id, at * idLength, idLength, "latin1");
    if (link.sharedId === null) this.#sharedIds.delete(at);
    else this.#sharedIds.set(at, link.sharedId);
  }

  idOf(at: number): string {
    return this.#ids.toString("latin1", at * idLength, (at + 1) * idLength);
  }
  isTest(at: number): boolean {
    return ((this.#flags[at] ?? 0) & flagTest) !== 0;
  }
  sharedIdOf(at: number): string | null {
    return this.#sharedIds.get(at) ?? null;
  }

  #grow(): void {
    const capacity = Math.ceil(this.#count * 1.5);
    const copy = <T extends Uint32Array | Uint8Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.#partners = copy(this.#partners, new Uint32Array(capacity));
    this.#ads = copy(this.#ads, new Uint32Array(capacity));
    this.#flags = copy(this.#flags, new Uint8Array(capacity));
    const ids = Buffer.alloc(capacity * idLength);
    this.#ids.copy(ids);
    this.#ids = ids;
    if (capacity * 2 <= this.#slots.length) return;
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(capacity * 2)));
    for (let at = 0; at < this.#count; at++)
      this.#slots[this.#slotOf(this.#partners[at] ?? 0, this.#ads[at] ?? 0)] = at + 1;
  }
}
