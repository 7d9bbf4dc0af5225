/** Which letters go out together: lines as the bell has them, not each event. */
import { expect, test } from "vitest";
import type { LetterTimes, LetterWay } from "../../domain/letter-times.ts";
import { planLetters, type WaitingLetter } from "./letter-plan.ts";
import type { NoticeName } from "./notice.entity.ts";

const hour = 3_600_000;
const at = Date.parse("2026-11-24T12:00:00Z");
const times: LetterTimes = {
  zone: "UTC",
  quiet: { from: 22 * 60, until: 7 * 60 },
  digest: { pace: "DAILY", hour: 8, weekday: 1 },
};
const place = { publicUrl: "https://counterfoil.example", accountName: "Acme" };
const made = (kind: NoticeName, way: LetterWay, count: number): WaitingLetter[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `${kind}-${i}`,
    kind,
    groupId: `line-${kind}`,
    programName: "Acme US",
    fromAccountId: `partner-${i}`,
    fromName: `Partner ${i}`,
    subject: `${kind} of partner ${i}`,
    body: `${kind} of partner ${i}.\n`,
    createdAt: at + i,
    way,
    digestFrom: 0,
    lastLetterAt: null,
  }));

test("a digest has a line for each line of the bell, however many came", () => {
  const letters = [
    ...made("LIMIT_REACHED", "DIGEST", 200),
    ...made("CONTRACT_PROPOSED", "DIGEST", 200),
    ...made("CONTRACT_ACCEPTED", "DIGEST", 1),
  ];
  const { mails } = planLetters(letters, times, at + 24 * hour, place);
  expect(mails.map(({ ids }) => ids.length)).toEqual([401]);
  expect(mails[0]?.body.match(/^- .*$/gm)).toEqual([
    "- 200 limits for Acme US were reached",
    "- 200 offers of terms for Acme US",
    "- CONTRACT_ACCEPTED of partner 0",
  ]);
});

test("at once many of a line are one letter, and what is to be answered goes out alone", () => {
  const letters = [
    ...made("LIMIT_REACHED", "AT_ONCE", 200),
    ...made("CONTRACT_PROPOSED", "AT_ONCE", 3),
  ];
  const { mails } = planLetters(letters, times, at + hour, place);
  expect(mails.map(({ ids }) => ids.length)).toEqual([200, 1, 1, 1]);
  // In quiet hours no line goes out, and after them each once.
  const night = letters.map((letter) => ({ ...letter, createdAt: at + 11 * hour }));
  expect(planLetters(night, times, at + 12 * hour, place)).toMatchObject({
    mails: [],
    nextAt: at + 19 * hour,
  });
  expect(planLetters(night, times, at + 19 * hour, place).mails).toHaveLength(4);
});
