/** What a reconciliation says in one sentence, on top of its figures. */
import {
  clickCauses,
  saleCauses,
  type ClickCause,
  type ClickLine,
  type SaleCause,
  type SaleLine,
} from "./reconciliation.ts";

/** Behind a number: "31 repeats". */
const clickWords: Record<ClickCause, string> = {
  DUPLICATE: "repeats",
  ROBOT: "robots",
  RISKY: "risky clicks that the filter leaves out here",
  TEST: "of test links",
  TIME_ZONE: "of another day in the profile's zone",
  LATE: "not told yet",
  MASKED: "of links under 10 clicks",
  UNMEASURED: "without a tag that Amazon measures",
  OTHER_TAGS: "credited to tags that are not ours",
  NOT_EXPLAINED: "not explained",
};
const saleWords: Record<SaleCause, string> = {
  TEST: "of test links",
  DISCARDED: "discarded by terms without sales",
  CHANGED_HERE: "changed here since",
  HELD: "of a report that is held",
  DROPPED: "of a report that was dropped",
  PARKED: "that could not be booked",
  WAITING: "that wait for Amazon's next reports",
  MASKED: "of partners under 10 clicks",
  GROUPINGS: "where Amazon's reports by campaign and by ad group disagree",
  OTHER_TAGS: "credited to tags that are not ours",
  NOT_EXPLAINED: "not explained",
};

const number = new Intl.NumberFormat("en-US");
const signed = (count: number): string =>
  `${count < 0 ? "−" : ""}${number.format(Math.abs(count))}`;
const listed = (parts: readonly string[]): string =>
  parts.length === 0 ? "" : `: ${parts.join(", ")}`;

const clickParts = ({ causes }: ClickLine): string[] =>
  clickCauses
    .filter((cause) => causes[cause] !== 0)
    .map((cause) => `${signed(causes[cause])} ${clickWords[cause]}`);
const saleParts = ({ causes }: SaleLine): string[] =>
  saleCauses
    .filter((cause) => causes[cause].orders !== 0)
    .map((cause) => `${signed(causes[cause].orders)} ${saleWords[cause]}`);

function clickSentence(line: ClickLine): string {
  const { amazon, ours, difference } = line;
  const here = number.format(ours);
  if (amazon === null) return `Amazon has told no click-throughs; ${here} unique clicks came here.`;
  const there = number.format(amazon);
  const parts = listed(clickParts(line));
  if (difference > 0)
    return (
      `${here} of Amazon's ${there} click-throughs are ours; ` +
      `${number.format(difference)} more at Amazon${parts}.`
    );
  if (difference < 0)
    return (
      `Amazon tells ${there} click-throughs, ${number.format(-difference)} fewer than our ` +
      `${here} unique clicks${parts}.`
    );
  return `Amazon's ${there} click-throughs are as many as our unique clicks${parts}.`;
}

function saleSentence(line: SaleLine): string {
  const { amazon, ours, difference } = line;
  const here = number.format(ours.orders);
  if (amazon === null) return "Amazon has told no orders.";
  const there = number.format(amazon.orders);
  const parts = listed(saleParts(line));
  if (difference.orders > 0)
    return (
      `${here} of Amazon's ${there} orders count here; ` +
      `${number.format(difference.orders)} more at Amazon${parts}.`
    );
  if (difference.orders < 0)
    return (
      `Amazon tells ${there} orders, ${number.format(-difference.orders)} fewer than the ` +
      `${here} that count here${parts}.`
    );
  return `All ${there} orders that Amazon tells count here${parts}.`;
}

/** `NONE`: no source, so that there is nothing to compare with. */
export function reconciliationSentence(
  source: "AMAZON" | "SIMULATED" | "NONE",
  clicks: ClickLine,
  sales: SaleLine,
): string {
  if (source === "NONE" && clicks.amazon === null)
    return (
      "This program has no source of sales, so Amazon measures nothing of its " +
      `${number.format(clicks.ours)} unique clicks.`
    );
  return `${clickSentence(clicks)} ${saleSentence(sales)}`;
}
