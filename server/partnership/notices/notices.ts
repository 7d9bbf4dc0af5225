/** Notices: told in the app and by letter, in the transaction of what they are about. */
import { raw, type EntityManager } from "@mikro-orm/postgresql";
import { Account } from "../accounts/account.entity.ts";
import { pgArray } from "../../platform/db/array.ts";
import { pageById, type Page, type PageArgs } from "../../platform/api/connection.ts";
import type { Clock, NewId } from "../../platform/clock.ts";
import type { Context } from "../../platform/context.ts";
import { dateOf, type Instant } from "../../domain/calendar.ts";
import { diffTerms, type Difference } from "../../domain/terms-diff.ts";
import { termsFromJson } from "../../domain/terms.ts";
import { Program } from "../programs/program.entity.ts";
import { TemplateTerms, TermsVersion } from "../terms/terms.entity.ts";
import { pageOfLetter, type LetterPage } from "./dashboard-pages.ts";
import { keepLetters, lettersTo, readersOf, type KeptLetter } from "./letter-box.ts";
import {
  alertLetter,
  heldLetter,
  hiddenLetter,
  inquiryLetter,
  isOfInquiry,
  letterOf,
  limitLetter,
  linksStayValid,
  verificationLetter,
  type Letter,
} from "./letters.ts";
import { Notice, NoticeGroup, type LimitFact, type NoticeName } from "./notice.entity.ts";
import type { NoticeKind, NoticeLimitView, NoticeView } from "./notice.types.ts";

export { keepLetters };
export interface NoticeDeps {
  clock: Clock;
  newId: NewId;
  /** Where people open the dashboard. */
  publicUrl: string;
}
export interface Notification {
  kind: NoticeName;
  accountId: string;
  fromAccountId: string;
  brandAccountId: string;
  programId: string;
  contractId: string | null;
  changeId: string | null;
  beforeVersionId: string | null;
  afterVersionId: string | null;
  comment: string;
  howTo: boolean;
  effectiveAt: Instant | null;
  /** What was reached, where it is about a limit. */
  limitFact?: LimitFact;
}

const two = (n: number): string => String(n).padStart(2, "0");
/** As people write an instant, in a zone: "2026-12-01 00:00 America/New_York". */
export const instantText = (at: Instant, zone: string): string => {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return `${dateOf(at, zone)} ${two(local.hour)}:${two(local.minute)} ${zone}`;
};

const distinct = (ids: readonly (string | null)[]): string[] => [
  ...new Set(ids.flatMap((id) => id ?? [])),
];

interface Words {
  accounts: Map<string, Account>;
  programs: Map<string, Program>;
  versions: Map<string, TermsVersion>;
  templates: Map<string, TemplateTerms>;
}
async function loadWords(
  em: EntityManager,
  rows: readonly (Pick<
    Notification,
    "accountId" | "fromAccountId" | "brandAccountId" | "beforeVersionId" | "afterVersionId"
  > & { programId: string | null })[],
): Promise<Words> {
  const accounts = await em.find(Account, {
    id: {
      $in: distinct(rows.flatMap((row) => [row.accountId, row.fromAccountId, row.brandAccountId])),
    },
  });
  const programs = await em.find(Program, {
    id: { $in: distinct(rows.map((row) => row.programId)) },
  });
  const versions = await em.find(TermsVersion, {
    id: { $in: distinct(rows.flatMap((row) => [row.beforeVersionId, row.afterVersionId])) },
  });
  const templates = await em.find(TemplateTerms, {
    id: { $in: distinct(versions.map((version) => version.termsId)) },
  });
  const byId = <T extends { id: string }>(found: readonly T[]) =>
    new Map(found.map((row) => [row.id, row]));
  return {
    accounts: byId(accounts),
    programs: byId(programs),
    versions: byId(versions),
    templates: byId(templates),
  };
}

/** Differences of two versions; each pair is worked out once for however many partners. */
function differ(words: Words): (before: string | null, after: string | null) => Difference[] {
  const known = new Map<string, Difference[]>();
  return (before, after) => {
    const [a, b] = [words.versions.get(before ?? ""), words.versions.get(after ?? "")];
    if (!a || !b) return [];
    const found =
      known.get(`${a.id} ${b.id}`) ?? diffTerms(termsFromJson(a.body), termsFromJson(b.body));
    known.set(`${a.id} ${b.id}`, found);
    return found;
  };
}

interface Parties {
  account: Account;
  from: Account;
  brand: Account;
  program: Program;
}
function partiesOf(
  words: Words,
  { accountId, fromAccountId, brandAccountId, programId }: Notification,
): Parties {
  const [account, from, brand] = [accountId, fromAccountId, brandAccountId].map((id) =>
    words.accounts.get(id),
  );
  const program = words.programs.get(programId);
  if (!account || !from || !brand || !program)
    throw new Error("tell: an account or a program of a notice cannot be read");
  return { account, from, brand, program };
}

/** Letters that say what the notice says, and lead to one page of the brand's. */
const saidLetters: Partial<Record<NoticeName, { letter: typeof heldLetter; page: LetterPage }>> = {
  ALERT: { letter: alertLetter, page: "alerts" },
  REPORT_HELD: { letter: heldLetter, page: "held" },
  REPORT_HIDDEN: { letter: hiddenLetter, page: "explore" },
};

