/** One replay from its question to its result, over one snapshot of the ledger. */
import type pg from "pg";
import { differenceOf } from "../accounting/stored-decisions.ts";
import { Replay } from "../../domain/replay.ts";
import type { Move } from "../../domain/replay-tally.ts";
import type { AskedReplay } from "./asked.ts";
import { loadSnapshot } from "./snapshot.ts";
import { countClicks, pastClicks, type Past } from "./past-clicks.ts";
import { replaySales, type SalesDone } from "./past-sales.ts";
import {
  detailOf,
  resultOf,
  type ReplayDetail,
  type ReplayResult,
  type StoredCheck,
} from "./result.ts";

export interface Progress {
  done: number;
  total: number;
}
export interface ReplayDone {
  result: ReplayResult;
  detail: ReplayDetail;
  moves: Move[];
}

/** Notes how a decision made again differs from the one that the ledger holds. */
function checkOne(
  check: StoredCheck,
  { stored, contract }: Past,
  made: ReturnType<Replay["click"]>,
): void {
  check.clicks += 1;
  const difference = differenceOf(stored, contract, made);
  if (difference === null) return;
  check.equal = false;
  check.differing += 1;
  check.firstDifference ??= difference;
  check.clickId ??= stored.id;
}

function addSales(
  check: StoredCheck,
  { sales, leads, differing, firstDifference }: SalesDone,
): void {
  check.sales = sales;
  check.leads = leads;
  check.differing += differing;
  check.equal &&= differing === 0;
  check.firstDifference ??= firstDifference;
}

/**
 * `client` stands in a transaction that sees one snapshot. `tell` is awaited after each slice; it
 * may throw to end the run.
 */
export async function runReplay(
  client: pg.ClientBase,
  asked: AskedReplay,
  tell: (progress: Progress) => Promise<void>,
): Promise<ReplayDone> {
  const snapshot = await loadSnapshot(client, asked);
  const replay = new Replay(snapshot.plan);
  const before = snapshot.before && new Replay(snapshot.before);
  const check: StoredCheck | null =
    asked.terms === null
      ? {
          equal: true,
          clicks: 0,
          sales: 0,
          leads: 0,
          differing: 0,
          firstDifference: null,
          clickId: null,
        }
      : null;
  const total = await countClicks(client, asked, snapshot);
  let done = 0;
  await tell({ done, total });
  for await (const slice of pastClicks(client, asked, snapshot)) {
    for (const past of slice) {
      const made = replay.click(past.click, before?.was(past.click));
      if (check) checkOne(check, past, made);
    }
    done += slice.length;
    await tell({ done, total });
  }
  const sales = await replaySales(client, asked, snapshot, replay);
  if (check) addSales(check, sales);
  return {
    result: resultOf(replay.tally, replay.knockOn, check),
    detail: detailOf(replay.tally),
    moves: replay.tally.moves,
  };
}
