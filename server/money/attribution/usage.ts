/**
 * What sales and leads have used of their contract's limits. There is no counter: a limit's use is
 * the sum of
 * what it paid in its window, read under the program's lock, so that restating a sale gives
 * back what it used. What the brand approved past the limits takes nothing from them.
 */
import type pg from "pg";
import type { ConversionKind } from "../../domain/event-kinds.ts";
import type { Instant, Period } from "../../domain/calendar.ts";
import type { ContractInForce } from "../../domain/contract-in-force.ts";
import { scopeRecords } from "../../domain/limit-scopes.ts";
import { windowsOf, type Usage } from "../../domain/limits.ts";
import { limitsOf, payoutOf, type Limit } from "../../domain/terms.ts";
import {
  programLimitsFor,
  type ProgramSettings,
  type ProgramLimit,
} from "../accounting/catalog.ts";
import type { BookedConversion } from "./booked-conversions.ts";

/** Which conversions count together. */
interface Window {
  kind: ConversionKind;
  /** null: all partners of the program. */
  partner: string | null;
  /**
   * Limits over a contract's life count that contract's sales; calendar limits go on under the
   * partner's next contract.
   */
  contract: string | null;
  /** The payout group whose own limit it is; null: whatever group paid. */
  group: string | null;
  /** Of a limit on payouts, since amounts are never converted; null: whatever currency. */
  currency: string | null;
  start: Instant;
  end: Instant | null;
  /** Orders, or leads. */
  count: bigint;
  payout: bigint;
}
type Used = Pick<Window, "count" | "payout">;

const nothing: Used = { count: 0n, payout: 0n };
/** Only what is paid more than 0 uses a limit. */
function usedBy(conversion: BookedConversion): Used {
  const payout = conversion.payout + conversion.adjustedPayout;
  return payout > 0n && conversion.outsideApprovedAt === null
    ? { count: conversion.orders + conversion.adjustedOrders + conversion.leads, payout }
    : nothing;
}

const holds = (window: Window, conversion: BookedConversion): boolean =>
  window.kind === conversion.kind &&
  (window.partner === null || conversion.partnerId === window.partner) &&
  (window.group === null || conversion.groupId === window.group) &&
  (window.currency === null || conversion.currency === window.currency) &&
  (window.contract === null
    ? conversion.at >= window.start && (window.end === null || conversion.at < window.end)
    : conversion.contractId === window.contract);

const keyOf = ({
  kind,
  partner,
  contract,
  group,
  currency,
  start,
  end,
}: Omit<Window, "count" | "payout">): string =>
  [kind, partner, group, currency, contract ?? `${start} ${end}`].join(" ");

export interface Asking {
  kind: ConversionKind;
  partner: string;
  contract: ContractInForce;
  at: Instant;
}

export class SaleUsage {
  readonly #windows = new Map<string, Window>();
  /** By partner; under "" those of all partners. */
  readonly #byPartner = new Map<string, Window[]>();
  readonly #program: Pick<ProgramSettings, "id" | "calendar" | "limits">;

  constructor(program: Pick<ProgramSettings, "id" | "calendar" | "limits">) {
    this.#program = program;
  }

  /** The program's own limits on such a conversion under these terms. */
  programLimits({ kind, contract, at }: Asking): ProgramLimit[] {
    return programLimitsFor(this.#program.limits, kind, contract.terms.currency, at);
  }

  #windowIn(limit: Limit, { start, end }: Period, { kind, partner, contract }: Asking): Window {
    const isProgram = scopeRecords[limit.scope].setIn === "PROGRAM";
    return {
      kind,
      partner: isProgram ? null : partner,
      contract: !isProgram && limit.reset === "CONTRACT" ? contract.contractId : null,
      group: limit.groupId,
      currency: limit.kind === "PAYOUT" ? contract.terms.currency : null,
      start,
      end,
      ...nothing,
    };
  }

