import { createTranslator } from "next-intl";
import { expect, test } from "vitest";
import messages from "../../messages/en.json" with { type: "json" };
import { standingOf, type StandingFacts } from "./standing.ts";

const t = createTranslator({ locale: "en", messages, namespace: "contracts.standing" });
const base: StandingFacts = {
  state: "ACTIVE",
  startsAt: "2026-11-04T05:00:00Z",
  endsAt: null,
  proposedAt: "2026-11-01T12:00:00Z",
  proposalExpiresAt: null,
  decidedAt: "2026-11-03T15:30:00Z",
  events: [],
};
const read = (facts: Partial<StandingFacts>) => {
  const { key, values } = standingOf({ ...base, ...facts }, "America/New_York");
  return t(key, values);
};

test.each<[Partial<StandingFacts>, string]>([
  [{}, "In force since 4 Nov 2026, 00:00, without an end."],
  [
    { endsAt: "2026-12-31T05:00:00Z" },
    "In force since 4 Nov 2026, 00:00, until 31 Dec 2026, 00:00.",
  ],
  [{ state: "UPCOMING" }, "Agreed on 3 Nov 2026, 10:30; begins on 4 Nov 2026, 00:00."],
  [{ state: "PENDING", decidedAt: null }, "Proposed on 1 Nov 2026, 07:00; waits for an answer."],
  [
    { state: "PENDING", decidedAt: null, proposalExpiresAt: "2026-11-08T05:00:00Z" },
    "Proposed on 1 Nov 2026, 07:00; can be accepted until 8 Nov 2026, 00:00.",
  ],
  [
    {
      state: "DECLINED",
      events: [
        { kind: "PROPOSED", at: base.proposedAt },
        { kind: "DECLINED", at: "2026-11-03T15:30:00Z" },
      ],
    },
    "Declined on 3 Nov 2026, 10:30.",
  ],
  // A contract to come was signed before it was taken back: the later day is told.
  ...(["WITHDRAWN", "CHANGE_WITHDRAWN"] as const).map((kind): [Partial<StandingFacts>, string] => [
    {
      state: "DECLINED",
      events: [
        { kind: "ACCEPTED", at: "2026-11-03T15:30:00Z" },
        { kind, at: "2026-11-05T15:30:00Z" },
      ],
    },
    "Withdrawn on 5 Nov 2026, 10:30.",
  ]),
  [{ state: "EXPIRED", endsAt: "2026-11-20T05:00:00Z" }, "Ended on 20 Nov 2026, 00:00."],
  [
    { state: "EXPIRED", decidedAt: null, proposalExpiresAt: "2026-11-08T05:00:00Z" },
    "Not answered until 8 Nov 2026, 00:00.",
  ],
])("%#: a contract's standing in one sentence", (facts, sentence) =>
  expect(read(facts)).toBe(sentence),
);
