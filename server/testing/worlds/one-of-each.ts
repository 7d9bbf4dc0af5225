/** A row of every table that a world of clicks leaves empty, of one brand and one partner. */
import { randomUUID } from "node:crypto";
import type { EntityManager } from "@mikro-orm/postgresql";
import { ClickGivenUp } from "../../money/parking/click-given-up.entity.ts";
import { ParkedItem } from "../../money/parking/parked-item.entity.ts";
import {
  ConversionSubmission,
  SubmittedConversion,
} from "../../money/submissions/submission.entity.ts";
import { PromoCode } from "../../partnership/promo-codes/promo-code.entity.ts";
import { ReportHold } from "../../money/holds/report-hold.entity.ts";
import { ReportUpload } from "../../money/uploads/report-upload.entity.ts";
import { ProgramLimit } from "../../money/limits/program-limit.entity.ts";
import { ReplayRow } from "../../money/replay/replay.entity.ts";
import { AmazonConnection } from "../../partnership/amazon/amazon-connection.entity.ts";
import { ApiKey } from "../../partnership/accounts/api-key.entity.ts";
import { PasswordReset } from "../../partnership/accounts/password-reset.entity.ts";
import {
  ContractChange,
  ContractChangePartner,
} from "../../partnership/contracts/change.entity.ts";
import { PartnerGroup, PartnerGroupMember } from "../../partnership/groups/partner-group.entity.ts";
import {
  ExceptionList,
  ExceptionListVersion,
} from "../../partnership/lists/exception-list.entity.ts";
import { LinkName } from "../../partnership/links/link-name.entity.ts";
import { LinkEndRow } from "../../partnership/links/link-end.entity.ts";
import { MediaProperty } from "../../partnership/media/media-property.entity.ts";
import { TermsDraft } from "../../partnership/terms/terms-draft.entity.ts";
import { LinkDomain } from "../../partnership/link-domains/link-domain.entity.ts";
import { PartnerNote } from "../../partnership/notes/partner-note.entity.ts";
import { CampaignTerms } from "../../partnership/terms/campaign-terms.entity.ts";
import { TermsRules } from "../../partnership/terms/terms-rules.entity.ts";
import { Export } from "../../reporting/exports/export.entity.ts";
import { ReportNote } from "../../reporting/annotations/report-note.entity.ts";
import { ExportSchedule } from "../../reporting/exports/export-schedule.entity.ts";
import { SavedView } from "../../reporting/views/saved-view.entity.ts";
import { Inquiry, InquiryEvent } from "../../reporting/inquiries/inquiry.entity.ts";
import {
  Verification,
  VerificationPass,
  VerificationRequest,
  VerificationRun,
} from "../../reporting/verification/verification.entity.ts";
import type { Pair } from "./pairs.ts";

const at = new Date("2026-11-20T12:00:00Z");
const later = new Date("2026-11-21T12:00:00Z");

function addOfAccounts(tx: EntityManager, brandAccountId: string, partnerAccountId: string): void {
  const createdBy = randomUUID();
  const one = () => ({ id: randomUUID(), createdAt: at });
  const text = randomUUID();
  for (const accountId of [brandAccountId, partnerAccountId]) {
    const key = { prefix: "p", last4: "0000", secretHash: randomUUID(), scopes: [] };
    tx.create(ApiKey, { ...one(), accountId, createdBy, name: "K", ...key });
  }
  tx.create(PasswordReset, { ...one(), userId: createdBy, tokenHash: text, expiresAt: later });
  const property = { name: text, url: "https://example.com/", createdBy };
  tx.create(MediaProperty, { ...one(), partnerAccountId, ...property });
  const group = tx.create(PartnerGroup, { ...one(), brandAccountId, name: text });
  tx.create(PartnerGroupMember, {
    groupId: group.id,
    partnerAccountId,
    brandAccountId,
    addedAt: at,
  });
  const list = { kind: "SKU", name: text, state: "ACTIVE", createdBy } as const;
  const { id: listId } = tx.create(ExceptionList, { ...one(), brandAccountId, ...list });
  const version = { number: 1, items: ["a"], since: at, changedBy: createdBy };
  tx.create(ExceptionListVersion, { listId, brandAccountId, ...version });
}

