/**
 * One brand and three partners for the model of contracts; each run gets a program, terms and links
 * of its own.
 */
import { createTrackingLink } from "../../partnership/links/links.ts";
import { TrackingLinkOk } from "../../partnership/links/link.types.ts";
import { createProgram } from "../../partnership/programs/programs.ts";
import { CreateProgramOk, UniqueWindowType } from "../../partnership/programs/program.types.ts";
import { createTerms } from "../../partnership/terms/saving.ts";
import { SaveTermsOk, type TermsInput } from "../../partnership/terms/terms.types.ts";
import { expectOk, type Actor, type Stage } from "../../start/demo/stage.ts";

export const termsInput = (rate: string, name = "Model terms"): TermsInput =>
  ({
    name,
    labels: [],
    currency: "USD",
    eventPayouts: [{ event: "SALE", rate, limits: [] }],
    comment: "",
    acknowledgeNoLimit: true,
  }) as unknown as TermsInput;

export interface ModelWorld {
  stage: Stage;
  brand: Actor;
  partners: Actor[];
  programId: string;
  terms: string[];
  /** The version that each contract was first seen with. */
  frozen: Map<string, string>;
  /** Throws when a terms version or a link is not what it was. */
  unchanged: () => Promise<void>;
}

export async function openModelPeople(stage: Stage): Promise<{ brand: Actor; partners: Actor[] }> {
  const brand = await stage.signUp({
    kind: "BRAND",
    accountName: "Model brand",
    name: "Mo Brand",
    email: "mo@model.example",
    timeZone: "America/New_York",
    currency: "USD",
    edition: "PRO",
  });
  const partners: Actor[] = [];
  for (const n of [1, 2, 3])
    partners.push(
      await stage.partner(brand, {
        name: `Partner ${n}`,
        email: `p${n}@model.example`,
        accountName: `Model partner ${n}`,
        timeZone: "America/New_York",
        currency: "USD",
      }),
    );
  return { brand, partners };
}

/** What says whether links and versions of terms are still as they were. */
async function watchUnchanged(stage: Stage, programId: string): Promise<() => Promise<void>> {
  const links = async () =>
    JSON.stringify(
      (
        await stage.owner.query("select * from tracking_link where program_id = $1 order by id", [
          programId,
        ])
      ).rows,
    );
  const bodies = new Map<string, string>();
  const firstLinks = await links();
  return async () => {
    if ((await links()) !== firstLinks) throw new Error("a tracking link has changed");
    const { rows } = await stage.owner.query<{ id: string; body: string }>(
      `select v.id, v.body::text as body
        from terms_version v
        join template_terms t on t.id = v.terms_id
        where t.program_id = $1`,
      [programId],
    );
    for (const { id, body } of rows) {
      if (bodies.has(id) && bodies.get(id) !== body)
        throw new Error(`terms version ${id} was changed in place`);
      bodies.set(id, body);
    }
  };
}

export async function openModelGround(
  stage: Stage,
  { brand, partners }: { brand: Actor; partners: Actor[] },
): Promise<ModelWorld> {
  const input = {
    name: `Model ${stage.key()}`,
    marketplace: "US",
    landingPage: "https://www.amazon.com/dp/B0MODELTST",
    uniqueWindowMinutes: 30,
    uniqueWindowType: UniqueWindowType.ROLLING,
  };
  const { program } = expectOk(
    await createProgram(stage.as(brand), input, stage.key()),
    CreateProgramOk,
  );
  const terms: string[] = [];
  for (const rate of ["8%", "9%", "10%"])
    terms.push(
      expectOk(
        await createTerms(
          stage.as(brand),
          { programId: program.id, input: termsInput(rate, `Model ${rate}`), asDraft: false },
          stage.key(),
        ),
        SaveTermsOk,
      ).terms.id,
    );
  for (const partner of partners)
    expectOk(
      await createTrackingLink(
        stage.as(partner),
        {
          programId: program.id,
          partnerId: null,
          adId: null,
          landingPage: null,
          name: "Model link",
          sharedId: null,
        },
        stage.key(),
      ),
      TrackingLinkOk,
    );
  const unchanged = await watchUnchanged(stage, program.id);
  return { stage, brand, partners, programId: program.id, terms, frozen: new Map(), unchanged };
}
