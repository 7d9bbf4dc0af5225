/** Checks 12 to 14 of a verification: the order, its sale, and both of them in reporting. */
import { clicksDelayHours, salesDelayHours } from "./attribution.ts";
import type { Instant } from "./calendar.ts";
import { belowTen, tenWords } from "./verification-clicks.ts";
import { failed, notNeeded, notStarted, passed, waiting } from "./verification-made.ts";
import type { Check, PartnerFacts, ProgramFacts } from "./verification.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** On which clocks are set back. */
const longestDayMs = 25 * hourMs;
/** Amazon makes the campaign of a tag, and tells its clicks, within these times. */
const campaignMs = 4 * hourMs;
const clicksMs = clicksDelayHours * hourMs;
const saleMs = salesDelayHours * hourMs;
/** An order counts for the click that came at most so long before. */
const windowMs = 14 * dayMs;

const clicksOnly = (key: "ORDER" | "SALE"): Check =>
  notNeeded(
    key,
    "NO_ATTRIBUTION",
    "Clicks only: Amazon has no Attribution at this storefront, so no sale can be told",
  );

/** Of the run's own click and all that are counted; null: there is none. */
const firstClick = ({ click, clicks }: PartnerFacts): Instant | null => {
  const at = [click?.at, clicks.firstAt].filter((one): one is Instant => one != null);
  return at.length === 0 ? null : Math.min(...at);
};

/**
 * The later of the order by hand and the newest that a sale tells of; null: neither has a time. A
 * sale is told by its day and stands at its end: so near it may be that of the order by hand.
 */
const lastOrder = ({ order, sales: { lastAt } }: PartnerFacts): Instant | null => {
  if (!order) return lastAt;
  return lastAt !== null && lastAt - order.at > longestDayMs ? lastAt : order.at;
};

/** An order that nobody clicked for proves nothing of the click. */
function orderCheck(program: ProgramFacts, partner: PartnerFacts): Check {
  const key = "ORDER";
  const { order, sales } = partner;
  if (!program.hasAttribution) return clicksOnly(key);
  const clickedAt = firstClick(partner);
  const orderedAt = lastOrder(partner);
  const how = { fix: program.source === "AMAZON" ? "RECORD_ORDER" : "PLACE_TEST_ORDER" } as const;
  if (!order && sales.orders <= 0)
    return clickedAt === null
      ? notStarted(key, "Ordered after the click, through the link")
      : waiting(key, "ORDER_NOT_PLACED", orderWords[program.source], how);
  if (clickedAt === null || (orderedAt !== null && orderedAt < clickedAt))
    return waiting(
      key,
      "ORDER_BEFORE_CLICK",
      clickedAt === null
        ? "The order came without a click through the link: click first, then order again"
        : "The order is older than the first click through the link: order again",
      how,
    );
  if (!order || order.at < clickedAt) return passed(key, "An order was told");
  return passed(
    key,
    order.number === null ? "A simulated order was placed" : `Order ${order.number} was placed`,
  );
}
const orderWords: Record<ProgramFacts["source"], string> = {
  AMAZON: "Order through the link, then paste the order's number",
  SIMULATED: "Place a simulated order",
  NONE: "Place a test order, as your shop would hand it in",
};

/** Which of Amazon's delays it is. */
function delayOf(
  program: ProgramFacts,
  { clicks, told }: PartnerFacts,
  from: Instant,
  now: Instant,
): Check {
  const key = "SALE";
  const campaignUntil = (clicks.firstAt ?? from) + campaignMs;
  if (!program.campaignTold && now < campaignUntil)
    return waiting(
      key,
      "CAMPAIGN_4_HOURS",
      "Amazon makes the campaign within 4 hours of the first click; then it can tell the sale",
      { until: campaignUntil },
    );
  if (belowTen(clicks) && program.source === "AMAZON")
    return waiting(key, "BELOW_10_CLICKS", `${tenWords(clicks)}: below, Amazon tells no sale`, {
      fix: "OPEN_LINK",
      until: from + saleMs,
    });
  const clicksUntil = (clicks.lastAt ?? from) + clicksMs;
  if (program.source === "AMAZON" && told === null && now < clicksUntil)
    return waiting(key, "CLICKS_24_HOURS", "Amazon tells of the clicks within 24 hours", {
      until: clicksUntil,
    });
  return waiting(key, "SALE_48_HOURS", `The sale may arrive within ${salesDelayHours} hours`, {
    until: from + saleMs,
  });
}

