"use client";
/** What a gauge says in words: its name, its figures, what being reached means. */
import { useTranslations } from "next-intl";
import type { LimitGauge_LimitFragment, LimitKind } from "../../gql/graphql.ts";
import {
  formatCount,
  formatDateTime,
  formatExact,
  formatInstant,
  formatMonies,
  formatMoney,
  formatPlainDay,
  zoneName,
  type MoneyValue,
} from "../../lib/format.ts";
import { isReached, stateOf, wholePercent } from "./limit-state.ts";

export interface LimitWords {
  name: string;
  /** "$287.10 of $470.00 · 61 % · 73 % of November gone · …" */
  figures: string;
  /** What it means that it is reached, paused or still to count; null where it goes on as usual. */
  meaning: string | null;
}

const textOf =
  (format: (money: MoneyValue) => string) =>
  (amount: string, kind: LimitKind, currency: string): string =>
    kind === "PAYOUT" ? format({ amount, currency }) : formatCount(Number(amount));
const amountText = textOf(formatMoney);
/** What terms or people wrote. */
const maxText = textOf(formatExact);

export function useLimitWords(
  space: "brand" | "partner",
  timeZone: string,
): (limit: LimitGauge_LimitFragment) => LimitWords {
  const t = useTranslations("limits");
  const zone = zoneName(timeZone);

  const periodOf = ({ reset, windowStart }: LimitGauge_LimitFragment): string =>
    reset === "MONTH" && windowStart !== null
      ? formatInstant(windowStart, timeZone, { month: "long" })
      : t("period", { reset: reset ?? "CONTRACT" });

  const paceOf = (limit: LimitGauge_LimitFragment): string | null => {
    if (limit.reachedOn !== null) return t("reachedOn", { date: formatPlainDay(limit.reachedOn) });
    return limit.expected === null
      ? null
      : t("expected", {
          amount: amountText(limit.expected, limit.kind, limit.currency),
          kind: limit.kind,
          event: limit.event,
        });
  };

  /** A partner's own clicks alone, where others' meet the limit too. */
  const unpaidOf = ({ scope, unpaid, unpaidClicks }: LimitGauge_LimitFragment): string => {
    const of = { count: unpaidClicks, space: scope === "PROGRAM" ? space : "brand" };
    return unpaid.length === 0
      ? t("unpaid", of)
      : t("leftUnpaid", { ...of, amount: formatMonies(unpaid) });
  };

  const meaningOf = (limit: LimitGauge_LimitFragment): string | null => {
    const state = stateOf(limit);
    if (state === "paused" && limit.paused) return t(`pausedBy.${limit.paused}`);
    if (state === "waits" && limit.countsFrom)
      return t("countsFrom", { at: formatDateTime(limit.countsFrom, timeZone), zone });
    if (!isReached(state)) return null;
    const until = limit.windowEnd === null ? "" : formatDateTime(limit.windowEnd, timeZone);
    const lowered = state === "over" ? `${t("lowered")} ` : "";
    if (limit.event !== "CLICK") return lowered + t("salesWait", { space, event: limit.event });
    return (
      lowered +
      t(limit.windowEnd === null ? "paidZeroForGood" : "paidZeroUntil", {
        at: until,
        zone,
        count: limit.unpaidClicks,
      })
    );
  };

  return (limit) => {
    const { event, kind, scope, reset, currency, used, percent, elapsedPercent, groupName } = limit;
    const max = maxText(limit.max, kind, currency);
    const name = t("name", { event, kind, scope, reset: reset ?? "NONE" });
    const figures =
      used === null || percent === null
        ? [t("each", { scope, max, kind, event })]
        : [
            t("usedOf", { used: amountText(used, kind, currency), max, kind, event }),
            t("percent", { percent: wholePercent(percent) }),
            elapsedPercent === null
              ? null
              : t("elapsed", { percent: wholePercent(elapsedPercent), period: periodOf(limit) }),
            paceOf(limit),
            event === "CLICK" ? unpaidOf(limit) : null,
          ];
    return {
      name: groupName === null ? name : t("ofGroup", { name, group: groupName }),
      figures: figures.filter((part) => part !== null).join(" · "),
      meaning: meaningOf(limit),
    };
  };
}
