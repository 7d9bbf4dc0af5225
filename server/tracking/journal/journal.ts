/** Where a link request is made durable before it is answered. */
import type { ClickRecord, OtherRequestRecord } from "../../domain/facts.ts";

export type NewRecord = Omit<ClickRecord, "seq"> | Omit<OtherRequestRecord, "seq">;

/**
 * No record of this group is durable: answer 503. The next group may succeed, e.g. when the disk
 * has space again.
 */
export class NotDurable extends Error {}

export interface Journal {
  readonly trackerId: string;
  /** False while the last attempt failed, and for ever once a sync has failed. */
  readonly writable: boolean;
  /**
   * Gives the record its `seq`. Resolves once the record is on stable storage; rejects with
   * NotDurable, and then the record does not exist.
   */
  append(record: NewRecord): Promise<void>;
  /** Waits for what was appended. */
  close(): Promise<void>;
}
