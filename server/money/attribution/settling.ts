/**
 * What is due in a program before anything else is booked: sales whose contract changed are priced
 * anew, people's requests are booked in the order in which they came, and sales whose locking date
 * has come are approved [D163].
 */
import type { ContractInForce } from "../../domain/contract-in-force.ts";
import { isOverLimit } from "../../domain/payable-event.ts";
import {
  judge,
  takesBack,
  type RequestFault,
  type RequestKind,
  type ReturnShare,
} from "../../domain/conversion.ts";
import type { Micros } from "../../domain/money.ts";
import {
  isDue,
  readConversions,
  standingOfConversion,
  type BookedConversion,
} from "./booked-conversions.ts";
import { book, type Change } from "./booking.ts";
import { flush, isOneOf, type SalesBooking } from "./sales-booking.ts";
import { contractsBooked, contractsInForce, price, standingOf } from "./pricing.ts";
import { returnSharesSql, type ReturnShareRow } from "../returns/return-shares.ts";

const repriceable = `a.program_id = $1
    and ${isOneOf("a.partner_account_id", 2)}
    and a.state = 'PENDING'
    and a.partner_account_id is not null
    and a.contract_id is distinct from (
      select c.id
      from contract_in_force c
      where c.partner_account_id = a.partner_account_id
        and c.program_id = a.program_id
        and c.starts_at <= a.occurred_at
        and c.until > a.occurred_at
    )`;

/**
 * Pending sales whose contract at their date is another one by now, e.g. after a switch; locked
 * ones stay as they are.
 */
async function reprice(booking: SalesBooking): Promise<void> {
  const sales = await readConversions(booking.client, repriceable, [
    booking.program.id,
    booking.whose.only,
    booking.whose.without,
  ]);
  if (sales.length === 0) return;
  const contractOf = await contractsInForce(booking, sales);
  for (const before of sales) {
    const { after, decision } = price(booking, before, {
      contract: contractOf(before),
      standing: standingOf(booking, before, true, before.reason),
      before,
    });
    book(booking, { before, after, decision, kind: "REPRICED", actor: "SYSTEM" });
  }
  await flush(booking);
}

interface Request {
  id: string;
  conversionId: string;
  kind: RequestKind;
  amount: Micros | null;
  units: bigint | null;
  code: string | null;
  comment: string | null;
  requestedBy: string;
}

/** Nothing of it is left: what was booked is taken back whole [D166]. */
export const reversed = (
  before: BookedConversion,
  by: { code: string; decidedBy: string | null },
): BookedConversion => ({
  ...before,
  state: "REVERSED",
  leads: 0n,
  orders: 0n,
  units: 0n,
  amount: 0n,
  payout: 0n,
  wouldPay: 0n,
  decidedBy: by.decidedBy,
  reversalReason: by.code,
});

function changeOf(
  booking: SalesBooking,
  before: BookedConversion,
  request: Request,
  priced: (sale: BookedConversion) => ReturnType<typeof price>,
): Change {
  const { kind, amount, units, code, comment, requestedBy } = request;
  const by = {
    before,
    decision: null,
    actor: "PERSON" as const,
    actorId: requestedBy,
    comment,
    ...(code === null ? {} : { code }),
  };
  if (kind === "APPROVE")
    return {
      ...by,
      after: { ...before, state: "APPROVED", lockedAt: booking.now, decidedBy: requestedBy },
      kind: "APPROVED",
    };
  if (kind === "APPROVE_OUTSIDE")
    return {
      ...by,
      ...priced({ ...before, outsideApprovedAt: booking.now, outsideApprovedBy: requestedBy }),
      kind: "OUTSIDE_APPROVED",
    };
  if (takesBack(kind, amount, before.amount))
    return {
      ...by,
      after: reversed(before, { code: code ?? "OTHER", decidedBy: requestedBy }),
      kind: "REVERSED",
    };
  const changed = {
    ...before,
    amount: amount ?? before.amount,
    units: units ?? before.units,
    modifications: before.modifications + 1,
    modificationReason: code,
  };
  return { ...by, ...priced(changed), kind: "MODIFIED" };
}

