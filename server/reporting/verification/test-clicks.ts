/** The server clicks test links itself, from a chosen country and device. */
import { Agent } from "node:http";
import type { EntityManager } from "@mikro-orm/postgresql";
import { linkPath } from "../../domain/tracking.ts";
import type { RunDevice } from "../../domain/verification.ts";
import { pgArray } from "../../platform/db/array.ts";
import {
  InvalidInput,
  isRefusal,
  NotFound,
  type IdempotencyKeyReused,
} from "../../platform/api/refusal.ts";
import { actorId, type Context } from "../../platform/context.ts";
import { mutation } from "../../platform/mutation.ts";
import { openSecrets } from "../../platform/secrets.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import { clickThrough, type Answered, type TestClick } from "./clicking.ts";
import { readPartners } from "./partners.ts";
import { MakeTestClicksOk, type MakeTestClicksInput } from "./verification-changes.types.ts";
import { VerificationRequest } from "./verification.entity.ts";
import { ownProgram } from "./verifications.ts";

const partnersMax = 50;
const clicksMax = 10;
/** Requests under way at once. */
const abreast = 8;

interface LinkRow {
  partner: string;
  id: string;
  partner_code: string;
  ad_code: string;
}
/** The link by which a partner is verified, as the board chooses it. */
const linksSql = `select distinct on (l.partner_account_id)
    l.partner_account_id as partner,
    l.id,
    a.code as partner_code,
    ad.code as ad_code
  from tracking_link l
  join ad on ad.id = l.ad_id
  join account a on a.id = l.partner_account_id
  where l.program_id = ? and l.brand_account_id = ? and l.is_test
    and l.partner_account_id = any(?::uuid[])
  order by
    l.partner_account_id,
    l.state = 'ACTIVE' and ad.state = 'ACTIVE' desc,
    l.id desc`;

interface Made extends TestClick {
  partner: string;
  answered: Answered;
  at: number;
}

/** In the order of the list, a few at once. */
async function clickAll(
  ctx: Context,
  program: Program,
  links: readonly LinkRow[],
  { clicks, country, device }: { clicks: number; country: string; device: RunDevice },
): Promise<Made[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: abreast });
  const secrets = openSecrets(ctx.env);
  const made: Made[] = [];
  const queue = links.flatMap((link) => Array.from({ length: clicks }, () => link));
  const clickNext = async (): Promise<void> => {
    for (let link = queue.shift(); link; link = queue.shift()) {
      const at = ctx.clock();
      const click: TestClick = {
        id: ctx.newId(at),
        linkId: link.id,
        path: linkPath({ partner: link.partner_code, ad: link.ad_code, program: program.code }),
        country,
        device,
      };
      const way = { trackerUrl: ctx.env.trackerInternalUrl, secrets, at, agent };
      made.push({ ...click, partner: link.partner, at, answered: await clickThrough(click, way) });
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
      const partners = await readPartners(tx, program, input.partnerIds, partnersMax);
      if (isRefusal(partners)) return partners;
      const links = await tx.execute<LinkRow[]>(linksSql, [
        program.id,
        program.brandAccountId,
        pgArray(partners),
      ]);
      const made = await clickAll(ctx, program, links, {
        clicks: input.clicks,
        device: input.device,
        country: input.country ?? program.marketplace,
      });
      keepRequests(ctx, tx, program, made);
      await tx.flush();
      await tx.execute("select pg_notify('report_tick', ?)", [program.id]);
      const redirected = made.filter(({ answered }) => answered.status === 302).length;
      return [redirected, made.length - redirected, partners.length - links.length].join("/");
    },
    shown,
  );
}