  #missing(asking: readonly Asking[]): Map<string, Window> {
    const missing = new Map<string, Window>();
    for (const ask of asking) {
      const { contract, at } = ask;
      const payout = payoutOf(contract.terms, ask.kind);
      for (const limit of payout ? [...limitsOf(payout), ...this.programLimits(ask)] : []) {
        if (scopeRecords[limit.scope].each === null) continue;
        for (const period of windowsOf(limit, {
          at,
          calendar: this.#program.calendar,
          contract: contract.validity,
        })) {
          const window = this.#windowIn(limit, period, ask);
          if (!this.#windows.has(keyOf(window))) missing.set(keyOf(window), window);
        }
      }
    }
    return missing;
  }

  #keep(missing: ReadonlyMap<string, Window>): void {
    for (const [key, window] of missing) {
      this.#windows.set(key, window);
      const partner = window.partner ?? "";
      this.#byPartner.set(partner, [...(this.#byPartner.get(partner) ?? []), window]);
    }
  }

  /**
   * The same from sales at hand instead of the books: of one partner, or of all where it is null.
   */
  open(
    asking: readonly Asking[],
    salesOf: (partner: string | null) => Iterable<BookedConversion>,
  ): void {
    const missing = this.#missing(asking);
    for (const window of missing.values())
      for (const sale of salesOf(window.partner)) {
        if (!holds(window, sale)) continue;
        const { count, payout } = usedBy(sale);
        window.count += count;
        window.payout += payout;
      }
    this.#keep(missing);
  }

  /**
   * Reads what the limits of these sales have used; what is booked afterwards is followed by
   * move().
   */
  async load(client: pg.ClientBase, asking: readonly Asking[]): Promise<void> {
    const missing = this.#missing(asking);
    if (missing.size === 0) return;
    const wanted = [...missing.values()];
    const { rows } = await client.query<{ n: number; count: bigint; payout: string }>(
      `select
          w.n::int as n,
          coalesce(sum(a.conversions), 0)::bigint as count,
          coalesce(sum(a.payout_micros), 0)::text as payout
        from unnest(
          $2::uuid[], $3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::text[],
          $8::text[]
        )
        with ordinality w (partner, contract, start, until, group_id, currency, kind, n)
        join paid_conversion a
          on a.program_id = $1
          and a.kind = w.kind
          and (w.partner is null or a.partner_account_id = w.partner)
          and (w.group_id is null or a.group_id = w.group_id)
          and (w.currency is null or a.currency = w.currency)
          and case when w.contract is null then a.occurred_at >= w.start
          and (w.until is null or a.occurred_at < w.until) else a.contract_id = w.contract end
        group by 1`,
      [
        this.#program.id,
        wanted.map(({ partner }) => partner),
        wanted.map(({ contract }) => contract),
        wanted.map(({ start }) => new Date(start)),
        wanted.map(({ end }) => (end === null ? null : new Date(end))),
        wanted.map(({ group }) => group),
        wanted.map(({ currency }) => currency),
        wanted.map(({ kind }) => kind),
      ],
    );
    for (const { n, count, payout } of rows)
      Object.assign(wanted[n - 1] ?? {}, { count, payout: BigInt(payout) });
    this.#keep(missing);
  }

  /**
   * For decide(): what others have used; what the sale itself used so far is its own to use again.
   */
  by(asking: Asking, before: BookedConversion | null): Usage {
    return (limit, period) => {
      const window = this.#windows.get(keyOf(this.#windowIn(limit, period, asking)));
      if (!window) throw new Error(`The use of ${limit.id} was not loaded`);
      const own = before && holds(window, before) ? usedBy(before) : nothing;
      return limit.kind === "PAYOUT" ? window.payout - own.payout : window.count - own.count;
    };
  }

  move(before: BookedConversion | null, after: BookedConversion): void {
    const partners = new Set(["", before?.partnerId ?? "", after.partnerId ?? ""]);
    for (const window of [...partners].flatMap((partner) => this.#byPartner.get(partner) ?? [])) {
      const [old, fresh] = [
        before && holds(window, before) ? usedBy(before) : nothing,
        holds(window, after) ? usedBy(after) : nothing,
      ];
      window.count += fresh.count - old.count;
      window.payout += fresh.payout - old.payout;
    }
  }
}
