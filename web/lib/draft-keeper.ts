/**
 * Keeps a draft on the server while it is written: one save at a time, the newest words last, and
 * never over what somebody else saved in between.
 */
import { isPassing } from "./failure.ts";
import type { Refusal } from "../ui/form.tsx";

const pauseMs = 700;
/** After a save that came to nothing, while nothing else is typed. */
const againMs = 10_000;

/** A draft as it is kept. */
export interface KeptState {
  id: string;
  /** Of the save that its writer has seen. */
  number: number;
  /** When it was saved, ISO 8601. */
  at: string;
}
export interface OthersSave {
  number: number;
  byName: string | null;
  at: string;
}
export type SavedDraft = { ok: true; kept: KeptState } | { ok: false; refusal: Refusal };

export interface DraftServer<T> {
  /** `over` is the save that this one follows; null begins a draft. */
  save: (value: T, over: KeptState | null) => Promise<SavedDraft>;
  /** What somebody else saved; null where there is none any more. */
  newest: (id: string) => Promise<OthersSave | null>;
}

export interface Keeping {
  /** Null: nothing is kept yet. */
  kept: KeptState | null;
  /** Something was typed that is not kept yet. */
  isKeeping: boolean;
  /** Why the newest words are not kept; null while they are, or are about to be. */
  refusal: Refusal | null;
  /** Somebody saved in between: nothing more is saved until the writer has decided. */
  others: OthersSave | null;
}

/** Whether it may have been saved all the same; another try may cure it. */
const isUnsure = ({ code, message }: Refusal): boolean =>
  isPassing({ code, message, requestId: null });

export class DraftKeeper<T> {
  state: Keeping;
  #server: DraftServer<T> | null = null;
  #wanted: { value: T } | null = null;
  /** Sent without an answer: it may be kept, and what follows it must know its number. */
  #unsure: { value: T; over: KeptState | null } | null = null;
  /** The session ended: nothing is sent by itself until it is back. */
  #isAway = false;
  #running: Promise<KeptState | null> | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #stopped = false;
  readonly #listeners = new Set<() => void>();

  constructor(first: KeptState | null) {
    this.state = { kept: first, isKeeping: false, refusal: null, others: null };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly read = (): Keeping => this.state;

  saveBy(server: DraftServer<T>): void {
    this.#server = server;
  }

  #become(next: Partial<Keeping>): void {
    this.state = { ...this.state, ...next };
    for (const listener of this.#listeners) listener();
  }

  /** Whether words stand on the page alone. */
  get isUnkept(): boolean {
    return this.#wanted !== null || this.#running !== null;
  }

  /** Once nothing was typed for a moment. */
  readonly keep = (value: T): void => {
    this.#wanted = { value };
    if (!this.state.isKeeping) this.#become({ isKeeping: true });
    if (!this.#stopped && !this.#isAway) this.#later(pauseMs);
  };

  /** At once; null when it could not be kept. */
  readonly keepNow = (value: T): Promise<KeptState | null> => {
    this.#wanted = { value };
    return this.flush();
  };

  readonly flush = (): Promise<KeptState | null> => {
    this.#clear();
    this.#running ??= this.#drain().finally(() => (this.#running = null));
    return this.#running;
  };

  /** What nobody pressed for. */
  readonly flushUnasked = (): void => {
    if (!this.#isAway) void this.flush();
  };

  /** Signed in again, here or in another window: what waited for it is saved. */
  readonly sessionIsBack = (): void => {
    if (!this.#isAway) return;
    this.#isAway = false;
    void this.flush();
  };

  /**
   * Before it becomes something else: all that was typed is kept. Gives the save that it becomes
   * of, `kept` null where there is none; null where somebody saved in between.
   */
  readonly settle = async (): Promise<{ kept: KeptState | null } | null> => {
    if (this.isUnkept) await this.flush();
    const { kept, refusal } = this.state;
    return refusal?.code === "DRAFT_CHANGED" ? null : { kept };
  };

  /** It did not become something else: somebody had saved in between. */
  readonly changedMeanwhile = (refusal: Refusal): Promise<void> => this.#refuse(refusal);

  /** Over what somebody else saved, which its writer has been told of. */
  readonly saveOnTop = (): void => {
    const { kept, others } = this.state;
    if (kept && others) this.#goOn({ ...kept, number: others.number });
  };
  /** As a draft of its own. */
  readonly saveApart = (): void => this.#goOn(null);

  /** Nothing is kept from here on; gives what is kept by then, for whoever takes it away. */
  readonly stop = async (): Promise<KeptState | null> => {
    this.#clear();
    this.#stopped = true;
    this.#wanted = null;
    await this.#running;
    this.#wanted = null;
    this.#unsure = null;
    return this.state.kept;
  };

  /** What is typed next begins another draft. */
  readonly beginAnew = (): void => {
    this.#wanted = null;
    this.#unsure = null;
    this.#stopped = false;
    this.#become({ kept: null, isKeeping: false, others: null, refusal: null });
  };

  #clear(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
  #later(ms: number): void {
    this.#clear();
    this.#timer = setTimeout(() => void this.flush(), ms);
  }
  #goOn(kept: KeptState | null): void {
    this.#stopped = false;
    this.#unsure = null;
    this.#become({ kept, others: null, refusal: null });
    void this.flush();
  }

  /** What goes out next: what is unsure under its old number, then the newest words. */
  #next(): { value: T; over: KeptState | null } | null {
    if (this.#unsure) {
      if (this.#wanted?.value === this.#unsure.value) this.#wanted = null;
      return this.#unsure;
    }
    const wanted = this.#wanted;
    this.#wanted = null;
    return wanted && { value: wanted.value, over: this.state.kept };
  }

  async #drain(): Promise<KeptState | null> {
    while (this.#server && !this.#stopped) {
      const sent = this.#next();
      if (!sent) break;
      const saved = await this.#server.save(sent.value, sent.over);
      if (!saved.ok) {
        // What was typed since is newer, and holds this, too.
        this.#wanted ??= { value: sent.value };
        this.#unsure = isUnsure(saved.refusal) ? sent : null;
        await this.#refuse(saved.refusal);
        return null;
      }
      this.#unsure = null;
      this.#isAway = false;
      this.#become({ kept: saved.kept, refusal: null, isKeeping: this.#wanted !== null });
    }
    return this.#stopped ? null : this.state.kept;
  }

  async #refuse(refusal: Refusal): Promise<void> {
    const { kept } = this.state;
    this.#isAway = refusal.code === "UNAUTHENTICATED";
    if (isUnsure(refusal)) this.#later(againMs);
    // Somebody saved it, or deleted it.
    this.#stopped ||= refusal.code === "DRAFT_CHANGED" || refusal.code === "NOT_FOUND";
    const others =
      refusal.code === "DRAFT_CHANGED" && kept ? await this.#server?.newest(kept.id) : null;
    this.#become({ refusal, others: others ?? null });
  }
}
