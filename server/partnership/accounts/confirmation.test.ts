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

/** What asks nobody, each with why: it moves neither money nor rights, or asks in its own way. */
const asksNobody: Record<string, string> = {
  "asks for a password, or a mailed code, itself":
    "signIn signUp resetPassword changePassword confirmPassword acceptInvitation",
  "ends or changes one's own sessions, and gives nothing":
    "signOut switchAccount revokeSession requestPasswordReset",
  "takes a right away, which must not wait": "revokeApiKey revokeInvitation",
  "Amazon's own sign-in stands before it, and what was credited stays":
    "startAmazonConnection finishAmazonConnection reconnectAmazon chooseAmazonProfile " +
    "chooseAmazonPublisher disconnectAmazon",
  "asks somebody else, who decides":
    "requestCpc openInquiry withdrawInquiry invitePartner remindPartners remindContractChange",
  "ends what was proposed; what was signed goes on": "declineContract withdrawContract",
  "terms that nobody signs by it; signing asks":
    "archiveTerms openTermsLink closeTermsLink saveTermsDraft renameTermsDraft deleteTermsDraft " +
    "saveContractChangeDraft discardContractChangeDraft previewContractChange",
  "nothing names it yet, or its items stay":
    "createExceptionList closeExceptionList createPartnerGroup addEventType createProgram",
  "names, addresses and pages, which pay nothing":
    "updateProgram updateAccount addLinkDomain checkLinkDomain showLinkDomain removeLinkDomain " +
    "createMediaProperty changeMediaProperty removeMediaProperty createTrackingLink createLinks " +
    "nameLink renameLink createAd setAdState endLinks reopenLinks",
  "tries, and pays nothing":
    "dryRunClick dryRunLead dryRunSale createTestLink createTestLinks makeTestClicks " +
    "placeTestOrder recordTestOrder startVerification recheckVerification startReplay " +
    "cancelReplay retryReplay startLedgerCheck",
  "decides what waits just as it would have been decided": "releaseParkedItem",
  "throws an upload away before anything is booked": "discardConversionFile",
  "reads, and keeps what one reads":
    "requestExport cancelExport scheduleExport endExportSchedule saveView changeSavedView " +
    "removeSavedView addReportNote changeReportNote removeReportNote addPartnerNote " +
    "deletePartnerNote setAlertRule setLetterTimes setNoticePreference markNoticesRead",
};

test("[found 91] every mutation asks for the password, or is named with why it need not", () => {
  const fields = Object.values(buildApiSchema().getMutationType()?.getFields() ?? {});
  const exempt = Object.values(asksNobody).flatMap((names) => names.split(" "));
  expect(exempt.length, "each is named once").toBe(new Set(exempt).size);
  const quiet = fields.filter(({ extensions }) => extensions.confirmed !== true);
  expect(quiet.map(({ name }) => name).toSorted()).toEqual(exempt.toSorted());
});

test("[found 91] a partner who takes terms that pay gives the password, too", async () => {
  const owner = await world.signIn(world.partnerX.email);
  world.people.clock.now += 31 * minute;
  for (const call of [
    `applyForTerms(code: "unknown", idempotencyKey: "${intent()}")`,
    `optInToChange(id: "${world.ax.contract}", idempotencyKey: "${intent()}")`,
  ]) {
    const { status, errors } = await owner.post(`mutation { ${call} { __typename } }`);
    expect([status, errors[0]?.extensions.code]).toEqual([403, "PASSWORD_NEEDED"]);
  }
});
