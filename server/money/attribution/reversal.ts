/** Reversal of what is pending when a contract ends. */
import type { Disposition } from "../../domain/conversion.ts";
import { readConversions } from "./booked-conversions.ts";
import { book } from "./booking.ts";
import { inBooking, loadProgramContext } from "./sales-booking.ts";
import { reversed, settle } from "./settling.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";

interface Reversal {
  partnerId: string;
  programId: string;
  reason: Disposition;
  /** Who ended the contract; null = the clock. */
  actorId: string | null;
  comment?: string | null;
}

/**
 * Reverses the partner's PENDING sales in the program, never APPROVED ones [D65]; resolves with
 * their number. Test sales stay.
 */
export async function reversePendingConversions(
  deps: WorkerDeps,
  { partnerId, programId, reason, actorId, comment = null }: Reversal,
): Promise<number> {
  return inBooking(deps, await loadProgramContext(deps.pool, programId), [], async (booking) => {
    await settle(booking);
    const sales = await readConversions(
      booking.client,
      "a.program_id = $1 and a.partner_account_id = $2 and a.state = 'PENDING' and not a.is_test",
      [programId, partnerId],
    );
    const by =
      actorId === null ? { actor: "SYSTEM" as const } : { actor: "PERSON" as const, actorId };
    for (const before of sales)
      book(booking, {
        before,
        after: reversed(before, { code: reason, decidedBy: actorId }),
        decision: null,
        kind: "REVERSED",
        ...by,
        code: reason,
        comment,
      });
    return sales.length;
  });
}
