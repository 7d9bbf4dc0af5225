/** What a notice says as a mail. The app shows the same facts; neither says more than the other. */
import { clauseRecords } from "../../domain/clauses.ts";
import type { Difference } from "../../domain/terms-diff.ts";
import type { LimitFact, NoticeName } from "./notice.entity.ts";

export interface Letter {
  subject: string;
  body: string;
}

export interface LetterValues {
  kind: NoticeName;
  /** Who causes it. */
  fromName: string;
  programName: string;
  termsName: string;
  comment: string;
  /** In the zone of the brand account, as people write it; null where nothing takes effect. */
  effective: string | null;
  differences: readonly Difference[];
  /** Address of the page where the reader acts. */
  url: string;
  /** Address of the page that tells how to make links; null when the brand did not ask for it. */
  howToUrl: string | null;
}

type InquiryName = Extract<NoticeName, `INQUIRY_${string}`>;
type ChangeName = Exclude<
  NoticeName,
  | `LIMIT_${string}`
  | `CPC_${string}`
  | `VERIFICATION_${string}`
  | `INQUIRY_${string}`
  | `EXPORT_${string}`
  | `REPORT_${string}`
  | `DOMAIN_${string}`
  | "ALERT"
>;
const subjects: Record<ChangeName, (facts: LetterValues) => string> = {
  CONTRACT_PROPOSED: ({ fromName, programName }) =>
    `${fromName} offers you terms for ${programName}`,
  CONTRACT_COUNTERED: ({ fromName, programName }) =>
    `${fromName} answers with other terms for ${programName}`,
  CONTRACT_ACCEPTED: ({ fromName, programName }) =>
    `${fromName} accepted your terms for ${programName}`,
  CONTRACT_DECLINED: ({ fromName, programName }) =>
    `${fromName} declined your terms for ${programName}`,
  CONTRACT_WITHDRAWN: ({ fromName, programName }) =>
    `${fromName} took back its terms for ${programName}`,
  CONTRACT_REMINDED: ({ fromName, programName }) =>
    `${fromName} waits for your answer to its terms for ${programName}`,
  CONTRACT_ENDS: ({ fromName, programName }) =>
    `Your contract with ${fromName} for ${programName} ends`,
  CHANGE_SCHEDULED: ({ fromName, programName }) =>
    `${fromName} changes your contract for ${programName}`,
  CHANGE_WITHDRAWN: ({ fromName, programName }) =>
    `${fromName} does not change your contract for ${programName}`,
  CHANGE_OPTED_IN: ({ fromName, programName }) =>
    `${fromName} takes the new terms for ${programName} now`,
};

/** The sentence that every change carries: nobody has to replace a link [D51, D197]. */
export const linksStayValid =
  "Your tracking links stay as they are: they go on working unchanged, and you need not replace " +
  "any.";

/** One difference as one line of plain words. */
export function differenceLine({ clause, event, name, before, after }: Difference): string {
  const subject = [event?.toLowerCase(), clauseRecords[clause].words, name && `"${name}"`]
    .filter(Boolean)
    .join(" ");
  if (before === null) return `${subject} is new: ${after ?? ""}`;
  return after === null
    ? `${subject} is gone (was: ${before})`
    : `${subject}: “${before}” becomes “${after}”`;
}

const changing: readonly NoticeName[] = [
  "CHANGE_SCHEDULED",
  "CONTRACT_PROPOSED",
  "CONTRACT_COUNTERED",
  "CONTRACT_REMINDED",
];
const isChange = (kind: NoticeName): boolean => changing.includes(kind);

export function letterOf(facts: LetterValues): Letter {
  const { kind, comment, effective, differences, url, howToUrl, termsName } = facts;
  const subject = subjects[kind as ChangeName](facts);
  const dayOf = kind === "CONTRACT_ENDS" ? "Last instant" : "In effect from";
  const parts = [
    `${subject}.`,
    comment && `They write:\n${comment}`,
    `Terms: ${termsName}.${effective === null ? "" : ` ${dayOf}: ${effective}.`}`,
    isChange(kind) &&
      differences.length > 0 &&
      ["What changes:", ...differences.map((each) => `- ${differenceLine(each)}`)].join("\n"),
    isChange(kind) && linksStayValid,
    howToUrl !== null && `How to make tracking links: ${howToUrl}`,
    `Read and answer: ${url}`,
  ];
  return { subject, body: `${parts.filter(Boolean).join("\n\n")}\n` };
}

/** A report that would take back too much: what it is, and that a person decides. */
export function heldLetter({
  programName,
  comment,
  url,
}: Pick<LetterValues, "programName" | "comment" | "url">): Letter {
  const subject = `Amazon's report for ${programName} is held`;
  const parts = [`${subject}.`, comment, `See it, and decide: ${url}`];
  return { subject, body: `${parts.join("\n\n")}\n` };
}

