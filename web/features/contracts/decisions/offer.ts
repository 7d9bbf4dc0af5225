/** Terms that one side offers the other: what the form holds and what of it is sent. */
import type {
  EventPayoutInput,
  EventTypeKind,
  LimitInput,
  OfferInput,
  Offer_PayoutFragment,
} from "../../../gql/graphql.ts";
import type { Refusal } from "../../../ui/form.tsx";
import { graphql } from "../../../gql/index.ts";

export const Offer_payout = graphql(/* GraphQL */ `
  fragment Offer_payout on EventPayout {
    event
    level
    rate
    remainder
    limits {
      id
      kind
      scope
      reset
      weekendMax
      maxClicks
      maxConversions
      maxPayout {
        amount
        currency
      }
    }
  }
`);

/** As in the input; only its amount can be changed here. */
type OfferLimit = Pick<LimitInput, "kind" | "max"> & Partial<LimitInput>;
export interface OfferDraft {
  /** "" = clicks stay as they are. */
  clickRate: string;
  limits: readonly OfferLimit[];
  /** "" = sales stay as they are. */
  saleRate: string;
  /** Null: nothing is paid for leads, and nothing is offered. */
  leadRate: string | null;
}

const rateOf = (base: readonly Offer_PayoutFragment[], event: EventTypeKind): string =>
  base.find((payout) => payout.event === event)?.rate ?? "";
const limitsOf = (payout: Offer_PayoutFragment | undefined): OfferLimit[] =>
  (payout?.limits ?? []).map(
    ({ kind, scope, reset, weekendMax, maxClicks, maxConversions, maxPayout }) => ({
      kind,
      scope,
      reset,
      weekendMax,
      max:
        kind === "PAYOUT" ? (maxPayout?.amount ?? "") : String(maxClicks ?? maxConversions ?? ""),
    }),
  );
/** A first limit is offered where there are no clicks yet: they are final. */
export function offerOf(base: readonly Offer_PayoutFragment[]): OfferDraft {
  const click = base.find(({ event }) => event === "CLICK");
  return {
    clickRate: rateOf(base, "CLICK"),
    limits: click ? limitsOf(click) : [{ kind: "PAYOUT", reset: "MONTH", max: "" }],
    saleRate: rateOf(base, "SALE"),
    leadRate: base.some(({ event }) => event === "LEAD") ? rateOf(base, "LEAD") : null,
  };
}

/** Only what differs is named: what an offer does not name stays as it is. */
export function offeredPayouts(
  base: readonly Offer_PayoutFragment[],
  draft: OfferDraft,
): EventPayoutInput[] {
  const before = offerOf(base);
  const click = base.find(({ event }) => event === "CLICK");
  const conversions = [
    { event: "SALE", rate: draft.saleRate.trim(), was: before.saleRate },
    { event: "LEAD", rate: (draft.leadRate ?? "").trim(), was: before.leadRate ?? "" },
  ] as const;
  const limits = draft.limits
    .filter(({ max }) => max.trim() !== "")
    .map((limit) => ({ ...limit, max: limit.max.trim() }));
  const isClickOther =
    draft.clickRate.trim() !== before.clickRate ||
    (click !== undefined && JSON.stringify(limits) !== JSON.stringify(before.limits));
  return [
    ...(isClickOther && draft.clickRate.trim() !== ""
      ? [
          {
            event: "CLICK" as const,
            rate: draft.clickRate.trim(),
            limits,
            remainder: click?.remainder ?? null,
          },
        ]
      : []),
    ...conversions.flatMap(({ event, rate, was }) => {
      if (rate === was || rate === "") return [];
      const now = base.find((payout) => payout.event === event);
      const kept = { level: now?.level ?? null, remainder: now?.remainder ?? null };
      return [{ event, rate, limits: limitsOf(now), ...kept }];
    }),
  ];
}

/** A place in the input as the form's own field. */
export function placeOffer(
  refusal: Refusal | null,
  { eventPayouts }: Pick<OfferInput, "eventPayouts">,
): Refusal | null {
  if (!refusal) return null;
  const parts = refusal.path.flatMap((part) => part.split("."));
  const path = parts[0] === "input" ? parts.slice(1) : parts;
  if (path[0] !== "eventPayouts" || path[1] === undefined) return refusal;
  const event = [eventPayouts].flat()[Number(path[1])]?.event;
  if (event === "SALE" || event === "LEAD")
    return { ...refusal, path: [event === "SALE" ? "saleRate" : "leadRate"] };
  return {
    ...refusal,
    path: [path[2] === "limits" && path[3] !== undefined ? `limit${path[3]}` : "clickRate"],
  };
}
