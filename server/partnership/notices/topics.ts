/**
 * What people choose about notices: what they are about, as a person would name it. What has to be
 * answered, or binds both sides, cannot be switched off by those who decide.
 */
import type { LetterWay } from "../../domain/letter-times.ts";
import type { AccountKind, Role } from "../../platform/auth/rights.ts";
import type { NoticeName } from "./notice.entity.ts";

interface TopicRecord {
  /** For the API and for people. */
  words: string;
  /** Kinds of accounts that are told of it. */
  accounts: readonly AccountKind[];
  /** Those who decide always get it in the bell, and by letter at once or with the digest. */
  required: boolean;
}
const bothSides: readonly AccountKind[] = ["BRAND", "PARTNER"];
export const topicRecords = {
  TERMS: {
    words: "Offers of terms, and changes and ends of contracts.",
    accounts: bothSides,
    required: true,
  },
  ANSWERS: {
    words: "Terms of yours that were accepted or declined.",
    accounts: bothSides,
    required: false,
  },
  LIMITS: {
    words: "Limits that are nearly used up, or are.",
    accounts: bothSides,
    required: false,
  },
  CPC: {
    words: "Requests for CPC, and how far they are.",
    accounts: ["BRAND", "PLATFORM"],
    required: false,
  },
  REPORTS: {
    words: "Reports of Amazon's that are held, or hide what was told.",
    accounts: ["BRAND"],
    required: false,
  },
  ALERTS: {
    words: "Traffic of partners that stands out.",
    accounts: ["BRAND"],
    required: false,
  },
  INQUIRIES: {
    words: "Inquiries about conversions, and their answers.",
    accounts: bothSides,
    required: false,
  },
  VERIFICATION: {
    words: "Test links to try, and verifications that are over.",
    accounts: bothSides,
    required: false,
  },
  DOMAINS: {
    words: "Domains of yours for links that no longer lead here.",
    accounts: ["BRAND"],
    required: false,
  },
  EXPORTS: {
    words: "Files that are ready or failed; by letter those that you scheduled alone.",
    accounts: bothSides,
    required: false,
  },
} as const satisfies Record<string, TopicRecord>;
export type NoticeTopic = keyof typeof topicRecords;
export const noticeTopics = Object.keys(topicRecords) as NoticeTopic[];

export const topicOf = {
  CONTRACT_PROPOSED: "TERMS",
  CONTRACT_COUNTERED: "TERMS",
  CONTRACT_ACCEPTED: "ANSWERS",
  CONTRACT_DECLINED: "ANSWERS",
  CONTRACT_WITHDRAWN: "TERMS",
  CONTRACT_REMINDED: "TERMS",
  CONTRACT_ENDS: "TERMS",
  CHANGE_SCHEDULED: "TERMS",
  CHANGE_WITHDRAWN: "TERMS",
  CHANGE_OPTED_IN: "ANSWERS",
  LIMIT_NEAR: "LIMITS",
  LIMIT_REACHED: "LIMITS",
  CPC_REQUESTED: "CPC",
  CPC_IN_REVIEW: "CPC",
  CPC_ENABLED: "CPC",
  CPC_REJECTED: "CPC",
  REPORT_HELD: "REPORTS",
  REPORT_HIDDEN: "REPORTS",
  INQUIRY_OPENED: "INQUIRIES",
  INQUIRY_ANSWERED: "INQUIRIES",
  INQUIRY_WITHDRAWN: "INQUIRIES",
  VERIFICATION_ASKED: "VERIFICATION",
  VERIFICATION_DONE: "VERIFICATION",
  EXPORT_READY: "EXPORTS",
  EXPORT_FAILED: "EXPORTS",
  EXPORT_STOPPED: "EXPORTS",
  DOMAIN_LOST: "DOMAINS",
  ALERT: "ALERTS",
} as const satisfies Record<NoticeName, NoticeTopic>;
export const kindsOf = (topic: NoticeTopic): NoticeName[] =>
  (Object.keys(topicOf) as NoticeName[]).filter((kind) => topicOf[kind] === topic);

/** Those who sign for an account. */
const deciding: readonly Role[] = ["BRAND_ADMIN", "PARTNER_OWNER", "OPERATOR"];
/** Whether somebody of this role cannot switch a topic off. */
export const isFixed = (topic: NoticeTopic, role: Role): boolean =>
  topicRecords[topic].required && deciding.includes(role);

/** As long as nobody chose: those who decide are written to; others read the bell. */
export function usualWay(topic: NoticeTopic, role: Role): LetterWay {
  // Whoever asks for CPC, or for a file every day, waits for the answer.
  const isAsker = topic === "EXPORTS" || (topic === "CPC" && role === "ANALYST");
  return isAsker || deciding.includes(role) ? "AT_ONCE" : "NEVER";
}

export type ChosenLetters = Readonly<Partial<Record<string, LetterWay>>>;
/** How somebody is written to; what cannot be switched off is not, whatever was chosen before. */
export function letterWay(topic: NoticeTopic, role: Role, chosen: ChosenLetters): LetterWay {
  const usual = usualWay(topic, role);
  const way = chosen[topic] ?? usual;
  return way === "NEVER" && isFixed(topic, role) ? usual : way;
}
