/**
 * How the matrix calls each root field: with arguments that exist for the viewer, or that change
 * nothing where they cannot.
 */
import { intent } from "../worlds/steps.ts";

export const kinds = [
  "account",
  "partner",
  "conversion",
  "ad",
  "amazonConnection",
  "apiKey",
  "change",
  "click",
  "contract",
  "cpcRequest",
  "eventType",
  "exceptionList",
  "mediaProperty",
  "inquiry",
  "invitation",
  "link",
  "member",
  "program",
  "session",
  "terms",
  "termsVersion",
  "parkedItem",
  "programLimit",
  "replay",
  "promoCode",
  "submission",
  "reportUpload",
  "export",
  "exportSchedule",
  "savedView",
  "reportNote",
  "verificationRun",
  "partnerNote",
  "linkDomain",
  "termsDraft",
] as const;
export type Kind = (typeof kinds)[number];
export type Pick = (kind: Kind) => string;

const range = 'range: { last: "7d" }';
const key = () => `idempotencyKey: "${intent()}"`;
const id = (kind: Kind) => (pick: Pick) => `id: "${pick(kind)}"`;
const program = (pick: Pick) => `programId: "${pick("program")}"`;
const changing = (kind: Kind) => (pick: Pick) => `id: "${pick(kind)}", ${key()}`;
const termsInput = 'input: { name: "N", currency: "USD", eventPayouts: [] }';
const person = 'name: "", email: "nobody", password: "short"';

const change = (pick: Pick) =>
  `input: { strategy: INVITE, termsId: "${pick("terms")}", partnerIds: ` +
  `["${pick("partner")}"], effectiveOn: "2030-01-01" }`;
const offer = "input: { eventPayouts: [] }";

/** Never true, so that there is a finding with an example. */
const linted = `{
    event: CLICK,
    rate: "1",
    limits: [],
    groups: [
      {
        name: "G",
        rate: "1",
        rules: [
          { variable: COUNTRY, operator: IS, values: ["US"] },
          { variable: COUNTRY, operator: IS, values: ["CA"] }
        ]
      }
    ]
  }`;

