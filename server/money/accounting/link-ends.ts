/** The ends of a batch's links: which clicks find theirs ended, and how far each has come. */
import type pg from "pg";
import { countsForEnd, hasEnded, isUnder, type LinkEnd } from "../../domain/link-end.ts";
import type { Decision } from "../../domain/decide.ts";
import type { Instant } from "../../domain/calendar.ts";
import type { Classification } from "../../domain/validity.ts";
import type { RawClick } from "./raw-click.ts";

interface Row extends LinkEnd {
  id: string;
  link: string;
}
/** Counts of the database are its own; what a batch adds is written with the batch. */
interface Counting extends Row {
  before: number;
  filledAt: Instant | null;
}
const none: readonly Counting[] = [];
const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;

export class LinkEnds {
  readonly #byLink: ReadonlyMap<string, Counting[]>;

  private constructor(rows: readonly Row[]) {
    this.#byLink = Map.groupBy(
      rows.map((row) => ({ ...row, before: row.counted, filledAt: null })),
      ({ link }) => link,
    );
  }

  /** Read under the lock of what is in force: whoever ends a link holds it alone. */
  static async read(client: pg.ClientBase, clicks: readonly RawClick[]): Promise<LinkEnds> {
    const { rows } = await client.query<Row>({
      name: "read_link_ends",
      text: `select
          id,
          link_id as link,
          ${ms("set_at")} as "setAt",
          ${ms("lifted_at")} as "liftedAt",
          ${ms("ends_at")} as "endsAt",
          after_clicks as "afterClicks",
          counted
        from link_end
        where link_id = any($1::uuid[]) and (lifted_at is null or lifted_at > $2)`,
      values: [[...new Set(clicks.map(({ link }) => link))], new Date(clicks[0]?.at ?? 0)],
    });
    return new LinkEnds(rows);
  }

  hasEnded({ link, at }: RawClick): boolean {
    return (this.#byLink.get(link) ?? none).some((end) => hasEnded(end, at));
  }

  add({ link, at }: RawClick, classification: Classification, decision: Decision): void {
    const ends = this.#byLink.get(link);
    if (!ends || !countsForEnd(classification, decision)) return;
    for (const end of ends)
      if (end.afterClicks !== null && isUnder(end, at)) {
        end.counted += 1;
        if (end.counted === end.afterClicks) end.filledAt = at;
      }
  }

  async store(client: pg.ClientBase): Promise<void> {
    const changed = [...this.#byLink.values()]
      .flat()
      .filter(({ counted, before }) => counted > before);
    if (changed.length === 0) return;
    await client.query(
      `update link_end e
        set counted = made.counted, filled_at = coalesce(e.filled_at, made.filled_at)
        from unnest($1::uuid[], $2::int[], $3::timestamptz[]) made (id, counted, filled_at)
        where e.id = made.id`,
      [
        changed.map(({ id }) => id),
        changed.map(({ counted }) => counted),
        changed.map(({ filledAt }) => (filledAt === null ? null : new Date(filledAt))),
      ],
    );
  }
}
