/** What moves money or rights asks a person for the password again; keys are not asked. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createClient } from "../../testing/worlds/client.ts";
import { password } from "../../testing/worlds/people.ts";
import { intent, refusal, run } from "../../testing/worlds/steps.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import { buildApiSchema } from "../../start/schema.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

const minute = 60_000;
const makeKey = (name: string) =>
  `createApiKey(input: { name: "${name}", scopes: [REPORTS_READ] })`;
const setLimit = () =>
  `setProgramLimit(input: { programId: "${world.ax.program}", event: CLICK, kind: CLICKS, ` +
  `reset: DAY, max: "5" }, idempotencyKey: "${intent()}")`;

test(
  "[found 91] the password is asked for anew by what moves money or rights once it is half an " +
    "hour old, and nothing was done before",
  async () => {
    const admin = await world.signIn(world.brandA.email);
    await run(admin, makeKey("fresh"), "CreateApiKeyOk", "secret");
    world.people.clock.now += 31 * minute;
    const asked = await admin.post(`mutation { ${makeKey("stale")} { __typename } }`);
    expect([asked.status, asked.errors[0]?.extensions.code]).toEqual([403, "PASSWORD_NEEDED"]);
    // Reading and what moves neither go on.
    await admin.data("{ apiKeys(first: 5) { nodes { name } } }");
    const saved = `saveTermsDraft(input: { programId: "${world.ax.program}", content: "{}" }, `;
    await run(admin, `${saved}idempotencyKey: "${intent()}")`, "TermsDraftOk", "draft { id }");
    expect(await refusal(admin, 'confirmPassword(password: "not it at all")')).toMatchObject({
      code: "WRONG_PASSWORD",
      path: ["password"],
    });
    const { nodes } = (
      await admin.data<{ apiKeys: { nodes: { name: string }[] } }>(
        "{ apiKeys(first: 50) { nodes { name } } }",
      )
    ).apiKeys;
    expect(nodes.map(({ name }) => name)).not.toContain("stale");
    await run(admin, `confirmPassword(password: "${password}")`, "ConfirmPasswordOk", "until");
    await run(admin, makeKey("stale"), "CreateApiKeyOk", "secret");
    world.people.clock.now += 31 * minute;
    for (let wrong = 0; wrong < 5; wrong++)
      await refusal(admin, 'confirmPassword(password: "not it at all")');
    expect(await refusal(admin, `confirmPassword(password: "${password}")`)).toMatchObject({
      code: "TOO_MANY_ATTEMPTS",
    });
  },
);

test("[found 91] an API key is never asked for a password", async () => {
  const admin = await world.signIn(world.brandA.email);
  const { secret } = await run(
    admin,
    'createApiKey(input: { name: "limits", scopes: [PROGRAMS_READ, PROGRAMS_WRITE] })',
    "CreateApiKeyOk",
    "secret",
  );
  world.people.clock.now += 3 * 60 * minute;
  const key = createClient(world.url, { key: String(secret) });
  const { result } = await key.data<{ result: { __typename: string } }>(
    `mutation { result: ${setLimit()} { __typename ... on UserError { code message } } }`,
  );
  expect(result.__typename).toBe("ProgramLimitsOk");
});

test("[found 91] approving, publishing, limits, keys and people ask; drafts do not", () => {
  const fields = Object.values(buildApiSchema().getMutationType()?.getFields() ?? {});
  const asking = fields.filter(({ extensions }) => extensions.confirmed === true);
  expect(new Set(asking.map(({ name }) => name))).toEqual(
    new Set(
      [
        "approveConversions approveOutsideOfTerms modifyConversion reverseConversion",
        "submitConversions confirmConversionFile bookReportUpload decideHeldReport answerInquiry",
        "createTerms copyTerms saveTermsVersion activateTerms createCampaignTerms setTermsRules",
        "setTermsRestricted proposeContract proposeOwnTerms counterContract acceptContract",
        "expireContracts applyContractChange retryContractChange withdrawContractChange",
        "setProgramLimit removeProgramLimit createApiKey inviteUser changeMemberRole",
        "setMemberPermissions removeMember setEdition reviewCpcRequest",
      ].flatMap((names) => names.split(" ")),
    ),
  );
});