/** By sale; those of one contract and month are one, which each that is taken back uses up. */
export async function returnSharesOf(
  { client }: SalesBooking,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ReturnShare>> {
  const { rows } = await client.query<ReturnShareRow>(returnSharesSql("$1"), [ids]);
  const shares = new Map<string, ReturnShare>();
  const byMonth = new Map<string, ReturnShare>();
  for (const row of rows) {
    const key = `${row.contractId} ${row.kind} ${row.month} ${row.percent}`;
    const share = byMonth.get(key) ?? row;
    byMonth.set(key, share);
    shares.set(row.id, share);
  }
  return shares;
}

/** Each is judged again by what the sale is now. */
async function bookRequests(booking: SalesBooking): Promise<void> {
  const { rows: requests } = await booking.client.query<Request>(
    `select
        r.id,
        r.conversion_id as "conversionId",
        r.kind,
        r.amount_micros as amount,
        r.units,
        r.code,
        r.comment,
        r.requested_by as "requestedBy"
      from conversion_request r
      left join conversion a on a.id = r.conversion_id
      where r.program_id = $1 and r.state = 'QUEUED' and ${isOneOf("a.partner_account_id", 2)}
      order by r.requested_at, r.id`,
    [booking.program.id, booking.whose.only, booking.whose.without],
  );
  if (requests.length === 0) return;
  const sales = await readConversions(
    booking.client,
    "a.program_id = $1 and a.id = any($2::uuid[])",
    [booking.program.id, requests.map(({ conversionId }) => conversionId)],
  );
  const contractOf = await contractsBooked(booking, sales);
  const shares = await returnSharesOf(
    booking,
    sales.map(({ id }) => id),
  );
  const answers = requests.map((request): { id: string; refusal: RequestFault | null } => {
    const before = sales.find(({ id }) => id === request.conversionId);
    if (!before) throw new Error(`request ${request.id} names no sale`);
    const isReturn = takesBack(request.kind, request.amount, before.amount);
    const share = (isReturn && shares.get(before.id)) || null;
    const judged = judge(standingOfConversion(before, share), request.kind, request.code);
    if (!judged.ok) return { id: request.id, refusal: judged.code };
    const standing = standingOf(booking, before, true, before.reason);
    // What is approved past the limits is asked as such: the approval itself is part of the sale
    // that is priced.
    const isApproval = request.kind === "APPROVE_OUTSIDE";
    const change = changeOf(booking, before, request, (sale) =>
      price(booking, sale, {
        contract: contractOf(before),
        standing,
        before: isApproval ? sale : before,
      }),
    );
    book(booking, change);
    if (share) share.reversed += 1;
    return { id: request.id, refusal: null };
  });
  await flush(booking);
  await booking.client.query(
    `update conversion_request r
      set
        state = case when w.refusal is null then 'BOOKED' else 'REFUSED' end,
        refusal = w.refusal,
        booked_at = $3
      from unnest($1::uuid[], $2::text[]) w (id, refusal)
      where r.id = w.id`,
    [answers.map(({ id }) => id), answers.map(({ refusal }) => refusal), new Date(booking.now)],
  );
}

/** By the clock, as of the locking date itself, however late this runs. */
async function approveDue(booking: SalesBooking): Promise<void> {
  const sales = await readConversions(
    booking.client,
    `a.program_id = $1 and ${isDue("$2")} and ${isOneOf("a.partner_account_id", 3)}`,
    [booking.program.id, new Date(booking.now), booking.whose.only, booking.whose.without],
  );
  for (const before of sales)
    book(booking, {
      before,
      after: { ...before, state: "APPROVED", lockedAt: before.locksAt },
      decision: null,
      kind: "APPROVED",
      actor: "SYSTEM",
    });
  await flush(booking);
}

const contractsSql = `
  select encode(
    sha256(
      convert_to(string_agg(concat_ws(' ', id, starts_at, until), ',' order by id), 'UTF8')
    ),
    'hex'
  ) as contracts
  from contract_in_force
  where program_id = $1`;

/** Under what the sales stand that a transaction left. */
export interface Settled {
  under: string | null;
}
/** Contracts in force, and the partners that are settled, as one text. */
async function settledUnder({ client, program, whose }: SalesBooking): Promise<string> {
  const { rows } = await client.query<{ contracts: string | null }>(contractsSql, [program.id]);
  return JSON.stringify([rows[0]?.contracts, whose]);
}

/**
 * Whatever is booked is priced under the contracts in force then: as long as these stay what they
 * were, no pending sale is looked at again. Resolves with what they are now.
 */
export async function settle(booking: SalesBooking, last?: Settled): Promise<Settled> {
  const under = await settledUnder(booking);
  if (last?.under !== under) await reprice(booking);
  await bookRequests(booking);
  await approveDue(booking);
  return { under };
}

/**
 * Amazon restates what is locked: the figures stay, the difference is booked beside them [D191].
 */
export function adjustmentOf(
  booking: SalesBooking,
  before: BookedConversion,
  totals: Pick<BookedConversion, "orders" | "units" | "amount">,
  contract: ContractInForce | null,
): NonNullable<Change["adjustment"]> | null {
  const now = {
    orders: before.orders + before.adjustedOrders,
    amount: before.amount + before.adjustedAmount,
    payout: before.payout + before.adjustedPayout,
  };
  const { decision } = price(
    booking,
    { ...before, ...totals },
    { contract, standing: standingOf(booking, before, true, before.reason), before },
  );
  const over = isOverLimit(decision.reason);
  // Growth past a limit is not paid, and takes back nothing of what was.
  const bounded = decision.wouldPay > now.payout ? now.payout : decision.wouldPay;
  const payout = over ? bounded : decision.amount;
  const orders = over && totals.orders > now.orders ? now.orders : totals.orders;
  const amount = over && totals.amount > now.amount ? now.amount : totals.amount;
  const change = {
    orders: orders - now.orders,
    amount: amount - now.amount,
    payout: payout - now.payout,
  };
  const moves = before.outcome === "PAID" && (change.orders !== 0n || change.amount !== 0n);
  return change.payout === 0n && !moves ? null : change;
}