interface HandedIn {
  brandAccountId: string;
  partnerAccountId: string;
  programId: string;
  createdBy: string;
}
function addHandedIn(
  tx: EntityManager,
  { brandAccountId, partnerAccountId, programId, createdBy }: HandedIn,
): void {
  const code = randomUUID();
  const promo = { partnerAccountId, code, codeKey: code, policy: "ALWAYS", startsAt: at } as const;
  tx.create(PromoCode, {
    id: randomUUID(),
    brandAccountId,
    programId,
    createdAt: at,
    ...promo,
    createdBy,
  });
  const { id: submissionId } = tx.create(ConversionSubmission, {
    id: randomUUID(),
    brandAccountId,
    programId,
    source: "API",
    digest: code,
    state: "COMPLETE",
    rowCount: 1,
    malformed: 1,
    done: 1,
    booked: 0,
    failed: 1,
    faults: [],
    submittedBy: createdBy,
    submittedAt: at,
  });
  const row = { state: "FAILED", reason: "MALFORMED", message: "", body: {} } as const;
  tx.create(SubmittedConversion, { submissionId, number: 1, brandAccountId, programId, ...row });
}
function addExport(tx: EntityManager, accountId: string, programId: string): void {
  tx.create(Export, {
    id: randomUUID(),
    accountId,
    programId,
    source: "CLICKS",
    rights: ["clicks:read"],
    format: "CSV",
    filters: {},
    timeZone: "UTC",
    about: [],
    state: "CANCELLED",
    rowsDone: 0,
    bytes: 0,
    fileName: "clicks.csv",
    attempts: 0,
    requestedBy: randomUUID(),
    requestedAt: at,
    finishedAt: at,
  });
}
function addSchedule(tx: EntityManager, accountId: string, programId: string): void {
  tx.create(ExportSchedule, {
    id: randomUUID(),
    accountId,
    programId,
    source: "CLICKS",
    format: "CSV",
    filters: {},
    timeZone: "UTC",
    about: true,
    pace: "DAILY",
    createdBy: randomUUID(),
    createdAt: at,
    nextAt: later,
  });
}
function addSavedViews(tx: EntityManager, accountId: string, programId: string): void {
  for (const shared of [true, false])
    tx.create(SavedView, {
      id: randomUUID(),
      accountId,
      programId,
      ownerId: randomUUID(),
      name: randomUUID(),
      query: "last=7d",
      shared,
      defaultFor: [],
      createdAt: at,
      changedAt: at,
    });
}
function addLinkEnd(tx: EntityManager, of: Omit<HandedIn, "createdBy">): void {
  const end = { accountId: of.brandAccountId, setAt: at, endsAt: later, counted: 0 };
  tx.create(LinkEndRow, { id: randomUUID(), linkId: randomUUID(), ...of, ...end });
  const { brandAccountId, partnerAccountId } = of;
  const name = randomUUID();
  tx.create(LinkName, {
    id: randomUUID(),
    brandAccountId,
    partnerAccountId,
    linkId: randomUUID(),
    adId: randomUUID(),
    name,
    look: name,
    createdBy: randomUUID(),
    createdAt: at,
  });
}
function addKept(tx: EntityManager, accountId: string, programId: string): void {
  addExport(tx, accountId, programId);
  addSchedule(tx, accountId, programId);
  addSavedViews(tx, accountId, programId);
  const of = { id: randomUUID(), accountId, programId, authorId: randomUUID() };
  tx.create(ReportNote, { ...of, at, text: "N", createdAt: at, changedAt: at });
}
const sentReport = {
  fileName: "report.csv",
  fileHash: "hash",
  fileBytes: 1,
  grouping: "ADGROUP",
  rowCount: 0,
  downloadedAt: at,
  faultCount: 0,
  state: "READING",
} as const;

function addOfProgram(tx: EntityManager, { brand, partner, program: programId }: Pair): void {
  const [brandAccountId, partnerAccountId] = [brand.accountId, partner.accountId];
  const createdBy = randomUUID();
  for (const accountId of [brandAccountId, partnerAccountId]) addKept(tx, accountId, programId);
  addLinkEnd(tx, { brandAccountId, partnerAccountId, programId });
  const one = () => ({ id: randomUUID(), brandAccountId, programId, createdAt: at });
  const dates = { firstDate: "2026-11-01", lastDate: "2026-11-30" };
  const saved = { number: 1, changedBy: createdBy, changedAt: at };
  tx.create(TermsDraft, { ...one(), name: randomUUID(), content: "{}", createdBy, ...saved });
  tx.create(CampaignTerms, { ...one(), name: "C", ...dates, body: {}, createdBy });
  for (const state of ["SCHEDULED", "FAILED"] as const) {
    const facts = { strategy: "MODIFY", state: "DRAFT", input: {}, createdBy } as const;
    const { id: changeId } = tx.create(ContractChange, { ...one(), ...facts });
    const of = { changeId, partnerAccountId, brandAccountId, programId };
    tx.create(ContractChangePartner, { ...of, plans: false, state, updatedAt: at });
  }
  for (const shared of [true, false]) {
    const kind = shared ? "CLICKS" : "PAYOUT";
    const limit = { event: "CLICK", kind, reset: "CONTRACT", max: 1n, currency: "USD" } as const;
    tx.create(ProgramLimit, { ...one(), ...limit, shared, countsFrom: at, createdBy });
  }
  for (const asker of [null, partnerAccountId]) {
    const window = { days: 1, startsAt: at, endsAt: later, versionNumber: 1 };
    const replay = { source: "CHANGE", state: "QUEUED", body: {}, ...window } as const;
    tx.create(ReplayRow, { ...one(), partnerAccountId: asker, ...replay });
  }
  const read = { rows: [], numbers: [], unusedColumns: [], faults: [] };
  tx.create(ReportUpload, { ...one(), ...sentReport, ...read, createdBy });
  tx.create(ReportHold, {
    id: randomUUID(),
    brandAccountId,
    programId,
    startDate: "2026-11-01",
    endDate: "2026-11-02",
    ordersBooked: 10n,
    ordersTaken: 6n,
    amountTakenMicros: "0",
    currency: "USD",
    rowCount: 1,
    rows: [],
    heldAt: at,
    measuredAt: at,
  });
  addHandedIn(tx, { brandAccountId, partnerAccountId, programId, createdBy });
  for (const accountId of [brandAccountId, null]) {
    const tried = { attempts: 1, parkedAt: at, triedAt: at, detail: "" };
    const item = { kind: "SALES", subject: randomUUID(), reason: "UNEXPECTED", ...tried } as const;
    const { id } = tx.create(ParkedItem, { id: randomUUID(), accountId, programId, ...item });
    tx.create(ClickGivenUp, {
      clickId: randomUUID(),
      brandAccountId,
      partnerAccountId,
      programId,
      parkedItemId: id,
      reason: "R",
      givenUpBy: createdBy,
      givenUpAt: at,
    });
  }
}

