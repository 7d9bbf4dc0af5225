/** The server clicks test links itself, from a chosen country and device. */
import { Agent } from "node:http";
import type { EntityManager } from "@mikro-orm/postgresql";
import { linkPath } from "../../domain/tracking.ts";
import type { RunDevice } from "../../domain/verification.ts";
import {
  InvalidInput,
  isRefusal,
  NotFound,
  type IdempotencyKeyReused,
} from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { mutation } from "../../platform/mutation.ts";
import { openSecrets } from "../../platform/secrets.ts";
import { Account } from "../../partnership/accounts/account.entity.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import { clickThrough, type Answered, type TestClick } from "./clicking.ts";
import { readTestLinks } from "./facts-sql.ts";
import { readPartners } from "./partners.ts";
import { MakeTestClicksOk, type MakeTestClicksInput } from "./verification-changes.types.ts";
import { VerificationRequest } from "./verification.entity.ts";
import { ownProgram } from "./verifications.ts";

const partnersMax = 50;
const clicksMax = 10;
/** Requests under way at once. */
const abreast = 8;

interface Made extends TestClick {
  partner: string;
  answered: Answered;
  at: number;
}

interface TestLink {
  id: string;
  partner: string;
  path: string;
}
/** The links by which those are verified. */
async function linksOf(
  tx: EntityManager,
  { id: programId, brandAccountId: brandId, code: program }: Program,
  partnerIds: readonly string[],
  now: Date,
): Promise<TestLink[]> {
  const rows = await readTestLinks(tx, { programId, brandId, partnerIds, now });
  const partners = await tx.find(Account, { id: { $in: [...partnerIds] } });
  const codes = new Map(partners.map(({ id, code }) => [id, code]));
  return rows.map(({ id, partner, ad_code: ad }) => ({
    id,
    partner,
    path: linkPath({ partner: codes.get(partner) ?? "", ad, program }),
  }));
}

/**
 * Once each link, then each of them again, a few abreast. Whoever gets no answer asks no more: a
 * tracker that is gone holds nobody up for longer than one request.
 */
async function clickAll(
  ctx: Context,
  links: readonly TestLink[],
  { clicks, country, device }: { clicks: number; country: string; device: RunDevice },
): Promise<Made[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: abreast });
  const secrets = openSecrets(ctx.env);
  const made: Made[] = [];
  const queue = Array.from({ length: clicks }, () => links).flat();
  const clickNext = async (): Promise<void> => {
    for (let link = queue.shift(); link; link = queue.shift()) {
      const at = ctx.clock();
      const click: TestClick = {
        id: ctx.newId(at),
        linkId: link.id,
        path: link.path,
        country,
        device,
      };
      const way = { trackerUrl: ctx.env.trackerInternalUrl, secrets, at, agent };
      const answered = await clickThrough(click, way);
      made.push({ ...click, partner: link.partner, at, answered });
      if (answered.status === null) return;
    }
  };
  try {
    await Promise.all(Array.from({ length: abreast }, clickNext));
  } finally {
    agent.destroy();
  }
  return made;
}

function keepRequests(
  ctx: Context,
  tx: EntityManager,
  program: Program,
  made: readonly Made[],
): void {
  for (const { id, partner, linkId, country, device, at, answered } of made)
    tx.create(VerificationRequest, {
      id,
      brandAccountId: program.brandAccountId,
      partnerAccountId: partner,
      programId: program.id,
      linkId,
      country,
      device,
      madeBy: actorId(ctx),
      madeAt: new Date(at),
      ...answered,
    });
}

const clicksOutOfBounds = (clicks: number): InvalidInput | null =>
  clicks < 1 || clicks > clicksMax
    ? new InvalidInput("BAD_COUNT", `A link is clicked 1 to ${clicksMax} times at once`, [
        "input",
        "clicks",
      ])
    : null;

/** The figures of the answer, as they are kept under the intent's key. */
const shown = async (_ctx: Context, figures: string): Promise<MakeTestClicksOk> => {
  const [redirected = 0, failed = 0, withoutLink = 0] = figures.split("/").map(Number);
  return new MakeTestClicksOk(redirected, failed, withoutLink);
};

export async function makeTestClicks(
  ctx: Context,
  input: MakeTestClicksInput,
  idempotencyKey: string,
): Promise<MakeTestClicksOk | InvalidInput | NotFound | IdempotencyKeyReused> {
  const refused = clicksOutOfBounds(input.clicks);
  if (refused) return refused;
  return mutation(
    ctx,
    "makeTestClicks",
    { input, key: idempotencyKey },
    async (tx) => {
      const program = await ownProgram({ ...ctx, em: tx }, input.programId);
      if (!program) return NotFound.of("program", "input", "programId");
      const partners = await readPartners(tx, program, input.partnerIds, partnersMax, "input");
      if (isRefusal(partners)) return partners;
      const links = await linksOf(tx, program, partners, now(ctx));
      const made = await clickAll(ctx, links, {
        clicks: input.clicks,
        device: input.device,
        country: input.country ?? program.marketplace,
      });
      keepRequests(ctx, tx, program, made);
      await tx.flush();
      await tx.execute("select pg_notify('report_tick', ?)", [program.id]);
      const redirected = made.filter(({ answered }) => answered.status === 302).length;
      const failed = links.length * input.clicks - redirected;
      return [redirected, failed, partners.length - links.length].join("/");
    },
    shown,
  );
}
