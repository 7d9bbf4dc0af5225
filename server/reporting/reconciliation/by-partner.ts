/** A reconciliation by partner: what Amazon hides of some is one row, other tags are another. */
import type { Context } from "../../platform/context.ts";
import { addClickLines } from "../../domain/reconciliation.ts";
import {
  campaignDays,
  everTold,
  groupDays,
  groupStretches,
  untoldClicks,
  type AskedRows,
  type CampaignDay,
  type GroupDay,
  type GroupStretch,
} from "./amazons.ts";
import { bookedBy, gapsOf } from "./booked.ts";
import { partnerLines, wholeTold, type PartnerPlaces } from "./click-lines.ts";
import { belowThreshold, rolledUpClicks, type ClickCell } from "./our-clicks.ts";
import {
  daysOf,
  edgesOfStretches,
  joined,
  rowOfRest,
  stretchStarts,
  windowOf,
  type Plan,
  type Row,
} from "./plan.ts";
import { linesBy, linesOfCampaign, restsOf, toldBy, unlike } from "./sale-lines.ts";

/** Never told, and under 10 clicks in all: nothing is wrong, Amazon waits for more. */
export async function maskOf(
  ctx: Context,
  plan: Plan,
  cells: readonly ClickCell[],
  groups: readonly GroupStretch[],
): Promise<PartnerPlaces["isMasked"]> {
  const keyOf = (row: { partner: string | null; is_test: boolean }) =>
    `${row.partner} ${row.is_test}`;
  const told = new Set(groups.map(keyOf));
  const untold = [
    ...new Set(
      cells.filter((cell) => !told.has(keyOf(cell))).flatMap(({ partner }) => partner ?? []),
    ),
  ];
  if (untold.length === 0) return () => false;
  for (const row of await everTold(ctx, plan.asked, untold)) told.add(keyOf(row));
  const below = new Set((await belowThreshold(ctx, plan.asked.programId, untold)).map(keyOf));
  return (partner, isTest) => {
    const key = keyOf({ partner, is_test: isTest });
    return below.has(key) && !told.has(key);
  };
}

/** Clicks of partners that Amazon tells in the campaign alone: read where it tells more. */
export async function hiddenClicksOf(
  ctx: Context,
  asked: AskedRows,
  campaigns: readonly CampaignDay[],
  groups: readonly GroupDay[],
): Promise<number> {
  const isWhole = restsOf(campaigns, groups).every(
    ({ orders, amount }) => orders === 0 && amount === 0n,
  );
  return isWhole ? 0 : untoldClicks(ctx, asked);
}

export async function rowsByPartner(ctx: Context, plan: Plan): Promise<Row[]> {
  const starts = stretchStarts(plan);
  const { freshFrom } = plan;
  const edges = edgesOfStretches(plan, starts);
  const cells = await rolledUpClicks(ctx, { ...plan.asked, edges, freshFrom }, true);
  const groups = await groupStretches(ctx, plan.asked, starts, null);
  const [campaigns, ofDays] = [
    await campaignDays(ctx, plan.asked),
    await groupDays(ctx, plan.asked),
  ];
  const thereOf = (date: string): number => starts.filter((start) => start <= date).length;
  const lines = partnerLines(
    {
      cells,
      groups,
      whole: wholeTold(campaigns, ofDays, thereOf),
      isMasked: await maskOf(ctx, plan, cells, groups),
      days: daysOf(plan, starts),
    },
    windowOf(starts),
  );
  const ofPartners = toldBy(groups, ({ partner }) => partner);
  const booked = await bookedBy(ctx, plan.asked, "PARTNER");
  const gaps = await gapsOf(ctx, plan.asked, "PARTNER", unlike(ofPartners, booked));
  const hiddenClicks = await hiddenClicksOf(ctx, plan.asked, campaigns, ofDays);
  const ofCampaign = linesOfCampaign(campaigns, ofDays, hiddenClicks);
  // Where nobody is hidden, or fewer click-throughs are told than of the ad groups.
  const isOdd = lines.underTen.causes.MASKED === 0 || (lines.underTen.amazon ?? 0) < 0;
  const none = addClickLines([]);
  return [
    ...joined(lines.partners, linesBy(ofPartners, booked, gaps), (partnerId) => ({
      kind: "PARTNER",
      partnerId,
    })),
    ...rowOfRest("UNDER_TEN", isOdd ? none : lines.underTen, ofCampaign.underTen),
    ...rowOfRest("GROUPINGS", isOdd ? lines.underTen : none, ofCampaign.groupings),
    ...rowOfRest("OTHER_TAGS", lines.otherTags, ofCampaign.otherTags),
  ];
}
