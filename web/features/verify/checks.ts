/**
 * The short verification of one test link: five checks, each with a reason and a next step. Pure.
 */
import type { LinkState } from "../../gql/graphql.ts";

export const checkKeys = ["link", "click", "redirect", "tag", "sale"] as const;
export type CheckKey = (typeof checkKeys)[number];
export type CheckState = "PASSED" | "WAITING" | "FAILED";
/** What to do next; also a message key of "verify.steps". */
export type CheckStep =
  | "resume"
  | "switchAdOn"
  | "open"
  | "placeOrder"
  | "addSale"
  | "propose"
  | "connect"
  | "readSale";

export interface Check {
  key: CheckKey;
  state: CheckState;
  /** A message key of "verify.reasons". */
  reason:
    | "linkActive"
    | "linkPaused"
    | "adOff"
    | "clickSeen"
    | "clickNone"
    | "redirectRight"
    | "redirectOther"
    | "redirectUnseen"
    | "tagWhole"
    | "tagMissing"
    | "tagNone"
    | "saleSeen"
    | "saleDiscarded"
    | "saleNoAttribution"
    | "saleNotConnected"
    | "saleNoContract"
    | "saleAfterClick"
    | "saleUntil"
    | "saleLate";
  values: Record<string, string | number>;
  step: CheckStep | null;
}

export interface LinkEvidence {
  state: LinkState;
  adActive: boolean;
  /** Host and path where a click should land. */
  page: string;
  /** The program has a tag template of Amazon's. */
  hasTag: boolean;
  tagMissing: readonly string[];
  clicks: number;
  lastClickAt: string | null;
  /** Host and path where the newest click did land; null = none seen. */
  landedOn: string | null;
  orders: number;
  discardedOrders: number;
  /** From the verdict: BOTH_ARRIVE, CLICKS_ONLY_WAITING, … */
  sentenceKey: string;
  hasContract: boolean;
}

/** Amazon reports a sale up to 48 hours after it. */
export const saleDelayMs = 48 * 3_600_000;

function linkCheck({ state, adActive }: LinkEvidence): Check {
  if (state === "PAUSED")
    return { key: "link", state: "FAILED", reason: "linkPaused", values: {}, step: "resume" };
  if (!adActive)
    return { key: "link", state: "FAILED", reason: "adOff", values: {}, step: "switchAdOn" };
  return { key: "link", state: "PASSED", reason: "linkActive", values: {}, step: null };
}

function tagCheck({ hasTag, tagMissing }: LinkEvidence): Check {
  const check = (reason: Check["reason"], values: Check["values"] = {}): Check => ({
    key: "tag",
    state: reason === "tagWhole" ? "PASSED" : "FAILED",
    reason,
    values,
    step: null,
  });
  if (!hasTag) return check("tagNone");
  return tagMissing.length === 0
    ? check("tagWhole")
    : check("tagMissing", { parts: tagMissing.join(", ") });
}

function redirectCheck({ landedOn, page }: LinkEvidence): Check {
  if (landedOn === null)
    return {
      key: "redirect",
      state: "WAITING",
      reason: "redirectUnseen",
      values: { page },
      step: null,
    };
  const isRight = landedOn === page;
  return {
    key: "redirect",
    state: isRight ? "PASSED" : "FAILED",
    reason: isRight ? "redirectRight" : "redirectOther",
    values: { page, landedOn },
    step: isRight ? null : "open",
  };
}

function saleCheck(evidence: LinkEvidence, tell: (instant: string | number) => string): Check {
  const check = (
    state: CheckState,
    reason: Check["reason"],
    step: CheckStep | null,
    values: Check["values"] = {},
  ): Check => ({ key: "sale", state, reason, step, values });
  const { sentenceKey, orders, discardedOrders, lastClickAt, hasContract } = evidence;
  if (sentenceKey === "SALES_DISCARDED")
    return check("FAILED", "saleDiscarded", "addSale", { orders: discardedOrders });
  if (orders > 0) return check("PASSED", "saleSeen", "readSale", { orders });
  if (sentenceKey === "NO_ATTRIBUTION") return check("FAILED", "saleNoAttribution", null);
  if (sentenceKey === "NOT_CONNECTED") return check("FAILED", "saleNotConnected", "connect");
  if (lastClickAt === null) return check("WAITING", "saleAfterClick", null);
  if (!hasContract) return check("FAILED", "saleNoContract", "propose");
  const until = tell(Date.parse(lastClickAt) + saleDelayMs);
  return sentenceKey === "CLICKS_ONLY_LATE"
    ? check("FAILED", "saleLate", "placeOrder", { until })
    : check("WAITING", "saleUntil", "placeOrder", { until });
}

/** `tell` turns an instant into text in the reader's zone. */
export function checksOf(
  evidence: LinkEvidence,
  tell: (instant: string | number) => string,
): Check[] {
  const { clicks, lastClickAt } = evidence;
  return [
    linkCheck(evidence),
    clicks > 0 && lastClickAt !== null
      ? {
          key: "click",
          state: "PASSED",
          reason: "clickSeen",
          values: { clicks, at: tell(lastClickAt) },
          step: null,
        }
      : { key: "click", state: "WAITING", reason: "clickNone", values: {}, step: "open" },
    redirectCheck(evidence),
    tagCheck(evidence),
    saleCheck(evidence, tell),
  ];
}
