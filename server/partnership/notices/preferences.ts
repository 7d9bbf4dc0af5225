/** How and when a person of an account is told: what each chose, and what cannot be chosen. */
import {
  isWithin,
  readTimeOfDay,
  timeOfDay,
  type LetterTimes,
  type LetterWay,
  type QuietHours,
} from "../../domain/letter-times.ts";
import { InvalidInput, type IdempotencyKeyReused } from "../../platform/api/refusal.ts";
import type { Role } from "../../platform/auth/rights.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { mutation } from "../../platform/mutation.ts";
import { Account } from "../accounts/account.entity.ts";
import { Membership } from "../accounts/membership.entity.ts";
import { timesOf, type TimesRow } from "./letter-times-row.ts";
import type { NoticeName } from "./notice.entity.ts";
import {
  NoticePreferencesOk,
  type LetterTimesInput,
  type LetterTimesView,
  type NoticePreferenceInput,
  type NoticePreferencesView,
} from "./preference.types.ts";
import {
  isFixed,
  kindsOf,
  letterWay,
  noticeTopics,
  topicRecords,
  type NoticeTopic,
} from "./topics.ts";

interface ChosenRow {
  topic: string;
  in_bell: boolean;
  letters: LetterWay;
}
const chosenRows = (ctx: Context): Promise<ChosenRow[]> =>
  ctx.em.execute<ChosenRow[]>(
    `select topic, in_bell, letters
      from notice_preference
      where user_id = ? and account_id = ?`,
    [actorId(ctx), ctx.scope.requireAccountId()],
  );
async function roleOf(ctx: Context): Promise<Role> {
  const own = { userId: actorId(ctx), accountId: ctx.scope.requireAccountId() };
  const member = await ctx.em.findOneOrFail(Membership, own, { refresh: true });
  return member.role;
}
/** Of the account's kind. */
const isTold = (ctx: Context, topic: NoticeTopic): boolean => {
  const kinds: readonly string[] = topicRecords[topic].accounts;
  return kinds.includes(ctx.scope.kind ?? "");
};

async function ownTimes(ctx: Context): Promise<LetterTimes> {
  const accountId = ctx.scope.requireAccountId();
  const account = await ctx.em.findOneOrFail(Account, { id: accountId });
  const [row = {}] = await ctx.em.execute<Partial<TimesRow>[]>(
    `select
        time_zone as "timeZone",
        quiet_from as "quietFrom",
        quiet_until as "quietUntil",
        digest_pace as "digestPace",
        digest_hour as "digestHour",
        digest_weekday as "digestWeekday"
      from letter_times
      where user_id = ? and account_id = ?`,
    [actorId(ctx), accountId],
  );
  return timesOf(row, account.timeZone);
}
const timesView = ({ zone, quiet, digest }: LetterTimes): LetterTimesView => ({
  timeZone: zone,
  quietFrom: quiet && timeOfDay(quiet.from),
  quietUntil: quiet && timeOfDay(quiet.until),
  digestPace: digest.pace,
  digestHour: digest.hour,
  digestWeekday: digest.weekday,
});

export async function noticePreferences(ctx: Context): Promise<NoticePreferencesView> {
  const role = await roleOf(ctx);
  const rows = await chosenRows(ctx);
  const chosen = Object.fromEntries(rows.map(({ topic, letters }) => [topic, letters]));
  const muted = new Set(rows.filter((row) => !row.in_bell).map(({ topic }) => topic));
  return {
    topics: noticeTopics
      .filter((topic) => isTold(ctx, topic))
      .map((topic) => ({
        topic,
        inBell: isFixed(topic, role) || !muted.has(topic),
        letters: letterWay(topic, role, chosen),
        isFixed: isFixed(topic, role),
        text: topicRecords[topic].words,
      })),
    times: timesView(await ownTimes(ctx)),
  };
}

/** Kinds that the reader's bell does not count. */
export async function mutedKinds(ctx: Context): Promise<NoticeName[]> {
  const muted = (await chosenRows(ctx)).filter((row) => !row.in_bell);
  if (muted.length === 0) return [];
  const role = await roleOf(ctx);
  const silent = new Set(muted.map(({ topic }) => topic));
  return noticeTopics
    .filter((topic) => silent.has(topic) && !isFixed(topic, role))
    .flatMap(kindsOf);
}

type Setting = Promise<NoticePreferencesOk | InvalidInput | IdempotencyKeyReused>;

function gatePreference(
  ctx: Context,
  role: Role,
  { topic, inBell, letters }: NoticePreferenceInput,
): InvalidInput | null {
  if (!isTold(ctx, topic))
    return new InvalidInput("BAD_KIND", "Accounts of this kind are not told of it", [
      "input",
      "topic",
    ]);
  if (!isFixed(topic, role) || (inBell && letters !== "NEVER")) return null;
  return new InvalidInput(
    "BAD_KIND",
    "It binds your account and you decide for it: keep it in the bell, and by letter at once or " +
      "with the digest",
    ["input", inBell ? "letters" : "inBell"],
  );
}