/** Why nothing was told in time: the first of what can keep a sale from being credited. */
function missed(program: ProgramFacts, { link, click, clicks }: PartnerFacts): Check {
  const key = "SALE";
  const late = `No sale was told within ${salesDelayHours} hours`;
  if (belowTen(clicks))
    return failed(key, "BELOW_10_CLICKS", `${late}: ${tenWords(clicks)}`, {
      fix: program.source === "AMAZON" ? "OPEN_LINK" : "MAKE_CLICK",
    });
  if (!link?.tag || click?.notCredited)
    return failed(key, "TAG_STRIPPED", `${late}: the clicks carried no tag`, {
      fix: "CHECK_AGAIN",
    });
  const { countries } = clicks;
  if (countries.length > 0 && !countries.includes(program.country))
    return failed(
      key,
      "COUNTRY_MISMATCH",
      `${late}: the clicks came from ${countries.join(", ")}, and the storefront is in ` +
        program.country,
      { fix: "CHECK_AGAIN" },
    );
  if (clicks.withSubIds > 0)
    return failed(
      key,
      "SUB_ID_PRESENT",
      `${late}: ${clicks.withSubIds} of the clicks carried a shared id or sub id, which is ` +
        "another tag",
      { fix: "CHECK_AGAIN" },
    );
  return failed(
    key,
    "NOT_SEEN_AFTER_48H",
    `${late}: look whether the order was of this brand, in ${program.country}, within 14 days ` +
      "of a click through the link, and not cancelled",
    { fix: "CHECK_AGAIN" },
  );
}

function saleCheck(program: ProgramFacts, partner: PartnerFacts, now: Instant): Check {
  const key = "SALE";
  const { sales, click, clicks, order } = partner;
  if (!program.hasAttribution) return clicksOnly(key);
  if (sales.discarded > 0)
    return failed(
      key,
      "SALE_DISCARDED",
      "The sale was discarded: the contract has no sale event type",
      { fix: "CHANGE_TERMS" },
    );
  if (sales.orders > 0)
    return passed(
      key,
      sales.orders === 1 ? "The sale was told" : `${sales.orders} sales were told`,
    );
  if (program.source === "NONE")
    return failed(
      key,
      "NOT_CONNECTED",
      "Amazon is not connected, and no order of your shop was handed in through this link",
      { fix: "CONNECT_AMAZON" },
    );
  if (!click) return notStarted(key, "Told after click and order");
  const lastAt = clicks.lastAt ?? click.at;
  const orderedAt = order?.at ?? now;
  if (orderedAt - lastAt > windowMs)
    return failed(
      key,
      "OVER_14_DAYS",
      order
        ? "The order came more than 14 days after the last click: it is not credited"
        : "The last click is over 14 days old: an order would not be credited",
      { fix: "CHECK_AGAIN" },
    );
  if (!order) return waiting(key, "ORDER_NOT_PLACED", "Waits for the order");
  return now < order.at + saleMs
    ? delayOf(program, partner, order.at, now)
    : missed(program, partner);
}

function reportingCheck(program: ProgramFacts, partner: PartnerFacts): Check {
  const key = "REPORTING";
  const { isActive, hasReader, click, isReported, sales } = partner;
  if (!isActive || !hasReader)
    return failed(
      key,
      "NO_RIGHTS",
      isActive ? "Nobody at the partner can sign in to read it" : "The partner's account is closed",
      { fix: "INVITE_AGAIN" },
    );
  if (!click) return notStarted(key, "Read as the partner reads it, once there is something");
  if (click.decision?.hidden)
    return failed(key, "HIDDEN_BY_RULE", "A restriction leaves the click out of reports", {
      fix: "READ_TRACE",
    });
  if (!isReported)
    return waiting(key, "BEING_DECIDED", "The click stands in reports within seconds");
  if (!program.hasAttribution)
    return passed(key, "The click stands in the partner's reports; sales cannot");
  return sales.orders > 0
    ? passed(key, "Click and sale stand in the partner's reports")
    : waiting(key, "ORDER_NOT_PLACED", "The click stands in reports, the sale not yet");
}

export const saleChecks = (program: ProgramFacts, partner: PartnerFacts, now: Instant): Check[] => [
  orderCheck(program, partner),
  saleCheck(program, partner, now),
  reportingCheck(program, partner),
];
