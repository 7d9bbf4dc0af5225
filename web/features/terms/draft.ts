/** Terms while they are being written: what the form holds, and its way to and from the API. */
import type { EventPayoutInput, LimitKind, LimitReset, RemainderPolicy, TermsInput } from "../../gql/graphql.ts";
import type { Refusal } from "../../ui/form.tsx";
import type { PayoutFacts } from "./sentences.ts";

export interface LimitDraft {
  kind: LimitKind;
  reset: LimitReset;
  max: string;
}
export interface TermsDraft {
  name: string;
  comment: string;
  currency: string;
  /** Null = clicks are no part of the terms. */
  click: { rate: string; limits: LimitDraft[]; remainder: RemainderPolicy } | null;
  sale: { rate: string; level: "ORDER" | "ITEM" } | null;
  acknowledgeNoLimit: boolean;
}

export const newDraft = (currency: string): TermsDraft => ({
  name: "",
  comment: "",
  currency,
  click: { rate: "", limits: [{ kind: "PAYOUT", reset: "MONTH", max: "" }], remainder: "PAY_ZERO" },
  sale: { rate: "", level: "ORDER" },
  acknowledgeNoLimit: false,
});

/** The draft of a next version, from the version that is. */
export function draftOf(name: string, version: { currency: string; eventPayouts: readonly PayoutFacts[] }): TermsDraft {
  const click = version.eventPayouts.find((payout) => payout.event === "CLICK");
  const sale = version.eventPayouts.find((payout) => payout.event === "SALE");
  const limits = (click?.limits ?? []).map(({ kind, reset, maxClicks, maxPayout }) => ({
    kind,
    reset,
    max: kind === "CLICKS" ? String(maxClicks ?? "") : typeof maxPayout?.amount === "string" ? maxPayout.amount : "",
  }));
  return {
    name,
    comment: "",
    currency: version.currency,
    acknowledgeNoLimit: false,
    click: click ? { rate: click.rate, limits, remainder: click.remainder } : null,
    sale: sale ? { rate: sale.rate, level: sale.level === "ITEM" ? "ITEM" : "ORDER" } : null,
  };
}

export type DraftWarning = "NO_CPC_LIMIT" | "NO_SALE_EVENT_TYPE";
/** The same two that the API gives back after saving, shown while there is still time. */
export const draftWarnings = ({ click, sale }: TermsDraft): DraftWarning[] => [
  ...(click && click.limits.length === 0 ? ["NO_CPC_LIMIT" as const] : []),
  ...(click && !sale ? ["NO_SALE_EVENT_TYPE" as const] : []),
];

export function inputOf({ name, comment, currency, click, sale, acknowledgeNoLimit }: TermsDraft): TermsInput {
  const eventPayouts: EventPayoutInput[] = [];
  if (click) eventPayouts.push({ event: "CLICK", rate: click.rate.trim(), remainder: click.remainder, limits: click.limits.map((limit) => ({ ...limit, max: limit.max.trim() })) });
  if (sale) eventPayouts.push({ event: "SALE", rate: sale.rate.trim(), level: sale.level, limits: [] });
  return { name: name.trim(), comment, currency, eventPayouts, acknowledgeNoLimit, labels: [] };
}

/** Field names of the form: positions in the input become words, so that click and sale can be told apart. */
export function placeRefusal(refusal: Refusal | null, { eventPayouts }: TermsInput): Refusal | null {
  if (!refusal) return null;
  const parts = refusal.path.flatMap((part) => part.split("."));
  const path = parts[0] === "input" ? parts.slice(1) : parts;
  if (path[0] !== "eventPayouts" || path[1] === undefined) return refusal;
  const event = [eventPayouts].flat()[Number(path[1])]?.event === "SALE" ? "sale" : "click";
  const rest = path.slice(2);
  if (rest[0] === "limits" && rest[1] !== undefined) return { ...refusal, path: [`click.limit${rest[1]}.${rest[2] ?? "max"}`] };
  return { ...refusal, path: [`${event}.${rest[0] ?? "rate"}`] };
}
