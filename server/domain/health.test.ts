import { expect, test } from "vitest";
import {
  ageText,
  healthOf,
  type HealthFigures,
  type HealthLevel,
  type HealthPart,
  type LoopState,
  type ProcessState,
} from "./health.ts";

const now = Date.parse("2026-11-30T12:00:00Z");
const [second, minute, hour] = [1_000, 60_000, 3_600_000];
const loop = (changes: Partial<LoopState> = {}): LoopState => ({
  name: "ingest",
  startedAt: now - hour,
  beganAt: null,
  roundAt: now - second,
  workedAt: now - minute,
  failingSince: null,
  error: null,
  stoppedAt: null,
  ...changes,
});
const process = (role: string, changes: Partial<ProcessState> = {}): ProcessState => ({
  role,
  startedAt: now - hour,
  toldAt: now - second,
  stoppedAt: null,
  loops: [],
  ...changes,
});
const well: HealthFigures = {
  journal: { readUntil: now - second, unreadBytes: 0 },
  clicks: { waiting: 0, oldest: null },
  amazon: { runs: 4, failing: 0, completeAt: now - hour },
  verification: { waiting: 0, oldest: null },
  mails: { waiting: 0, oldest: null, configured: true, failing: 0 },
  parked: { waiting: 0, oldest: null },
  exports: { waiting: 0, oldest: null, failedLately: 0 },
  disk: { free: 50 * 1024 ** 3, total: 100 * 1024 ** 3 },
};
const all = [process("tracker"), process("worker", { loops: [loop()] }), process("control")];
const judged = (changes: {
  processes?: ProcessState[];
  figures?: Partial<HealthFigures>;
  readAt?: number;
}) =>
  healthOf(
    changes.processes ?? all,
    { readAt: changes.readAt ?? now - second, figures: { ...well, ...changes.figures } },
    now,
  );

test("an installation in which all is well is green in every part, with nothing to do", () => {
  const { level, checks } = judged({});
  expect(level).toBe("GREEN");
  expect(checks.map(({ part }) => part).join(" ")).toBe(
    "PROCESS PROCESS PROCESS LOOP COUNTING JOURNAL ACCOUNTING AMAZON VERIFICATION MAILS PARKED " +
      "EXPORTS DISK",
  );
  for (const { level, nextStep, sentence } of checks) {
    expect([level, nextStep]).toEqual(["GREEN", null]);
    expect(sentence).toMatch(/^[A-Z\d].*\.$/);
  }
});

const one = (changes: Partial<ProcessState>): ProcessState[] => [
  process("tracker"),
  process("worker", changes),
  process("api"),
];
const looping = (changes: Partial<LoopState>) => one({ loops: [loop(changes)] });
test.each<[string, Parameters<typeof judged>[0], HealthPart, HealthLevel, RegExp]>([
  ["late", { processes: one({ toldAt: now - 30 * second }) }, "PROCESS", "AMBER", /for 30 s/],
  ["silent", { processes: one({ toldAt: now - 5 * minute }) }, "PROCESS", "RED", /for 5 min/],
  ["ended", { processes: one({ stoppedAt: now - hour }) }, "PROCESS", "RED", /stopped 60 min ago/],
  ["absent", { processes: [process("tracker"), process("api")] }, "PROCESS", "RED", /None has/],
  [
    "a stopped loop",
    { processes: looping({ stoppedAt: now - second }) },
    "LOOP",
    "RED",
    /stopped .* its process runs on/,
  ],
  [
    "one that just began to fail",
    { processes: looping({ failingSince: now - 5 * second, error: "Error: no" }) },
    "LOOP",
    "AMBER",
    /Error: no/,
  ],
  [
    "one that fails on",
    { processes: looping({ failingSince: now - 5 * minute, error: "Error: no" }) },
    "LOOP",
    "RED",
    /fails since 5 min/,
  ],
  ["a long round", { processes: looping({ beganAt: now - hour }) }, "LOOP", "AMBER", /60 min/],
  ["a loop that rests", { processes: looping({ roundAt: now - hour }) }, "LOOP", "RED", /60 min/],
  ["nothing counted", { readAt: now - 5 * minute }, "COUNTING", "RED", /Counted 5 min ago/],
  [
    "a journal that is not read",
    { figures: { journal: { readUntil: now - 5 * minute, unreadBytes: 1234 } } },
    "JOURNAL",
    "RED",
    /1,234 bytes/,
  ],
  [
    "clicks that wait",
    { figures: { clicks: { waiting: 7, oldest: now - 10 * minute } } },
    "ACCOUNTING",
    "RED",
    /7 clicks wait/,
  ],
  [
    "some readings fail",
    { figures: { amazon: { runs: 4, failing: 1, completeAt: now } } },
    "AMAZON",
    "AMBER",
    /1 reading of 4/,
  ],
  [
    "all readings fail",
    { figures: { amazon: { runs: 4, failing: 4, completeAt: now } } },
    "AMAZON",
    "RED",
    /4 readings of 4/,
  ],
  [
    "mails that nobody sends",
    { figures: { mails: { ...well.mails, configured: false, waiting: 3, oldest: 0 } } },
    "MAILS",
    "AMBER",
    /No mail server/,
  ],
  [
    "a mail that waits",
    { figures: { mails: { ...well.mails, waiting: 1, oldest: now - 3 * hour } } },
    "MAILS",
    "RED",
    /1 mail waits, the first since 3 h/,
  ],
  [
    "something parked",
    { figures: { parked: { waiting: 1, oldest: now - second } } },
    "PARKED",
    "AMBER",
    /1 parked item waits/,
  ],
  [
    "a failed export",
    { figures: { exports: { ...well.exports, failedLately: 2 } } },
    "EXPORTS",
    "AMBER",
    /2 exports .* failed/,
  ],
  ["a full disk", { figures: { disk: { free: 1, total: 100 } } }, "DISK", "RED", /free/],
])("%s shows, with the next step", (_name, changes, part, level, words) => {
  const found = judged(changes);
  expect(found.level).toBe(level);
  const worst = found.checks.filter((check) => check.level !== "GREEN");
  expect(worst.map((check) => [check.part, check.level])).toEqual([[part, level]]);
  expect(worst[0]?.sentence).toMatch(words);
  expect(worst[0]?.nextStep).toMatch(/\.$/);
});

test("of two workers one may end, and what one said that fell silent is old news", () => {
  const ended = process("worker", { stoppedAt: now - hour, toldAt: now - hour });
  expect(judged({ processes: [...all, ended] }).level).toBe("GREEN");
  const silent = process("worker", {
    toldAt: now - hour,
    loops: [loop({ stoppedAt: now - hour })],
  });
  expect(judged({ processes: [...all, silent] }).level).toBe("GREEN");
});

test("an age is told in the largest unit of which there is more than one", () => {
  expect([90, 120, 7200, 200_000].map((s) => ageText(s * second))).toEqual([
    "90 s",
    "2 min",
    "2 h",
    "2 days",
  ]);
});