function addNote(tx: EntityManager, { brand, partner }: Pair): void {
  const of = { brandAccountId: brand.accountId, partnerAccountId: partner.accountId };
  tx.create(LinkDomain, {
    id: randomUUID(),
    brandAccountId: of.brandAccountId,
    host: `${randomUUID()}.example`,
    token: "T",
    state: "PENDING",
    isShown: false,
    createdBy: randomUUID(),
    createdAt: at,
  });
  tx.create(PartnerNote, {
    id: randomUUID(),
    ...of,
    authorId: randomUUID(),
    text: "T",
    createdAt: at,
  });
}

function addInquiry(tx: EntityManager, { brand, partner, program: programId }: Pair): void {
  const of = { brandAccountId: brand.accountId, partnerAccountId: partner.accountId };
  const actorId = randomUUID();
  const { id: inquiryId } = tx.create(Inquiry, {
    id: randomUUID(),
    ...of,
    programId,
    contractId: randomUUID(),
    kind: "DECLINED",
    conversionId: randomUUID(),
    currency: "USD",
    text: "T",
    openedBy: actorId,
    openedAt: at,
  });
  const step = { number: 1, state: "OPEN", accountId: of.partnerAccountId, actorId } as const;
  tx.create(InquiryEvent, { id: randomUUID(), inquiryId, ...of, ...step, text: "T", at });
}

function addVerification(tx: EntityManager, { brand, partner, program: programId }: Pair): void {
  const by = randomUUID();
  const of = { brandAccountId: brand.accountId, programId };
  const place = { country: "US", device: "DESKTOP" } as const;
  const run = { scope: "ALL", partners: 1, startedBy: by, startedAt: at } as const;
  const { id: runId } = tx.create(VerificationRun, { id: randomUUID(), ...of, ...place, ...run });
  const own = { ...of, partnerAccountId: partner.accountId };
  tx.create(Verification, { id: randomUUID(), ...own, runId, startedAt: at, hasReader: true });
  const made = { linkId: by, ...place, madeBy: by, madeAt: at };
  tx.create(VerificationRequest, { id: randomUUID(), ...own, ...made });
  const bound = { termsVersionId: by, destination: "", source: "", eventTypes: "", checks: [] };
  const passed = { runId, passedAt: at, passedBy: by, linkId: by, clickId: by };
  tx.create(VerificationPass, { id: randomUUID(), ...own, ...passed, ...bound });
}

/** `em` is the owner's: what the rows name beside the accounts and the program need not exist. */
export async function addOneOfEach(em: EntityManager, pairs: readonly Pair[]): Promise<void> {
  await em.transactional(async (tx) => {
    await tx.execute("set local session_replication_role = replica");
    for (const brandAccountId of new Set(pairs.map(({ brand }) => brand.accountId))) {
      const rules = { enforced: false, noticeDays: 0, mayChangeNotice: true, maxNoticeDays: 30 };
      tx.create(AmazonConnection, {
        id: randomUUID(),
        brandAccountId,
        region: "EU",
        state: "SIGNING_IN",
        profiles: [],
        publishers: [],
        createdBy: randomUUID(),
        createdAt: at,
      });
      tx.create(TermsRules, {
        accountId: brandAccountId,
        ...rules,
        openEndedAllowed: true,
        updatedBy: randomUUID(),
        updatedAt: at,
      });
    }
    for (const pair of pairs) {
      addOfAccounts(tx, pair.brand.accountId, pair.partner.accountId);
      addInquiry(tx, pair);
      addNote(tx, pair);
      addVerification(tx, pair);
      if (pairs.find(({ program }) => program === pair.program) === pair) addOfProgram(tx, pair);
    }
  });
}
