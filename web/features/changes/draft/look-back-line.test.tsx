import { renderToStaticMarkup } from "react-dom/server";
import { NextIntlClientProvider } from "next-intl";
import { expect, test } from "vitest";
import messages from "../../../messages/en.json" with { type: "json" };
import type { Replay, ReplayRun } from "../../simulator/use-replay.ts";
import { LookBackLine } from "./look-back-line.tsx";
import type { LookBack } from "./use-look-back.ts";

const counts = { paid: 0, zero: 0, unpaid: 0 };
const usd = (amount: string) => ({ amount, currency: "USD" });
const replay = (more: Partial<Replay>): Replay => ({
  id: "r",
  state: "DONE",
  progressPercent: 100,
  eventsDone: 210,
  eventsTotal: 210,
  failure: null,
  weakEvidence: false,
  untried: [],
  moved: 0,
  movesKept: 0,
  finishedAt: null,
  figures: null,
  matrix: [],
  limitHits: [],
  byPartner: { nodes: [] },
  spread: [
    { currency: "USD", partners: 23, median: usd("38"), lowest: usd("0"), highest: usd("211.00") },
  ],
  ...more,
});
/** What is read, words alone. */
function read(run: Partial<ReplayRun>, more: Partial<LookBack> = {}): string {
  const whole: ReplayRun = {
    replay: null,
    tried: "now",
    asked: "now",
    starting: false,
    refusal: null,
    start: () => {},
    cancel: () => {},
    ...run,
  };
  const lookBack: LookBack = { run: whole, start: () => {}, isNew: false, isOld: false, ...more };
  const html = renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC">
      <LookBackLine lookBack={lookBack} refused={false} />
    </NextIntlClientProvider>,
  );
  return html
    .replaceAll(/<\/?span[^>]*>/g, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim()
    .replace("Last 30 days under the new terms ", "");
}

test.each<[string, Partial<ReplayRun>, Partial<LookBack>, string]>([
  [
    "not kept",
    {},
    { start: null, isNew: true },
    "The figures come as soon as this choice is kept: Next and Back do that.",
  ],
  ["starting", { starting: true }, {}, "The past clicks and sales are decided again."],
  [
    "waiting",
    { replay: replay({ state: "QUEUED", progressPercent: 0, eventsDone: 0, eventsTotal: 0 }) },
    {},
    "0 % Cancel",
  ],
  [
    "running",
    { replay: replay({ state: "RUNNING", eventsDone: 1_200, eventsTotal: 18_240 }) },
    {},
    "1,200 of 18,240 clicks and sales Cancel",
  ],
  [
    "cancelled",
    { replay: replay({ state: "CANCELLED" }) },
    {},
    "The simulation was cancelled. Try again",
  ],
  [
    "failed",
    { replay: replay({ state: "FAILED", failure: "The journal is away." }) },
    {},
    "The journal is away. Try again",
  ],
  [
    "refused",
    { refusal: { code: "TOO_MANY_REPLAYS", message: "Five wait.", path: [] } },
    {},
    "Five wait. Try again",
  ],
  [
    "nobody",
    { replay: replay({ spread: [] }) },
    {},
    "No partner of this change had a click or sale in these 30 days.",
  ],
  [
    "done",
    { replay: replay({}) },
    {},
    "Median partner +$38.00, lowest ±$0.00, highest +$211.00. 23 partners had clicks or sales. " +
      "By clicks and sales alone: monthly bonuses are not in it. Per partner",
  ],
  [
    "found 87: the total comes first",
    {
      replay: replay({
        figures: {
          clicks: 200,
          sales: 10,
          leads: 0,
          costNow: [usd("38.00")],
          costThen: [usd("46.50")],
          difference: [usd("8.50")],
          clicksNow: counts,
          clicksThen: counts,
        },
      }),
    },
    {},
    "All partners together: +$8.50, from $38.00 under their present terms to $46.50 under the " +
      "new ones, on the same clicks and sales. Median partner +$38.00, lowest ±$0.00, highest " +
      "+$211.00. 23 partners had clicks or sales. By clicks and sales alone: monthly bonuses are " +
      "not in it. Per partner",
  ],
  [
    "one, with little to go by",
    {
      replay: replay({
        weakEvidence: true,
        spread: [
          {
            currency: "USD",
            partners: 1,
            median: usd("-3"),
            lowest: usd("-3"),
            highest: usd("-3"),
          },
        ],
      }),
    },
    {},
    "The one partner with clicks or sales: −$3.00. By clicks and sales alone: monthly bonuses " +
      "are not in it. Per partner Fewer than 100 clicks: weak evidence",
  ],
  [
    "older than the choice",
    { replay: replay({}) },
    { isNew: true, isOld: true },
    "These figures are of an older choice Run again Median partner +$38.00, lowest ±$0.00, " +
      "highest +$211.00. 23 partners had clicks or sales. By clicks and sales alone: monthly " +
      "bonuses are not in it. Per partner",
  ],
])("the last 30 days, %s", (_, run, lookBack, text) => expect(read(run, lookBack)).toBe(text));