/** Arguments by root field; a root field without a line has none. */
export const callArguments: Record<string, (pick: Pick) => string> = {
  "Query.conversion": id("conversion"),
  "Query.conversions": (pick) =>
    `${program(pick)}, filter: { partnerIds: ["${pick("partner")}"], linkIds: ` +
    `["${pick("link")}"] }`,
  "Query.conversionSubmission": id("submission"),
  "Query.conversionSubmissions": program,
  "Query.promoCodes": program,
  "Query.submittedConversions": (pick) => `submissionId: "${pick("submission")}"`,
  "Query.ads": program,
  "Query.amazonConnection": id("amazonConnection"),
  "Query.campaignTerms": program,
  "Query.click": id("click"),
  "Query.clicks": (pick) =>
    `${program(pick)}, filter: { partnerIds: ["${pick("partner")}"], linkIds: ` +
    `["${pick("link")}"] }`,
  "Query.contract": id("contract"),
  "Query.contractAt": (pick) =>
    `${program(pick)}, partnerId: "${pick("partner")}", at: "2026-11-02T12:00:00Z"`,
  "Query.contractChange": id("change"),
  "Query.contractChangePartners": (pick) => `changeId: "${pick("change")}"`,
  "Query.contractChanges": program,
  "Query.contractDifferences": id("contract"),
  "Query.contractEvents": (pick) => `${program(pick)}, partnerId: "${pick("partner")}"`,
  "Query.contractHistory": (pick) => `${program(pick)}, partnerId: "${pick("partner")}"`,
  "Query.recentContracts": program,
  "Query.termsDifferences": (pick) =>
    `beforeId: "${pick("termsVersion")}", afterId: "${pick("termsVersion")}"`,
  "Query.contracts": (pick) =>
    `filter: { programId: "${pick("program")}", partnerId: "${pick("partner")}", states: ` +
    "[PENDING, UPCOMING, ACTIVE, DECLINED, EXPIRED] }",
  "Query.clickExposure": program,
  "Query.programSetUp": program,
  "Query.contractLimits": program,
  "Query.limitEvents": program,
  "Query.lintTerms": (pick) =>
    `${program(pick)}, input: { name: "", currency: "USD", eventPayouts: [${linted}] }`,
  "Query.limitUsage": (pick) => `${program(pick)}, partnerId: "${pick("partner")}"`,
  "Query.programLimits": program,
  "Query.programLimitPreview": (pick) =>
    `${program(pick)}, event: CLICK, kind: PAYOUT, reset: MONTH`,
  "Query.inquiries": program,
  "Query.inquiry": id("inquiry"),
  "Query.invitation": () => 'token: "unknown"',
  "Query.outsideOfTermsConversions": program,
  "Query.partner": id("partner"),
  "Query.program": id("program"),
  "Query.alerts": (pick) => `programId: "${pick("program")}"`,
  "Query.alertRules": (pick) => `programId: "${pick("program")}"`,
  "Query.search": (pick) => `text: "${pick("link")}"`,
  "Query.programSettingsPreview": (pick) => `programId: "${pick("program")}", minutes: 60`,
  "Query.publicTerms": () => 'code: "unknown"',
  "Query.ledgerCheck": program,
  "Query.replay": id("replay"),
  "Query.replays": program,
  "Query.reconciliation": (pick) =>
    `input: { ${program(pick)}, from: "2026-11-01", to: "2026-11-03", by: PARTNER }`,
  "Query.report": (pick) =>
    `scope: { ${program(pick)} }, ${range}, grain: HOUR, compare: { with: PREVIOUS }, ` +
    `filter: { mode: BOTH, partnerIds: ["${pick("partner")}"] }`,
  "Query.reportBreakdown": (pick) =>
    `scope: { ${program(pick)} }, ${range}, by: [PARTNER, LINK], compare: { with: PREVIOUS }, ` +
    `filter: { mode: BOTH, partnerIds: ["${pick("partner")}"] }`,
  "Query.reportByPartner": (pick) =>
    `scope: { ${program(pick)} }, ${range}, filter: { mode: BOTH, partnerIds: ` +
    `["${pick("partner")}"] }`,
  "Query.ruleVariables": () => "event: CLICK",
  "Query.ruleValues": (pick) => `${program(pick)}, event: CLICK, variable: AD`,
  "Query.ledgerEntries": program,
  "Query.owed": program,
  "Query.statementLines": program,
  "Query.amazonReport": (pick) => `${program(pick)}, ${range}`,
  "Query.exceptionList": id("exceptionList"),
  "Query.reportUpload": id("reportUpload"),
  "Query.export": id("export"),
  "Query.mediaProperties": (pick) => `partnerId: "${pick("partner")}"`,
  "Query.bonusPostings": program,
  "Query.partnerValues": (pick) => `partnerId: "${pick("partner")}"`,
  "Query.terms": id("terms"),
  "Query.termsList": program,
  "Query.termsVersion": (pick) => `termsId: "${pick("terms")}", number: 1`,
  "Query.linkList": (pick) =>
    `${program(pick)}, ${range}, filter: { partnerIds: ["${pick("partner")}"] }`,
  "Query.trackingLink": id("link"),
  "Query.trackingLinks": (pick) =>
    `filter: { programId: "${pick("program")}", partnerId: "${pick("partner")}" }`,
  "Query.verdicts": program,
  "Query.verification": (pick) => `${program(pick)}, partnerId: "${pick("partner")}"`,
  "Query.verificationBoard": program,
  "Query.partnerNotes": (pick) => `partnerId: "${pick("partner")}"`,
  "Query.programTasks": program,
  "Query.ownEarnings": () => range,
  "Query.programPartners": (pick) => `${program(pick)}, ${range}`,
  "Query.verificationRun": id("verificationRun"),
  "Subscription.replayProgress": id("replay"),
  "Subscription.reportTick": program,
  "Subscription.verificationUpdated": program,
  "Mutation.acceptContract": changing("contract"),
  "Mutation.acceptInvitation": () => 'input: { token: "unknown" }',
  "Mutation.activateTerms": changing("terms"),
  "Mutation.removeProgramLimit": changing("programLimit"),
  "Mutation.setPartnerValues": (pick) =>
    `input: { partnerId: "${pick("partner")}", value1: "gold" }, ${key()}`,
  "Mutation.setProgramLimit": (pick) =>
    `input: { ${program(pick)}, event: CLICK, kind: CLICKS, reset: DAY, max: "5" }, ${key()}`,
  "Mutation.addEventType": (pick) =>
    `${program(pick)}, kind: SALE, code: "online-sale", name: "Sale", ${key()}`,
  "Mutation.applyContractChange": (pick) => `${change(pick)}, ${key()}`,
  "Mutation.counterContract": (pick) => `id: "${pick("contract")}", ${offer}, ${key()}`,
  "Mutation.createMediaProperty": () => `input: { name: "", url: "" }, ${key()}`,
  "Mutation.changeMediaProperty": (pick) =>
    `id: "${pick("mediaProperty")}", input: { name: "Site", url: "https://example.com" }, ${key()}`,
  "Mutation.removeMediaProperty": changing("mediaProperty"),
  "Query.termsDraft": id("termsDraft"),
  "Query.termsDrafts": program,
  "Mutation.saveTermsDraft": (pick) =>
    `input: { ${program(pick)}, content: "{}" }, draftId: "${pick("termsDraft")}", ${key()}`,
  "Mutation.renameTermsDraft": (pick) => `${id("termsDraft")(pick)}, name: "N", ${key()}`,
  "Mutation.deleteTermsDraft": changing("termsDraft"),
  "Mutation.addPartnerNote": (pick) => `partnerId: "${pick("partner")}", text: "", ${key()}`,
  "Mutation.deletePartnerNote": changing("partnerNote"),
  "Mutation.addLinkDomain": () => `host: "", ${key()}`,
  "Mutation.checkLinkDomain": changing("linkDomain"),
  "Mutation.showLinkDomain": (pick) => `id: "${pick("linkDomain")}", isShown: true, ${key()}`,
  "Mutation.removeLinkDomain": changing("linkDomain"),
  "Mutation.createPartnerGroup": () => `name: "", ${key()}`,
  "Mutation.discardContractChangeDraft": changing("change"),
  "Mutation.expireContracts": (pick) =>
    `input: { contractIds: ["${pick("contract")}"], lastDay: "2030-01-01" }, ${key()}`,
  "Mutation.optInToChange": changing("contract"),
  "Mutation.previewContractChange": change,
  "Mutation.proposeOwnTerms": (pick) => `${program(pick)}, ${offer}, ${key()}`,
  "Mutation.remindContractChange": changing("change"),
  "Mutation.retryContractChange": changing("change"),
  "Mutation.saveContractChangeDraft": (pick) =>
    `input: { strategy: INVITE, termsId: "${pick("terms")}", effectiveOn: "2030-01-01" }, ` +
    `draftId: "${pick("change")}", ${key()}`,
  "Mutation.withdrawContractChange": changing("change"),
  "Mutation.approveConversions": (pick) => `ids: ["${pick("conversion")}"], ${key()}`,
  "Mutation.approveOutsideOfTerms": (pick) => `ids: ["${pick("conversion")}"], ${key()}`,
  "Mutation.applyForTerms": () => `code: "unknown", ${key()}`,
  "Mutation.assignPromoCode": (pick) =>
    `input: { ${program(pick)}, partnerId: "${pick("partner")}", code: "" }, ${key()}`,
  "Mutation.confirmConversionFile": changing("submission"),
  "Mutation.discardConversionFile": changing("submission"),
  "Mutation.endPromoCode": changing("promoCode"),
  "Mutation.submitConversions": (pick) =>
    `${program(pick)}, conversions: [{ orderId: "M-1" }], ${key()}`,
  "Mutation.archiveTerms": changing("terms"),
  "Mutation.cancelReplay": changing("replay"),
  "Mutation.retryReplay": changing("replay"),
  "Mutation.startLedgerCheck": (pick) => `${program(pick)}, days: 1, ${key()}`,
  "Mutation.startReplay": (pick) =>
    `input: { ${program(pick)}, proposalId: "${pick("contract")}", days: 1 }, ${key()}`,
  "Mutation.dryRunClick": (pick) => `input: { ${program(pick)}, partnerId: "${pick("partner")}" }`,
  "Mutation.dryRunLead": (pick) => `input: { ${program(pick)}, partnerId: "${pick("partner")}" }`,
  "Mutation.dryRunSale": (pick) =>
    `input: { ${program(pick)}, partnerId: "${pick("partner")}", amount: "20.00" }`,
  "Mutation.changeMemberRole": (pick) => `memberId: "${pick("member")}", role: OPERATOR`,
  "Mutation.confirmPassword": () => 'password: "wrong"',
  "Mutation.changePassword": () => 'currentPassword: "wrong", newPassword: "short"',
  "Mutation.closeExceptionList": changing("exceptionList"),
  "Mutation.bookReportUpload": changing("reportUpload"),
  "Mutation.requestExport": (pick) =>
    `input: { table: CLICKS, format: CSV, ${program(pick)} }, ${key()}`,
  "Mutation.cancelExport": id("export"),
  "Mutation.setNoticePreference": () =>
    `input: { topic: TERMS, inBell: true, letters: AT_ONCE }, ${key()}`,
  "Mutation.setLetterTimes": () =>
    `input: { timeZone: "UTC", digestPace: DAILY, digestHour: 8 }, ${key()}`,
  "Mutation.endExportSchedule": changing("exportSchedule"),
  "Mutation.scheduleExport": (pick) => `exportId: "${pick("export")}", pace: MONTHLY, ${key()}`,
  "Query.savedViews": program,
  "Query.annotations": (pick) => `scope: { ${program(pick)} }, range: { last: "90d" }`,
  "Mutation.addReportNote": (pick) =>
    `input: { ${program(pick)}, at: "2026-11-02T09:00:00Z", text: "" }, ${key()}`,
  "Mutation.changeReportNote": (pick) =>
    `${id("reportNote")(pick)}, input: { at: "2026-11-02T09:00:00Z", text: "" }, ${key()}`,
  "Mutation.removeReportNote": changing("reportNote"),
  "Mutation.saveView": (pick) => `input: { ${program(pick)}, name: "", query: "" }, ${key()}`,
  "Mutation.changeSavedView": (pick) => `${id("savedView")(pick)}, input: {}, ${key()}`,
  "Mutation.removeSavedView": changing("savedView"),
  "Mutation.createExceptionList": () => `input: { kind: SKU, name: "", items: [] }, ${key()}`,
  "Mutation.deactivateExceptionList": changing("exceptionList"),
  "Mutation.replaceExceptionListItems": (pick) =>
    `id: "${pick("exceptionList")}", items: ["b01"], ${key()}`,
  "Mutation.closeTermsLink": changing("terms"),
  "Mutation.copyTerms": (pick) => `id: "${pick("terms")}", name: "Copy", ${key()}`,
  "Mutation.createAd": (pick) =>
    `input: { ${program(pick)}, name: "N", landingPage: "https://example.com" }, ${key()}`,
  "Mutation.createApiKey": () => 'input: { name: "Key", scopes: [] }',
  "Mutation.createCampaignTerms": (pick) =>
    `${program(pick)}, input: { name: "N", firstDate: "2027-01-02", lastDate: "2027-01-01", ` +
    `currency: "USD", eventPayouts: [] }, ${key()}`,
  "Mutation.createProgram": () =>
    `input: { name: "", marketplace: "US", landingPage: "https://example.com" }, ${key()}`,
  "Mutation.createTerms": (pick) => `${program(pick)}, ${termsInput}, ${key()}`,
  "Mutation.createTestLink": (pick) =>
    `${program(pick)}, partnerId: "${pick("partner")}", ` +
    `landingPage: "https://example.com", ` +
    key(),
  "Mutation.createTestLinks": (pick) =>
    `${program(pick)}, partnerIds: ["${pick("partner")}"], ${key()}`,
  "Mutation.makeTestClicks": (pick) =>
    `input: { ${program(pick)}, partnerIds: ["${pick("partner")}"], clicks: 1 }, ${key()}`,
  "Mutation.recheckVerification": program,
  "Mutation.recordTestOrder": (pick) =>
    `${program(pick)}, partnerId: "${pick("partner")}", orderNumber: "1", ${key()}`,
  "Mutation.remindPartners": (pick) =>
    `input: { ${program(pick)}, partnerIds: ["${pick("partner")}"] }, ${key()}`,
  "Mutation.startVerification": (pick) =>
    `input: { ${program(pick)}, scope: ONE, partnerIds: ["${pick("partner")}"] }, ${key()}`,
  "Mutation.createLinks": (pick) =>
    `programId: "${pick("program")}", rows: [{ sharedId: "-" }], ${key()}`,
  "Mutation.createTrackingLink": (pick) =>
    `input: { ${program(pick)}, partnerId: "${pick("partner")}", adId: "${pick("ad")}" }, ${key()}`,
  "Mutation.declineContract": changing("contract"),
  "Mutation.invitePartner": () => 'email: "nobody"',
  "Mutation.inviteUser": () => 'email: "nobody", role: ANALYST',
  "Mutation.modifyConversion": (pick) =>
    `input: { id: "${pick("conversion")}", amount: "1", reason: OTHER }, ${key()}`,
  "Mutation.answerInquiry": (pick) =>
    `input: { id: "${pick("inquiry")}", answer: REFUSE, text: "No" }, ${key()}`,
  "Mutation.openInquiry": (pick) =>
    `input: { ${program(pick)}, kind: DECLINED, clickId: "${pick("click")}", text: "W" }, ${key()}`,
  "Mutation.withdrawInquiry": changing("inquiry"),
  "Mutation.openTermsLink": changing("terms"),
  "Mutation.placeTestOrder": (pick) => `input: { linkId: "${pick("link")}" }, ${key()}`,
  "Mutation.proposeContract": (pick) =>
    `input: { termsId: "${pick("terms")}", partnerId: "${pick("partner")}", versionNumber: ` +
    `99 }, ${key()}`,
  "Mutation.removeMember": (pick) => `memberId: "${pick("member")}"`,
  "Mutation.requestCpc": () => `reason: "again", ${key()}`,
  "Mutation.requestPasswordReset": () => 'email: "nobody@example.com"',
  "Mutation.resetPassword": () => 'token: "unknown", password: "short"',
  "Mutation.giveUpParkedItem": (pick) =>
    `id: "${pick("parkedItem")}", clickId: "${pick("parkedItem")}", reason: "Lost", ${key()}`,
  "Mutation.decideHeldReport": (pick) => `${program(pick)}, decision: DROP, ${key()}`,
  "Mutation.releaseParkedItem": (pick) => `id: "${pick("parkedItem")}", ${key()}`,
  "Mutation.reviewCpcRequest": (pick) =>
    `id: "${pick("cpcRequest")}", state: REQUESTED, note: "", ${key()}`,
  "Mutation.reverseConversion": (pick) => `id: "${pick("conversion")}", reason: OTHER, ${key()}`,
  "Mutation.revokeApiKey": id("apiKey"),
  "Mutation.revokeInvitation": id("invitation"),
  "Mutation.revokeSession": id("session"),
  "Mutation.saveTermsVersion": (pick) => `id: "${pick("terms")}", ${termsInput}, ${key()}`,
  "Mutation.setAdState": (pick) => `id: "${pick("ad")}", state: ACTIVE`,
  "Mutation.setEdition": (pick) => `accountId: "${pick("account")}", edition: PRO`,
  "Mutation.startAmazonConnection": () => "region: NA",
  "Mutation.finishAmazonConnection": () => 'code: "unknown", state: "unknown"',
  "Mutation.chooseAmazonProfile": (pick) => `id: "${pick("amazonConnection")}", profileId: "1"`,
  "Mutation.chooseAmazonPublisher": (pick) =>
    `id: "${pick("amazonConnection")}", publisherId: "11"`,
  "Mutation.reconnectAmazon": id("amazonConnection"),
  "Mutation.disconnectAmazon": id("amazonConnection"),
  "Mutation.setRiskFilter": (pick) => `programId: "${pick("program")}", filter: MODERATE, ${key()}`,
  "Mutation.setUniqueWindow": (pick) =>
    `programId: "${pick("program")}", minutes: 30, type: ROLLING, ${key()}`,
  "Mutation.updateProgram": (pick) =>
    `id: "${pick("program")}", input: { name: "Acme US", ` +
    `landingPage: "https://www.amazon.com/stores/acme" }, ${key()}`,
  "Mutation.setAlertRule": (pick) =>
    `programId: "${pick("program")}", measure: NO_SALES, mode: OFF, ${key()}`,
  "Mutation.setDedupeDays": (pick) => `id: "${pick("eventType")}", days: 30, ${key()}`,
  "Mutation.setEventTypeState": (pick) => `id: "${pick("eventType")}", state: ACTIVE, ${key()}`,
  "Mutation.nameLink": (pick) => `id: "${pick("link")}", name: "-", ${key()}`,
  "Mutation.renameLink": (pick) => `id: "${pick("link")}", name: ""`,
  "Mutation.endLinks": (pick) =>
    `input: { links: { ids: ["${pick("link")}"] }, ending: { afterClicks: 1000 } }, ${key()}`,
  "Mutation.reopenLinks": (pick) => `input: { links: { ids: ["${pick("link")}"] } }, ${key()}`,
  "Mutation.setMemberPermissions": (pick) => `memberId: "${pick("member")}", permissions: []`,
  "Mutation.setTermsRestricted": (pick) => `id: "${pick("terms")}", restricted: false, ${key()}`,
  "Mutation.setTermsRules": () =>
    "input: { enforced: false, noticeDays: -1, mayChangeNotice: true, maxNoticeDays: 365, " +
    `openEndedAllowed: true }, ${key()}`,
  "Mutation.signIn": () => 'email: "nobody@example.com", password: "wrong"',
  "Mutation.signUp": () =>
    `input: { kind: BRAND, accountName: "", timeZone: "Nowhere", currency: "USD", ${person} }`,
  "Mutation.switchAccount": (pick) => `accountId: "${pick("account")}"`,
  "Mutation.updateAccount": () => 'input: { timeZone: "Nowhere" }',
  "Mutation.withdrawContract": changing("contract"),
};

export function kindsOf(root: string): Kind[] {
  const used = new Set<Kind>();
  callArguments[root]?.((kind) => {
    used.add(kind);
    return "";
  });
  return [...used];
}