function letterFor(
  told: Notification,
  words: Words,
  differences: Difference[],
  publicUrl: string,
): Letter {
  const { account, from, brand, program } = partiesOf(words, told);
  const isBrand = account.kind === "BRAND";
  const page = (name: LetterPage) =>
    pageOfLetter(publicUrl, { kind: account.kind, program: program.code }, name);
  const common = { fromName: from.name, programName: program.name };
  const { limitFact } = told;
  if (limitFact) {
    const until =
      limitFact.windowEnd === null
        ? null
        : instantText(Date.parse(limitFact.windowEnd), brand.timeZone);
    const contractOf = isBrand ? "PARTNER" : "OWN";
    const whose = told.contractId === null ? "PROGRAM" : contractOf;
    return limitLetter({
      ...common,
      whose,
      fact: limitFact,
      at: instantText(Date.parse(limitFact.at), brand.timeZone),
      until,
      url: page("limits"),
    });
  }
  if (isOfInquiry(told.kind))
    return inquiryLetter(told.kind, {
      ...common,
      comment: told.comment,
      url: page("inquiries"),
    });
  const said = saidLetters[told.kind];
  if (said) return said.letter({ ...common, comment: told.comment, url: page(said.page) });
  if (told.kind === "VERIFICATION_ASKED" || told.kind === "VERIFICATION_DONE")
    return verificationLetter({
      ...common,
      kind: told.kind,
      comment: told.comment,
      url: page("verify"),
    });
  const template = words.templates.get(
    words.versions.get(told.afterVersionId ?? told.beforeVersionId ?? "")?.termsId ?? "",
  );
  return letterOf({
    ...common,
    kind: told.kind,
    termsName: template?.name ?? "",
    comment: told.comment,
    effective: told.effectiveAt === null ? null : instantText(told.effectiveAt, brand.timeZone),
    differences,
    url: page("contracts"),
    howToUrl: told.howTo ? `${publicUrl}/how-to/links` : null,
  });
}

/** In which lines are joined and read: who does so at once never waits for each other. */
const lineKey = ({ accountId, kind, programId, changeId }: Notification): string =>
  [accountId, kind, programId, changeId ?? ""].join(" ");
const inOrder = (a: string, b: string): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

/** Writes the notices and their letters; the caller's transaction decides whether they are sent. */
export async function tell(
  em: EntityManager,
  telling: NoticeDeps,
  all: readonly Notification[],
): Promise<void> {
  if (all.length === 0) return;
  const words = await loadWords(em, all);
  const differences = differ(words);
  const told = pgArray(distinct(all.map(({ accountId }) => accountId)));
  const readers = await readersOf(em, "notice_readers(?::uuid[])", told);
  const letters: KeptLetter[] = [];
  const ordered = all.toSorted((a, b) => inOrder(lineKey(a), lineKey(b)));
  for (const one of ordered) {
    const at = telling.clock();
    const noticeId = telling.newId(at);
    const { brandAccountId: _, ...facts } = one;
    em.create(Notice, {
      id: noticeId,
      ...facts,
      limitFact: one.limitFact ?? null,
      effectiveAt: one.effectiveAt === null ? null : new Date(one.effectiveAt),
      createdAt: new Date(at),
    });
    const changed = differences(one.beforeVersionId, one.afterVersionId);
    const letter = letterFor(one, words, changed, telling.publicUrl);
    const { fromAccountId } = one;
    letters.push(
      ...lettersTo(readers.get(one.accountId) ?? [], one.kind, {
        ...letter,
        noticeId,
        fromAccountId,
      }),
    );
  }
  await em.flush();
  await keepLetters(em, telling, letters);
}

const limitView = ({ event, kind, at, windowEnd, ...fact }: LimitFact): NoticeLimitView => ({
  ...fact,
  event: event as NoticeLimitView["event"],
  kind,
  at: new Date(at),
  windowEnd: windowEnd === null ? null : new Date(windowEnd),
});

/** The account's notices, newest first. */
export async function notices(
  ctx: Context,
  asked: PageArgs,
  { unreadOnly, groupId }: { unreadOnly: boolean; groupId: string | null },
): Promise<Page<NoticeView>> {
  const unread = unreadOnly
    ? { groupId: { $in: raw("(select id from notice_group where read_at is null)") } }
    : {};
  const where = { $and: [unread, groupId === null ? {} : { groupId }] };
  return pageById(ctx.em, Notice, { where, order: "newest" }, asked, (rows) =>
    noticeViews(ctx, rows),
  );
}

/** As the API gives them, in the same order. */
export async function noticeViews(ctx: Context, rows: readonly Notice[]): Promise<NoticeView[]> {
  const groups = await ctx.em.find(
    NoticeGroup,
    { id: { $in: distinct(rows.map((row) => row.groupId ?? null)) } },
    { refresh: true },
  );
  const readAt = new Map(groups.map((group) => [group.id, group.readAt ?? null]));
  const words = await loadWords(
    ctx.em,
    rows.map((row) => ({
      accountId: row.accountId,
      fromAccountId: row.fromAccountId ?? row.accountId,
      brandAccountId: row.accountId,
      programId: row.programId ?? null,
      beforeVersionId: row.beforeVersionId ?? null,
      afterVersionId: row.afterVersionId ?? null,
    })),
  );
  const differences = differ(words);
  return rows.map((row): NoticeView => ({
    id: row.id,
    kind: row.kind as NoticeKind,
    fromName: words.accounts.get(row.fromAccountId ?? "")?.name ?? "",
    programId: row.programId ?? null,
    programName: words.programs.get(row.programId ?? "")?.name ?? "",
    contractId: row.contractId ?? null,
    comment: row.comment,
    differences: differences(
      row.beforeVersionId ?? null,
      row.afterVersionId ?? null,
    ) as NoticeView["differences"],
    linksSentence: linksStayValid,
    howTo: row.howTo,
    effectiveAt: row.effectiveAt ?? null,
    limit: row.limitFact ? limitView(row.limitFact) : null,
    createdAt: row.createdAt,
    groupId: row.groupId ?? "",
    readAt: readAt.get(row.groupId ?? "") ?? null,
  }));
}
