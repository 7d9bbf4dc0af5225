/** A brand and a partner who work together: program, terms, contract, links. */
import type { Client } from "./client.ts";
import type { Account, People } from "./people.ts";
import {
  type Ok,
  intent,
  run,
  inline,
  enableCpc,
  makeProgram,
  makeTerms,
  propose,
  accept,
} from "./steps.ts";

export interface Pair {
  brand: Account;
  partner: Account;
  program: string;
  programCode: string;
  partnerCode: string;
  contract: string;
  terms: string;
  link: string;
  ad: string;
  adCode: string;
  testLink: string;
  testAd: string;
  testAdCode: string;
}

interface LinkMade extends Ok {
  link: { id: string; ad: { id: string; code: string } };
}

interface WorldDeps {
  brand: Client;
  partner: Client;
}
async function makePair(
  hands: WorldDeps,
  of: { brand: Account; partner: Account; name: string },
  program: { id: string; code: string },
): Promise<Omit<Pair, "partnerCode">> {
  const { brand, partner, name } = of;
  const terms = await makeTerms(hands.brand, program.id, `Terms ${name}`);
  const contract = await propose(hands.brand, terms, partner.accountId, {
    comment: `Offer ${name}`,
  });
  await accept(hands.partner, contract);
  const landingPage = `https://www.amazon.com/dp/B0${name.replace(/\W/g, "").toUpperCase()}`;
  const { link } = await run<LinkMade>(
    hands.partner,
    `createTrackingLink(
      input: ${inline({ programId: program.id, name: `Link ${name}`, landingPage })},
      idempotencyKey: "${intent()}"
    )`,
    "TrackingLinkOk",
    "link { id ad { id code } }",
  );
  const test = await run<LinkMade>(
    hands.brand,
    `createTestLink(programId: "${program.id}", partnerId: "${partner.accountId}", name: "Test ` +
      `${name}", idempotencyKey: "${intent()}")`,
    "TrackingLinkOk",
    "link { id ad { id code } }",
  );
  return {
    brand,
    partner,
    program: program.id,
    programCode: program.code,
    contract,
    terms,
    link: link.id,
    ad: link.ad.id,
    adCode: link.ad.code,
    testLink: test.link.id,
    testAd: test.link.ad.id,
    testAdCode: test.link.ad.code,
  };
}

export type Accounts = Record<"brandA" | "brandB" | "partnerX" | "partnerY", Account>;

/** Clicks are enabled for both brands, then what the pairs work with is made. */
export async function makePairs(
  people: People,
  { brandA, brandB, partnerX, partnerY }: Accounts,
  [a, b, x, y, operator]: readonly Client[],
): Promise<Record<"ax" | "ay" | "bx", Pair>> {
  if (!a || !b || !x || !y || !operator) throw new Error("not signed in");
  for (const brand of [a, b]) await enableCpc(brand, operator);
  const [programA, programB] = [
    await makeProgram(a, "Program A"),
    await makeProgram(b, "Program B"),
  ];
  const codes = new Map(
    (await people.sql<{ id: string; code: string }>("select id, code from account")).map(
      ({ id, code }) => [id, code],
    ),
  );
  const pair = async (
    hands: WorldDeps,
    of: { brand: Account; partner: Account; name: string },
    program: { id: string; code: string },
  ): Promise<Pair> => ({
    ...(await makePair(hands, of, program)),
    partnerCode: codes.get(of.partner.accountId) ?? "",
  });
  const ax = await pair(
    { brand: a, partner: x },
    { brand: brandA, partner: partnerX, name: "A-X" },
    programA,
  );
  const ay = await pair(
    { brand: a, partner: y },
    { brand: brandA, partner: partnerY, name: "A-Y" },
    programA,
  );
  const bx = await pair(
    { brand: b, partner: x },
    { brand: brandB, partner: partnerX, name: "B-X" },
    programB,
  );
  return { ax, ay, bx };
}
