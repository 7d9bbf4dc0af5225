/**
 * Terms of campaigns inside a program. They are kept and shown; nothing is priced by them until
 * conversions name a campaign.
 */
import { pageById, type Page, type PageArgs } from "../../platform/api/connection.ts";
import { answer, mutation } from "../../platform/mutation.ts";
import { InvalidInput, NotFound, type IdempotencyKeyReused } from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { fitsCampaign } from "../../domain/program-rules.ts";
import { withGroupIds } from "../../domain/group-ids.ts";
import { parseTerms } from "../../domain/terms-input.ts";
import { withDefaults } from "../../domain/terms-rules.ts";
import { termsFromJson, termsToJson } from "../../domain/terms.ts";
import { Program } from "../programs/program.entity.ts";
import { CampaignTerms } from "./campaign-terms.entity.ts";
import {
  CampaignTermsOk,
  type CampaignTermsInput,
  type CampaignTermsView,
} from "./campaign-terms.types.ts";
import { groupIdsOf } from "./group-ids.ts";
import { payoutView, sentenceViews } from "./payout-views.ts";
import { payoutSentences } from "../../domain/terms-sentences.ts";
import { gateName } from "../../domain/values/name.ts";
import { gateDate } from "../../domain/values/place-and-time.ts";
import { refusalOf, type TermsRefusal } from "./terms-checks.ts";
import { rulesOf } from "./terms-rules.ts";

function view(row: CampaignTerms): CampaignTermsView {
  const { currency, eventPayouts } = termsFromJson(row.body);
  const { id, programId, name, firstDate, lastDate, createdAt } = row;
  return {
    id,
    programId,
    name,
    firstDate,
    lastDate,
    currency,
    eventPayouts: eventPayouts.map((payout) => payoutView(payout, currency)),
    get sentences() {
      return sentenceViews(payoutSentences(eventPayouts, currency));
    },
    createdAt,
  };
}

/** A brand's own, newest first; a partner has none. */
export async function campaignTerms(
  ctx: Context,
  asked: PageArgs,
  programId: string,
): Promise<Page<CampaignTermsView>> {
  const where = { programId };
  return pageById(ctx.em, CampaignTerms, { where, order: "newest" }, asked, (rows) =>
    rows.map(view),
  );
}

function badInputOf(input: CampaignTermsInput): InvalidInput | null {
  const name = gateName(input.name, "input", "name");
  if (!name.ok) return InvalidInput.of(name);
  for (const field of ["firstDate", "lastDate"] as const) {
    const date = gateDate(input[field], "input", field);
    if (!date.ok) return InvalidInput.of(date);
  }
  return input.lastDate < input.firstDate
    ? new InvalidInput("END_BEFORE_START", "The last date is not before the first", [
        "input",
        "lastDate",
      ])
    : null;
}

export async function createCampaignTerms(
  ctx: Context,
  of: { programId: string; input: CampaignTermsInput },
  idempotencyKey: string,
): Promise<CampaignTermsOk | TermsRefusal | IdempotencyKeyReused> {
  const { programId, input } = of;
  const accountId = ctx.scope.requireAccountId();
  return mutation(
    ctx,
    "createCampaignTerms",
    { input: of, key: idempotencyKey },
    async (tx) => {
      const program = await tx.findOne(Program, { id: programId }, { refresh: true });
      if (!program) return NotFound.of("program", "programId");
      const bad = badInputOf(input);
      if (bad) return bad;
      const draft = withGroupIds(
        withDefaults(input, await rulesOf(tx, program.brandAccountId)),
        await groupIdsOf(ctx, tx, null),
      );
      const parsed = parseTerms(draft);
      if (!parsed.ok) return InvalidInput.of(parsed, "input");
      const fits = fitsCampaign(program.type, parsed.value.eventPayouts);
      if (!fits.ok) return InvalidInput.of(fits, "input");
      const refused = await refusalOf(tx, program, parsed.value, { at: ["input"], draft });
      if (refused) return refused;
      const id = ctx.newId(ctx.clock());
      tx.create(CampaignTerms, {
        id,
        brandAccountId: accountId,
        programId,
        name: input.name.trim(),
        firstDate: input.firstDate,
        lastDate: input.lastDate,
        body: termsToJson(parsed.value),
        createdBy: actorId(ctx),
        createdAt: now(ctx),
      });
      return id;
    },
    answer(CampaignTermsOk, async ({ em }, id) =>
      view(await em.findOneOrFail(CampaignTerms, { id })),
    ),
  );
}