/** A report that hides what was told before: there is nothing to do. */
export function hiddenLetter({
  programName,
  comment,
  url,
}: Pick<LetterValues, "programName" | "comment" | "url">): Letter {
  const subject = `Amazon hides most of its report for ${programName}`;
  return { subject, body: `${[`${subject}.`, comment, `See it: ${url}`].join("\n\n")}\n` };
}

/** What stands out of partners' traffic, all of one round together. */
export function alertLetter({
  programName,
  comment,
  url,
}: Pick<LetterValues, "programName" | "comment" | "url">): Letter {
  const subject = `Traffic of ${programName} stands out`;
  return { subject, body: `${[`${subject}.`, comment, `See it: ${url}`].join("\n\n")}\n` };
}

const inquirySubjects: Record<InquiryName, (from: string, program: string) => string> = {
  INQUIRY_OPENED: (from, program) => `${from} has an inquiry about ${program}`,
  INQUIRY_ANSWERED: (from, program) => `${from} answered your inquiry about ${program}`,
  INQUIRY_WITHDRAWN: (from, program) => `${from} took back its inquiry about ${program}`,
};
export const isOfInquiry = (kind: NoticeName): kind is InquiryName => kind in inquirySubjects;

/** A step of an inquiry, in the words of whoever took it. */
export function inquiryLetter(
  kind: InquiryName,
  values: Pick<LetterValues, "fromName" | "programName" | "comment" | "url">,
): Letter {
  const subject = inquirySubjects[kind](values.fromName, values.programName);
  const { comment, url } = values;
  const act = kind === "INQUIRY_OPENED" ? "Read and answer" : "Read it";
  const parts = [`${subject}.`, comment && `They write:\n${comment}`, `${act}: ${url}`];
  return { subject, body: `${parts.filter(Boolean).join("\n\n")}\n` };
}

/** The partner is asked to try its test link, or the brand is told that a run is over. */
export function verificationLetter({
  kind,
  fromName,
  programName,
  comment,
  url,
}: Pick<LetterValues, "kind" | "fromName" | "programName" | "comment" | "url">): Letter {
  const subject =
    kind === "VERIFICATION_ASKED"
      ? `${fromName} asks you to try your test link for ${programName}`
      : `The verification of ${programName} waits for nothing any more`;
  return { subject, body: `${subject}.\n\n${comment}\n\nSee how it stands: ${url}\n` };
}

export interface LimitLetterValues {
  /** The other side; of a program's limit the brand. */
  fromName: string;
  programName: string;
  /**
   * PROGRAM: over all partners. PARTNER: the brand reads of a partner's. OWN: the partner reads of
   * its own.
   */
  whose: "PROGRAM" | "PARTNER" | "OWN";
  fact: LimitFact;
  /**
   * As people write them, in the zone of the brand; `until` null where counting never starts again.
   */
  at: string;
  until: string | null;
  url: string;
}

const limitSubjects: Record<LimitLetterValues["whose"], (facts: LimitLetterValues) => string> = {
  PROGRAM: ({ programName }) => `limit of the whole program ${programName}`,
  PARTNER: ({ fromName, programName }) => `limit of ${fromName} in ${programName}`,
  OWN: ({ fromName, programName }) => `your limit with ${fromName} for ${programName}`,
};

/** 80 % or 100 % of a limit: what it is, how much is used, and what it means for clicks. */
export function limitLetter(facts: LimitLetterValues): Letter {
  const { whose, fact, at, until, url } = facts;
  const limit = limitSubjects[whose](facts);
  const subject = fact.percent === 100 ? `Reached: ${limit}` : `80 % used: ${limit}`;
  const counted = fact.kind === "CLICKS" ? "clicks that earn" : "orders that earn";
  const unit = fact.kind === "PAYOUT" ? fact.currency : counted;
  const past =
    fact.event === "CLICK"
      ? "clicks are still tracked and redirected, and earn nothing"
      : "sales are still tracked, and wait outside of terms for the brand's approval";
  const parts = [
    `${subject}.`,
    `The limit: ${fact.text}. Used at ${at}: ${fact.used} of ${fact.max} ${unit}.`,
    fact.percent === 100
      ? `From now on ${past}${until === null ? "" : `, until ${until}`}.`
      : `Past it ${past}.${until === null ? "" : ` Counting starts again at ${until}.`}`,
    whose !== "OWN" && `See how much is left, or change it: ${url}`,
    whose === "OWN" && `See how much is left: ${url}`,
  ];
  return { subject, body: `${parts.filter(Boolean).join("\n\n")}\n` };
}
