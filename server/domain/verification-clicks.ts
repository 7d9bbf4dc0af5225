/** Checks 8 to 11 of a verification: the click, whose it is, what it earns, and how many came. */
import { minimumClicks } from "./attribution.ts";
import { nameIn, partsOf } from "./tracking.ts";
import { formatMicros } from "./money.ts";
import { failed, notNeeded, notStarted, passed, waiting } from "./verification-made.ts";
import type { Check, PartnerFacts, ProgramFacts } from "./verification.ts";
import type { Instant } from "./calendar.ts";

const minuteMs = 60_000;
/** Within which a click shows up, if one was made. */
export const clickWaitMs = 10 * minuteMs;

const times = (n: number, one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`;

/** Amazon tells more of the test ad group than what came through any of its links explains. */
const isPastTheLink = ({ told, clicks }: PartnerFacts): boolean =>
  told !== null &&
  clicks.tag === 0 &&
  (told.clickThroughs > clicks.group || (told.clickThroughs === 0 && told.orders > 0));

function clickCheck(partner: PartnerFacts, now: Instant): Check {
  const key = "CLICK";
  const { link, click, startedAt, told } = partner;
  if (!link) return notStarted(key, "Looked for once there is a test link");
  if (click) return passed(key, "A click on the test link was captured");
  if (told && isPastTheLink(partner))
    return failed(
      key,
      "OWN_LINK",
      "An own link was used: Amazon counts " +
        `${times(told.clickThroughs, "visit")} and ${times(told.orders, "order")} by this tag, ` +
        "and none came through the link",
      { fix: "SEND_LINK" },
    );
  if (startedAt === null) return notStarted(key, "Listened for once a run has begun");
  const until = startedAt + clickWaitMs;
  if (now < until)
    return waiting(key, "OPEN_THE_LINK", "Open the link: the click shows up within seconds", {
      fix: "OPEN_LINK",
      until,
    });
  return failed(
    key,
    "NONE_AFTER_10_MIN",
    "No click came: an ad blocker may have stopped it, another link was opened, or a browser " +
      "only fetched it in advance",
    { fix: "MAKE_CLICK" },
  );
}

const queryOf = (address: string): string[] => partsOf(address).query.split("&");
/** The ad group that an address names where the right one names its own; null: none. */
function adGroupIn(address: string, destination: string, adGroup: string): string | null {
  const own = queryOf(destination).find((parameter) => parameter.endsWith(`=${adGroup}`));
  if (own === undefined) return null;
  const said = queryOf(address).find((parameter) => nameIn(parameter) === nameIn(own));
  return said === undefined ? null : said.slice(said.indexOf("=") + 1);
}

function creditCheck({ partnerId, click, request, link }: PartnerFacts): Check {
  const key = "CREDITED_PARTNER";
  const other = (whose: string) =>
    failed(key, "OTHER_PARTNER", `The click ${whose}, not this partner`, { fix: "SEND_LINK" });
  if (request?.creditedTo && request.creditedTo !== partnerId)
    return other("was credited to another partner");
  if (!click) return notStarted(key, "Read off the click");
  if (click.partnerId !== partnerId) return other("was credited to another partner");
  const named =
    link?.tag && request?.location
      ? adGroupIn(request.location, link.destination, link.tag.adGroup)
      : null;
  if (named !== null && named !== link?.tag?.adGroup)
    return other(`carries the tag of ad group ${named}`);
  return passed(
    key,
    link?.tag
      ? `The click is this partner's, and the tag names its ad group ${link.tag.adGroup}`
      : "The click is this partner's",
  );
}

function decisionCheck({ click, contract, forecast }: PartnerFacts): Check {
  const key = "DECISION";
  if (!click) return notStarted(key, "Compared once a click is there");
  const { decision } = click;
  if (!decision || !forecast)
    return waiting(key, "BEING_DECIDED", "The click is decided and compared within seconds");
  if (!forecast.agrees)
    return failed(
      key,
      "DECISION_DIFFERS",
      `The decision is not what the rules give: the step ${forecast.step ?? "LEDGER"} differs`,
      { fix: "READ_TRACE" },
    );
  if (contract && decision.termsVersionId !== contract.termsVersionId)
    return waiting(
      key,
      "TERMS_CHANGED",
      "The click was decided under other terms than now: it takes a new one",
      { fix: "MAKE_CLICK" },
    );
  if (decision.wouldPay > 0n)
    return passed(
      key,
      `As the rules give: a live click would have earned ${formatMicros(decision.wouldPay)} ` +
        (decision.currency ?? ""),
    );
  return passed(key, `As the rules give: nothing. ${decision.reasonText ?? "The rate is 0"}`);
}

export const belowTen = ({ tag, group }: { tag: number; group: number }): boolean =>
  Math.min(tag, group) < minimumClicks;
export const tenWords = ({ tag, group }: { tag: number; group: number }): string =>
  `${Math.min(tag, minimumClicks)} of ${minimumClicks} clicks of this tag, ` +
  `${Math.min(group, minimumClicks)} of ${minimumClicks} of its ad group`;

function enoughCheck(program: ProgramFacts, { click, clicks, told }: PartnerFacts): Check {
  const key = "ENOUGH_CLICKS";
  if (!program.hasAttribution)
    return notNeeded(key, "NO_ATTRIBUTION", "Clicks only: Amazon counts none at this storefront");
  if (program.source === "NONE")
    return notNeeded(key, "NOT_CONNECTED", "No number is needed: Amazon is not connected");
  if (!click) return notStarted(key, "Counted from the first click on");
  const byAmazon = program.source === "AMAZON" && (told?.clickThroughs ?? 0) >= minimumClicks;
  if (!belowTen(clicks) || byAmazon)
    return passed(key, `${minimumClicks} clicks or more, of this tag and of its ad group`);
  return waiting(
    key,
    "BELOW_10_CLICKS",
    `${tenWords(clicks)}: below, Amazon tells nothing`,
    // What the server asks for itself, no browser follows to Amazon.
    { fix: program.source === "AMAZON" ? "OPEN_LINK" : "MAKE_CLICK" },
  );
}

export const clickChecks = (
  program: ProgramFacts,
  partner: PartnerFacts,
  now: Instant,
): Check[] => [
  clickCheck(partner, now),
  creditCheck(partner),
  decisionCheck(partner),
  enoughCheck(program, partner),
];