export async function setNoticePreference(
  ctx: Context,
  input: NoticePreferenceInput,
  idempotencyKey: string,
): Setting {
  const bad = gatePreference(ctx, await roleOf(ctx), input);
  if (bad) return bad;
  return mutation(
    ctx,
    "setNoticePreference",
    { input, key: idempotencyKey },
    async (tx) => {
      await tx.execute(
        `insert into notice_preference (user_id, account_id, topic, in_bell, letters, changed_at)
          values (?, ?, ?, ?, ?, ?)
          on conflict (user_id, account_id, topic) do update
            set in_bell = excluded.in_bell,
              letters = excluded.letters,
              changed_at = case
                when notice_preference.letters = excluded.letters then notice_preference.changed_at
                else excluded.changed_at
              end`,
        [
          actorId(ctx),
          ctx.scope.requireAccountId(),
          input.topic,
          input.inBell,
          input.letters,
          now(ctx),
        ],
      );
      return input.topic;
    },
    async () => new NoticePreferencesOk(await noticePreferences(ctx)),
  );
}

function gateQuiet(from: string | null, until: string | null): QuietHours | null | InvalidInput {
  if (from === null && until === null) return null;
  if (from === null || until === null)
    return new InvalidInput("BAD_TIME", "Quiet hours need both ends: give this one, or neither", [
      "input",
      from === null ? "quietFrom" : "quietUntil",
    ]);
  const first = readTimeOfDay(from, "input", "quietFrom");
  if (!first.ok) return InvalidInput.of(first);
  const end = readTimeOfDay(until, "input", "quietUntil");
  if (!end.ok) return InvalidInput.of(end);
  if (first.value === end.value)
    return new InvalidInput(
      "BAD_TIME",
      "Quiet hours that end when they begin would hold letters back for ever: choose another end",
      ["input", "quietUntil"],
    );
  return { from: first.value, until: end.value };
}
function gateTimes(input: LetterTimesInput): LetterTimes | InvalidInput {
  const quiet = gateQuiet(input.quietFrom ?? null, input.quietUntil ?? null);
  if (quiet instanceof InvalidInput) return quiet;
  const { digestHour: hour, digestWeekday: weekday, digestPace: pace, timeZone: zone } = input;
  if (hour > 23)
    return new InvalidInput("BAD_TIME", "The hour of a digest is 0 to 23", ["input", "digestHour"]);
  if (weekday < 1 || weekday > 7)
    return new InvalidInput("BAD_TIME", "The day of a digest is 1, Monday, to 7, Sunday", [
      "input",
      "digestWeekday",
    ]);
  if (quiet && isWithin(hour * 60, quiet))
    return new InvalidInput(
      "BAD_TIME",
      `${timeOfDay(hour * 60)} lies in your quiet hours: choose an hour outside of them`,
      ["input", "digestHour"],
    );
  return { zone, quiet, digest: { pace, hour, weekday } };
}

/** Whether digests go out when they did. */
const isSameDigest = (before: LetterTimes, { zone, digest }: LetterTimes): boolean =>
  before.zone === zone &&
  before.digest.pace === digest.pace &&
  before.digest.hour === digest.hour &&
  before.digest.weekday === digest.weekday;

export async function setLetterTimes(
  ctx: Context,
  input: LetterTimesInput,
  idempotencyKey: string,
): Setting {
  const times = gateTimes(input);
  if (times instanceof InvalidInput) return times;
  const { zone, quiet, digest } = times;
  return mutation(
    ctx,
    "setLetterTimes",
    { input, key: idempotencyKey },
    async (tx) => {
      const before = await ownTimes({ ...ctx, em: tx });
      await tx.execute(
        `insert into letter_times (
            user_id, account_id, time_zone, quiet_from, quiet_until, digest_pace, digest_hour,
            digest_weekday, digest_from, changed_at
          )
          values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          on conflict (user_id, account_id) do update
            set time_zone = excluded.time_zone,
              quiet_from = excluded.quiet_from,
              quiet_until = excluded.quiet_until,
              digest_pace = excluded.digest_pace,
              digest_hour = excluded.digest_hour,
              digest_weekday = excluded.digest_weekday,
              digest_from = coalesce(excluded.digest_from, letter_times.digest_from),
              changed_at = excluded.changed_at`,
        [
          actorId(ctx),
          ctx.scope.requireAccountId(),
          zone,
          quiet?.from ?? null,
          quiet?.until ?? null,
          digest.pace,
          digest.hour,
          digest.weekday,
          isSameDigest(before, times) ? null : now(ctx),
          now(ctx),
        ],
      );
      return zone;
    },
    async () => new NoticePreferencesOk(await noticePreferences(ctx)),
  );
}
