/** Which of a person's waiting letters go out now, and as what. Pure. */
import {
  afterQuiet,
  digestDue,
  letterDue,
  type LetterTimes,
  type LetterWay,
} from "../../domain/letter-times.ts";
import type { Instant } from "../../domain/calendar.ts";
import { noticesPage, preferencesPage } from "./dashboard-pages.ts";
import type { Letter } from "./letters.ts";
import { lineOf } from "./line-words.ts";
import type { NoticeName } from "./notice.entity.ts";
import { topicOf, topicRecords } from "./topics.ts";

export interface WaitingLetter extends Letter {
  id: string;
  kind: NoticeName;
  /** Its line of notices. */
  groupId: string;
  programName: string;
  fromAccountId: string;
  fromName: string;
  createdAt: Instant;
  way: LetterWay;
  /** Since when its person's digests go out as they do. */
  digestFrom: Instant;
  /** When the letter before about its line went out to this person; null: there was none. */
  lastLetterAt: Instant | null;
}
export interface PlannedMail extends Letter {
  /** The letters that it is made of. */
  ids: string[];
}
export interface LetterPlan {
  mails: PlannedMail[];
  /** Letters that their person wants no more. */
  dropped: string[];
  /** When the next is due if nothing changes; infinite where nothing waits. */
  nextAt: Instant;
}
interface Place {
  publicUrl: string;
  accountName: string;
}

/** So many are named one by one; of a few each is there whole. */
const namedMax = 20;
const wholeMax = 5;

/** What has to be read as it was written goes out alone. */
const gathers = ({ kind }: Pick<WaitingLetter, "kind">): boolean =>
  !topicRecords[topicOf[kind]].required;

const linesBy = (
  letters: readonly WaitingLetter[],
  key: (letter: WaitingLetter) => string,
): WaitingLetter[][] => [...Map.groupBy(letters, key).values()];
/** Each is a mail. */
const mailLines = (letters: readonly WaitingLetter[]): WaitingLetter[][] =>
  linesBy(letters, (letter) => (gathers(letter) ? letter.groupId : letter.id));
function wordsOf(line: readonly WaitingLetter[]): string {
  const [first] = line;
  if (!first) return "";
  if (line.length === 1) return first.subject;
  const senders = new Set(line.map(({ fromAccountId }) => fromAccountId)).size;
  const { kind, fromName, programName } = first;
  return lineOf({ kind, count: line.length, senders, fromName, programName });
}
const listed = (texts: readonly string[]): string =>
  [
    ...texts.slice(0, namedMax).map((text) => `- ${text}`),
    ...(texts.length > namedMax ? [`- and ${texts.length - namedMax} more`] : []),
  ].join("\n");
const closing = ({ publicUrl }: Place): string =>
  `--\nChoose what you are written about, and when: ${publicUrl}${preferencesPage}\n`;

function mailOf(line: readonly WaitingLetter[], place: Place): PlannedMail {
  const ids = line.map(({ id }) => id);
  const [first] = line;
  if (first && line.length === 1)
    return { ids, subject: first.subject, body: `${first.body}\n${closing(place)}` };
  const subject = wordsOf(line);
  const parts = [
    `${subject}.`,
    line.length > wholeMax
      ? listed(line.map((letter) => letter.subject))
      : line.map((letter) => letter.body.trimEnd()).join("\n\n* * *\n\n"),
    `See them all: ${place.publicUrl}${noticesPage}/${first?.groupId ?? ""}`,
    closing(place),
  ];
  return { ids, subject, body: parts.join("\n\n") };
}

function digestOf(letters: readonly WaitingLetter[], place: Place): PlannedMail {
  const count = letters.length;
  const parts = [
    `What ${place.accountName} was told since your last digest:`,
    // As the bell has them: 200 offers are one line, and are read where they stand.
    linesBy(letters, ({ groupId }) => groupId)
      .map((line) => `- ${wordsOf(line)}`)
      .join("\n"),
    `See them all: ${place.publicUrl}${noticesPage}`,
    closing(place),
  ];
  return {
    ids: letters.map(({ id }) => id),
    subject: `Digest for ${place.accountName}: ${count} ${count === 1 ? "notice" : "notices"}`,
    body: parts.join("\n\n"),
  };
}

function dueOf(line: readonly WaitingLetter[], times: LetterTimes): Instant {
  const [first] = line;
  if (!first) return Infinity;
  const came = line.map(({ createdAt }) => createdAt);
  return letterDue(
    {
      firstAt: Math.min(...came),
      lastAt: Math.max(...came),
      lastLetterAt: first.lastLetterAt,
      gathers: gathers(first),
    },
    times,
  );
}

/** `letters`: all that wait for one person of one account. Whatever was missed is made up once. */
export function planLetters(
  letters: readonly WaitingLetter[],
  times: LetterTimes,
  now: Instant,
  place: Place,
): LetterPlan {
  const byWay = Map.groupBy(letters, ({ way }) => way);
  const dropped = (byWay.get("NEVER") ?? []).map(({ id }) => id);
  // What was due before the quiet hours and was not written waits for their end.
  const from = afterQuiet(now, times);
  const isNow = (due: Instant): boolean => from === now && due <= now;
  const lines = mailLines(byWay.get("AT_ONCE") ?? []).map((line) => ({
    line,
    due: dueOf(line, times),
  }));
  const digest = (byWay.get("DIGEST") ?? []).map((letter) => ({
    letter,
    // By what was chosen since: neither at once with all that is old, nor never.
    due: digestDue(Math.max(letter.createdAt, letter.digestFrom), times),
  }));
  const made = digest.filter(({ due }) => isNow(due)).map(({ letter }) => letter);
  const later = [...lines, ...digest].filter(({ due }) => !isNow(due));
  return {
    mails: [
      ...lines.filter(({ due }) => isNow(due)).map(({ line }) => mailOf(line, place)),
      // With nothing in it there is no digest.
      ...(made.length === 0 ? [] : [digestOf(made, place)]),
    ],
    dropped,
    nextAt: Math.max(from, Math.min(Infinity, ...later.map(({ due }) => due))),
  };
}
