/** How many streams one person or key, and one address, may hold open at once in this process. */

/** A person's open pages use two or three each. */
const ofOne = 30;
/** A house behind one address has many people. */
const ofAddress = 300;

export class StreamSlots {
  readonly #open = new Map<string, number>();

  /** Gives the slot back when it is called; null when all are taken. */
  take(principal: string, address: string): (() => void) | null {
    const wanted: [string, number][] = [
      [`principal ${principal}`, ofOne],
      [`address ${address}`, ofAddress],
    ];
    if (wanted.some(([key, most]) => (this.#open.get(key) ?? 0) >= most)) return null;
    for (const [key] of wanted) this.#open.set(key, (this.#open.get(key) ?? 0) + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      for (const [key] of wanted) {
        const left = (this.#open.get(key) ?? 1) - 1;
        if (left === 0) this.#open.delete(key);
        else this.#open.set(key, left);
      }
    };
  }
}
