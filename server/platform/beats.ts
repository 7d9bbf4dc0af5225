/**
 * What the loops of this process say of themselves: when their last round ended, what fails, and
 * whether they were stopped. The process's heartbeat tells it on.
 */
export interface Beat {
  name: string;
  startedAt: number;
  /** Of the round that is running; null between two. */
  beganAt: number | null;
  /** When a round last ended well. */
  roundAt: number | null;
  /** When one last did work. */
  workedAt: number | null;
  /** Since when it fails; null: it works. */
  failingSince: number | null;
  error: string | null;
  stoppedAt: number | null;
}

const longestError = 300;
const errorText = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error))
    .replaceAll("\0", "")
    .slice(0, longestError);

export class Beats {
  readonly #all = new Set<Beat>();
  readonly #now: () => number;
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Loops of one name are told by their number. */
  start(name: string) {
    const now = this.#now;
    const same = [...this.#all].filter((beat) => beat.name.replace(/ \d+$/, "") === name).length;
    const beat: Beat = {
      name: same === 0 ? name : `${name} ${same + 1}`,
      startedAt: now(),
      beganAt: null,
      roundAt: null,
      workedAt: null,
      failingSince: null,
      error: null,
      stoppedAt: null,
    };
    this.#all.add(beat);
    const said = {
      began: () => void (beat.beganAt = now()),
      ended: (done: number) => {
        Object.assign(beat, { beganAt: null, roundAt: now(), failingSince: null, error: null });
        if (done > 0) beat.workedAt = now();
      },
      failed: (error: unknown) => {
        beat.failingSince ??= now();
        Object.assign(beat, { beganAt: null, error: errorText(error) });
      },
      stopped: () => void (beat.stoppedAt = now()),
    };
    /** Tells of a round that another loop runs; its failure goes on. */
    const round = async (run: () => Promise<number>): Promise<number> => {
      said.began();
      try {
        const done = await run();
        said.ended(done);
        return done;
      } catch (error) {
        said.failed(error);
        throw error;
      }
    };
    return { ...said, round };
  }
  all(): Beat[] {
    return [...this.#all].map((beat) => ({ ...beat }));
  }
}
/** Of this process. */
export const beats = new Beats();
