/** Wakes one waiting loop; a wake-up that comes while nobody waits is kept. */
export class Signal {
  #raised = false;
  #wake: (() => void) | null = null;

  raise(): void {
    this.#raised = true;
    this.#wake?.();
  }

  /** Resolves when raised, at once if it was raised before, or after `ceilingMs`. */
  async wait(ceilingMs: number): Promise<void> {
    if (!this.#raised) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, ceilingMs);
      this.#wake = resolve;
      await promise;
      this.#wake = null;
      clearTimeout(timer);
    }
    this.#raised = false;
  }
}
