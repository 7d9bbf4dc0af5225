/**
 * Whether the installation is well: what its processes say of themselves and what the worker
 * counted, judged part by part. Each part is green, amber or red, with a sentence, and where it is
 * not green with the next step.
 */
import type { Instant } from "./calendar.ts";
import { count } from "./number-clauses.ts";

export const healthLevels = ["GREEN", "AMBER", "RED"] as const;
export type HealthLevel = (typeof healthLevels)[number];
export const healthParts = [
  "PROCESS",
  "LOOP",
  "JOURNAL",
  "ACCOUNTING",
  "AMAZON",
  "VERIFICATION",
  "MAILS",
  "PARKED",
  "EXPORTS",
  "DISK",
  "COUNTING",
] as const;
export type HealthPart = (typeof healthParts)[number];

export interface HealthCheck {
  part: HealthPart;
  /** Which process or loop; null: there is one. */
  subject: string | null;
  level: HealthLevel;
  sentence: string;
  /** Null where it is green. */
  nextStep: string | null;
}

/** As a process says it. */
export interface LoopState {
  name: string;
  startedAt: Instant;
  beganAt: Instant | null;
  roundAt: Instant | null;
  workedAt: Instant | null;
  failingSince: Instant | null;
  error: string | null;
  stoppedAt: Instant | null;
}
export interface ProcessState {
  role: string;
  startedAt: Instant;
  toldAt: Instant;
  stoppedAt: Instant | null;
  loops: readonly LoopState[];
}
/** What waits, how much, and since when the first of it. */
export interface Waiting {
  waiting: number;
  oldest: Instant | null;
}
/** As the worker counted it. */
export interface HealthFigures {
  journal: { readUntil: Instant | null; unreadBytes: number };
  clicks: Waiting;
  amazon: { runs: number; failing: number; completeAt: Instant | null };
  verification: Waiting;
  mails: Waiting & { configured: boolean; failing: number };
  parked: Waiting;
  exports: Waiting & { failedLately: number };
  disk: { free: number; total: number } | null;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
/** In the largest unit of which there is more than one: "4 min". */
export function ageText(ms: number): string {
  const age = Math.max(ms, 0);
  if (age < 2 * minute) return `${Math.round(age / second)} s`;
  if (age < 2 * hour) return `${Math.round(age / minute)} min`;
  return age < 2 * day ? `${Math.round(age / hour)} h` : `${Math.round(age / day)} days`;
}

interface Judged {
  level: HealthLevel;
  sentence: string;
  nextStep: string | null;
}
const green = (sentence: string): Judged => ({ level: "GREEN", sentence, nextStep: null });
const amber = (sentence: string, nextStep: string): Judged => ({
  level: "AMBER",
  sentence,
  nextStep,
});
const red = (sentence: string, nextStep: string): Judged => ({ level: "RED", sentence, nextStep });
/** By an age: green up to one, amber up to the other. */
const byAge = (
  age: number,
  [well, late]: readonly [number, number],
  sentence: string,
  nextStep: string,
): Judged => {
  if (age <= well) return green(sentence);
  return age <= late ? amber(sentence, nextStep) : red(sentence, nextStep);
};

/** Each needs one that lives; `control` is API and pages in one. */
const needed: readonly { name: string; roles: readonly string[] }[] = [
  { name: "tracker", roles: ["tracker"] },
  { name: "worker", roles: ["worker"] },
  { name: "API", roles: ["control", "api"] },
];
const silent = [20 * second, minute] as const;
const startAgain =
  "See whether it runs and reaches the database, read its log, and start it again.";

function processCheck(name: string, of: readonly ProcessState[], now: Instant): HealthCheck {
  const about = { part: "PROCESS", subject: name } as const;
  const running = of.filter(({ stoppedAt }) => stoppedAt === null);
  const last = running.toSorted((a, b) => b.toldAt - a.toldAt)[0];
  if (last) {
    const age = now - last.toldAt;
    const lives = running.filter(({ toldAt }) => now - toldAt <= silent[1]).length;
    const many = lives > 1 ? `, ${lives} of them` : "";
    const sentence =
      age <= silent[0]
        ? `It runs since ${ageText(now - last.startedAt)}${many}.`
        : `It has said nothing for ${ageText(age)}.`;
    return { ...about, ...byAge(age, silent, sentence, startAgain) };
  }
  const ended = Math.max(...of.map(({ stoppedAt }) => stoppedAt ?? 0));
  return {
    ...about,
    ...red(
      ended > 0 ? `It was stopped ${ageText(now - ended)} ago.` : "None has told of itself.",
      "Start it.",
    ),
  };
}

const longRound = 10 * minute;
const restMost = minute;
export function loopJudged(loop: LoopState, now: Instant): Judged {
  const { stoppedAt, failingSince, beganAt, error } = loop;
  if (stoppedAt !== null)
    return red(
      `It was stopped ${ageText(now - stoppedAt)} ago, and its process runs on.`,
      "Start the process again.",
    );
  if (failingSince !== null)
    return byAge(
      now - failingSince,
      [0, minute],
      `It fails since ${ageText(now - failingSince)} and tries again: ${error ?? "unknown"}`,
      "Mend what the fault names; it goes on by itself.",
    );
  if (beganAt !== null && now - beganAt > longRound)
    return amber(
      `One round of it takes ${ageText(now - beganAt)} by now.`,
      "Read the log of its process; if nothing moves, start that again.",
    );
  const rested = now - (loop.roundAt ?? loop.startedAt);
  if (beganAt === null && rested > restMost)
    return red(`Its last round ended ${ageText(rested)} ago.`, "Start its process again.");
  return green(
    loop.roundAt === null
      ? "Its first round runs."
      : `Last round ${ageText(now - loop.roundAt)} ago.`,
  );
}

/** What a process that fell silent said of its loops is old: its own row is red. */
function loopChecks(processes: readonly ProcessState[], now: Instant): HealthCheck[] {
  return processes
    .filter(({ toldAt, stoppedAt }) => stoppedAt === null && now - toldAt <= silent[1])
    .flatMap(({ role, toldAt, loops }) =>
      loops.map((loop) => ({
        part: "LOOP" as const,
        subject: `${role}: ${loop.name}`,
        // By the process's own last word, so that one that is told rarely is not taken for stuck.
        ...loopJudged(loop, toldAt),
      })),
    );
}

const gibibyte = 1024 ** 3;
const sizeText = (bytes: number): string => `${(bytes / gibibyte).toFixed(1)} GiB`;
function diskJudged({ free, total }: { free: number; total: number }): Judged {
  const share = free / total;
  const sentence = `${sizeText(free)} of ${sizeText(total)} are free.`;
  const step = "Make room: journals, exports and the database stand there.";
  if (share < 0.05 || free < gibibyte) return red(sentence, step);
  return share < 0.15 ? amber(sentence, step) : green(sentence);
}

function amazonJudged({ runs, failing, completeAt }: HealthFigures["amazon"], now: Instant) {
  if (runs === 0) return green("No program reads reports yet.");
  const step = "Open the brand's Amazon page: each run names its fault.";
  if (failing > 0) {
    const sentence = `${count(failing, "reading")} of ${runs} fail and are tried again.`;
    return failing === runs ? red(sentence, step) : amber(sentence, step);
  }
  if (completeAt === null) return amber(`None of ${runs} readings was complete yet.`, step);
  const age = now - completeAt;
  return byAge(age, [6 * hour, day], `The oldest whole reading is ${ageText(age)} old.`, step);
}

function waitingJudged(
  { waiting, oldest }: Waiting,
  now: Instant,
  { what, ages, step }: { what: string; ages: readonly [number, number]; step: string },
): Judged {
  if (waiting === 0 || oldest === null) return green(`No ${what} waits.`);
  const age = now - oldest;
  const are = waiting === 1 ? "waits" : "wait";
  return byAge(age, ages, `${count(waiting, what)} ${are}, the first since ${ageText(age)}.`, step);
}

function mailsJudged(mails: HealthFigures["mails"], now: Instant): Judged {
  if (!mails.configured)
    return amber(
      "No mail server is set: mails are kept in the outbox and sent to nobody.",
      "Set SMTP_URL, or read them in the outbox.",
    );
  const judged = waitingJudged(mails, now, {
    what: "mail",
    ages: [5 * minute, hour],
    step: "See the outbox: each mail has the mail server's answer.",
  });
  if (judged.level !== "GREEN" || mails.failing === 0) return judged;
  return amber(
    `${count(mails.failing, "mail")} could not be sent and ${mails.failing === 1 ? "is" : "are"} ` +
      "tried again.",
    "See the outbox: each has the mail server's answer.",
  );
}

function exportsJudged(exports: HealthFigures["exports"], now: Instant): Judged {
  const judged = waitingJudged(exports, now, {
    what: "export",
    ages: [10 * minute, hour],
    step: "See whether the loops of exports run.",
  });
  if (judged.level !== "GREEN" || exports.failedLately === 0) return judged;
  return amber(
    `${count(exports.failedLately, "export")} of the last 24 hours failed.`,
    "Read the log of the API process for what failed.",
  );
}

function journalJudged({ readUntil, unreadBytes }: HealthFigures["journal"], now: Instant): Judged {
  if (readUntil === null) return amber("No journal was read yet.", "Start tracker and worker.");
  const unread = unreadBytes > 0 ? `, ${unreadBytes.toLocaleString("en")} bytes are unread` : "";
  const age = now - readUntil;
  return byAge(
    age,
    [15 * second, minute],
    `It is read until ${ageText(age)} ago${unread}.`,
    "See the loop “ingest” above: clicks are safe in the journal and come in once it runs.",
  );
}

function figureChecks(figures: HealthFigures, readAt: Instant): HealthCheck[] {
  const check = (part: HealthPart, judged: Judged) => ({ part, subject: null, ...judged });
  const clicks = waitingJudged(figures.clicks, readAt, {
    what: "click",
    ages: [minute, 5 * minute],
    step: "See the loop “accounting” above, and what is parked.",
  });
  return [
    check("JOURNAL", journalJudged(figures.journal, readAt)),
    check("ACCOUNTING", clicks),
    check("AMAZON", amazonJudged(figures.amazon, readAt)),
    check(
      "VERIFICATION",
      waitingJudged(figures.verification, readAt, {
        what: "verification",
        ages: [hour, day],
        step: "See the loop “verifications” above.",
      }),
    ),
    check("MAILS", mailsJudged(figures.mails, readAt)),
    check(
      "PARKED",
      waitingJudged(figures.parked, readAt, {
        what: "parked item",
        ages: [-1, day],
        step: "Open Parked: each says what failed and what to do.",
      }),
    ),
    check("EXPORTS", exportsJudged(figures.exports, readAt)),
    ...(figures.disk ? [check("DISK", diskJudged(figures.disk))] : []),
  ];
}

/** What was counted is judged by when it was: its age is a part of its own. */
function countingCheck(readAt: Instant | null, now: Instant): HealthCheck {
  const about = { part: "COUNTING", subject: null } as const;
  const step = "The figures below are as old: see the worker above.";
  if (readAt === null) return { ...about, ...red("The worker has counted nothing yet.", step) };
  const age = now - readAt;
  return { ...about, ...byAge(age, [30 * second, minute], `Counted ${ageText(age)} ago.`, step) };
}

export function healthOf(
  processes: readonly ProcessState[],
  reading: { readAt: Instant; figures: HealthFigures } | null,
  now: Instant,
): { level: HealthLevel; checks: HealthCheck[] } {
  const checks = [
    ...needed.map(({ name, roles }) =>
      processCheck(
        name,
        processes.filter(({ role }) => roles.includes(role)),
        now,
      ),
    ),
    ...loopChecks(processes, now),
    countingCheck(reading?.readAt ?? null, now),
    ...(reading ? figureChecks(reading.figures, reading.readAt) : []),
  ];
  const worst = Math.max(...checks.map(({ level }) => healthLevels.indexOf(level)));
  return { level: healthLevels[worst] ?? "RED", checks };
}
