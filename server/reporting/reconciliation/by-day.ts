/**
 * A reconciliation by day. A day that is told whole is read from the sums of the program; a younger
 * one, or one of which Amazon tells no campaign, is what its partners' lines add up to, so that the
 * day and what it opens into say the same.
 */
import type { Context } from "../../platform/context.ts";
import {
  addClickLines,
  addSaleLines,
  type ClickLine,
  type SaleLine,
} from "../../domain/reconciliation.ts";
import {
  campaignDays,
  groupDays,
  groupStretches,
  type CampaignDay,
  type GroupDay,
} from "./amazons.ts";
import { bookedBy, gapsOf } from "./booked.ts";
import { dayLine, expectedIn, partnerLines, wholeTold, type WholeTold } from "./click-lines.ts";
import { hiddenClicksOf, maskOf } from "./by-partner.ts";
import { rolledUpClicks, type ClickCell } from "./our-clicks.ts";
import { daysOf, edgesOf, isFresh, isUnmeasured, joined, type Plan, type Row } from "./plan.ts";
import { linesBy, linesOfCampaign, toldBy, unlike } from "./sale-lines.ts";

interface Told {
  campaigns: readonly CampaignDay[];
  ofDays: readonly GroupDay[];
}
const indexIn = (dates: readonly string[]) => (date: string) => dates.indexOf(date) + 1;

/** Dates whose lines are made of their partners'. */
async function finerLines(
  ctx: Context,
  plan: Plan,
  { campaigns, ofDays }: Told,
  dates: readonly string[],
): Promise<Map<string, ClickLine>> {
  const [from, to] = [dates[0], dates.at(-1)];
  if (from === undefined || to === undefined) return new Map();
  const span = plan.dates.filter((date) => date >= from && date <= to);
  const asked = { ...plan.asked, from, to };
  const cells = await rolledUpClicks(
    ctx,
    { ...asked, edges: edgesOf(plan, span), freshFrom: plan.freshFrom },
    true,
  );
  const groups = await groupStretches(ctx, asked, span, null);
  const isWithin = ({ date }: { date: string }) => date >= from && date <= to;
  const places = {
    cells,
    groups,
    whole: wholeTold(campaigns.filter(isWithin), ofDays.filter(isWithin), indexIn(span)),
    isMasked: await maskOf(ctx, plan, cells, groups),
    days: daysOf(plan, span),
  };
  return new Map(
    dates.map((date) => {
      const index = indexIn(span)(date);
      const lines = partnerLines(places, { here: index, there: [index] });
      return [date, addClickLines([...lines.partners.values(), lines.underTen, lines.otherTags])];
    }),
  );
}

function salesOf(
  { campaigns, ofDays }: Told,
  sales: ReadonlyMap<string, SaleLine>,
  hiddenClicks: number,
) {
  const dates = new Set([
    ...campaigns.map(({ date }) => date),
    ...ofDays.map(({ date }) => date),
    ...sales.keys(),
  ]);
  return new Map(
    [...dates].flatMap((date): [string, SaleLine][] => {
      const onDate = (row: { date: string }) => row.date === date;
      const ofCampaign = linesOfCampaign(
        campaigns.filter(onDate),
        ofDays.filter(onDate),
        hiddenClicks,
      );
      const own = sales.get(date);
      return [[date, addSaleLines([...(own ? [own] : []), ...Object.values(ofCampaign)])]];
    }),
  );
}

const needsPartners = (plan: Plan, cells: readonly ClickCell[], whole: WholeTold): string[] =>
  plan.dates.filter((date, i) => {
    const hasClicks = expectedIn(cells.filter(({ there }) => there === i + 1)) > 0;
    const isSilent = !whole.rest.has(i + 1) && hasClicks && !isUnmeasured(plan, date);
    return isSilent || (isFresh(plan, date) && hasClicks);
  });

export async function rowsByDay(ctx: Context, plan: Plan): Promise<Row[]> {
  const { asked, dates, freshFrom } = plan;
  const cells = await rolledUpClicks(
    ctx,
    { ...asked, edges: edgesOf(plan, dates), freshFrom },
    false,
  );
  const told = { campaigns: await campaignDays(ctx, asked), ofDays: await groupDays(ctx, asked) };
  const whole = wholeTold(told.campaigns, told.ofDays, indexIn(dates));
  const partners = new Map<number, number>();
  for (const { date, known, clicks } of told.ofDays)
    if (known) partners.set(indexIn(dates)(date), Number(clicks));
  const finer = await finerLines(ctx, plan, told, needsPartners(plan, cells, whole));
  const places = { cells, partners, whole, days: daysOf(plan, dates) };
  const clicks = new Map(
    dates.map((date, i) => [date, finer.get(date) ?? dayLine(places, i + 1)] as const),
  );
  const ofPartners = toldBy(
    told.ofDays.filter(({ known }) => known),
    ({ date }) => date,
  );
  const booked = await bookedBy(ctx, asked, "DATE");
  const gaps = await gapsOf(ctx, asked, "DATE", unlike(ofPartners, booked));
  const sales = linesBy(ofPartners, booked, gaps);
  const hiddenClicks = await hiddenClicksOf(ctx, asked, told.campaigns, told.ofDays);
  return joined(clicks, salesOf(told, sales, hiddenClicks), (date) => ({
    kind: "DAY",
    date,
  })).toSorted((a, b) => (a.key < b.key ? 1 : -1));
}
