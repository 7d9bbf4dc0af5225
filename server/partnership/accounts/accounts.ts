/** Accounts: one's own, and those one works with. */
import { LockMode, type EntityManager } from "@mikro-orm/postgresql";
import { refusedInput } from "../../platform/api/bad-input.ts";
import { page, type Key, type Page, type PageArgs } from "../../platform/api/connection.ts";
import { isId } from "../../domain/values/id.ts";
import { Conflict, InvalidInput, NotFound } from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { pastCalendars } from "../../platform/db/calendars.ts";
import {
  calendarHistory,
  historyAt,
  parseZone,
  stillBinding,
  type Calendar,
  type CalendarHistory,
  type Instant,
} from "../../domain/calendar.ts";
import { isEntitled, type Edition } from "../../domain/entitlement.ts";
import { lengthOf } from "../../domain/values/text.ts";
import { Account } from "./account.entity.ts";
import {
  SetEditionOk,
  UpdateAccountOk,
  type AccountView,
  type Counterpart,
  type StillBindingView,
  type UpdateAccountInput,
} from "./account.types.ts";
import { checkName } from "./input.ts";
import { hold } from "../../platform/db/locks.ts";

export const accountView = (account: Account): AccountView => ({
  id: account.id,
  kind: account.kind,
  name: account.name,
  code: account.code,
  edition: account.edition ?? null,
  timeZone: account.timeZone,
  currency: account.currency,
  financialYearStart: account.financialYearStart,
  firstWeekday: account.firstWeekday,
  state: account.state,
  supportContact: account.supportContact ?? null,
  createdAt: account.createdAt,
});

/** The viewer's own account. */
export async function account(ctx: Context): Promise<AccountView | null> {
  const found = await ctx.em.findOne(Account, { id: ctx.scope.requireAccountId() });
  return found && accountView(found);
}

const maxContactLength = 200;

/** What was decided until now goes by the calendar that held until now. */
async function keepCalendar(
  ctx: Context,
  tx: EntityManager,
  { id, timeZone, financialYearStart }: Account,
): Promise<void> {
  await tx.execute(
    `insert into account_calendar (account_id, until, time_zone, financial_year_start, changed_by)
      select
        ?,
        greatest(
          ?::timestamptz,
          (select max(until) + interval '1 millisecond' from account_calendar where account_id = ?)
        ),
        ?,
        ?,
        ?`,
    [id, now(ctx), id, timeZone, financialYearStart, actorId(ctx)],
  );
}

/** A brand's calendars, with all that it had. */
export async function calendarsOf(ctx: Context, brandAccountId: string): Promise<CalendarHistory> {
  const [found] = await ctx.em.execute<
    { zone: string; year_start: number; past: (Calendar & { until: Instant })[] | null }[]
  >(
    `select
        a.time_zone as zone,
        a.financial_year_start::int as year_start,
        ${pastCalendars} as past
      from account a
      where a.id = ?`,
    [brandAccountId],
  );
  return calendarHistory(
    { zone: found?.zone ?? "UTC", yearStartMonth: found?.year_start ?? 1 },
    found?.past ?? [],
  );
}
/** As far as they were known at an instant: by them its limits were cut then. */
export const calendarsAt = async (
  ctx: Context,
  brandAccountId: string,
  known: Date,
): Promise<CalendarHistory> => historyAt(await calendarsOf(ctx, brandAccountId), known.getTime());

export async function updateAccount(
  ctx: Context,
  input: UpdateAccountInput,
): Promise<UpdateAccountOk | InvalidInput> {
  const name = input.name == null ? null : checkName(input.name, "input", "name");
  if (name?.ok === false) return InvalidInput.of(name);
  const zone = input.timeZone == null ? null : parseZone(input.timeZone, "timeZone");
  if (zone?.ok === false) return InvalidInput.of(zone, "input");
  const contact = input.supportContact?.trim() || null;
  if (contact !== null && lengthOf(contact) > maxContactLength)
    return new InvalidInput(
      "BAD_CONTACT",
      `A support contact has at most ${maxContactLength} characters`,
      ["input", "supportContact"],
    );
  const yearStart = input.financialYearStart ?? null;
  if (yearStart !== null && !(Number.isInteger(yearStart) && yearStart >= 1 && yearStart <= 12))
    return new InvalidInput("BAD_YEAR_START", "A financial year begins with a month from 1 to 12", [
      "input",
      "financialYearStart",
    ]);
  const changed = await ctx.em.transactional(async (tx) => {
    const own = await tx.findOneOrFail(
      Account,
      { id: ctx.scope.requireAccountId() },
      { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
    if (name) own.name = name.value;
    const calendar = {
      zone: zone?.value ?? own.timeZone,
      yearStart: yearStart ?? own.financialYearStart,
    };
    if (calendar.zone !== own.timeZone || calendar.yearStart !== own.financialYearStart)
      await keepCalendar(ctx, tx, own);
    own.timeZone = calendar.zone;
    own.financialYearStart = calendar.yearStart;
    own.firstWeekday = input.firstWeekday ?? own.firstWeekday;
    if (input.supportContact !== undefined) own.supportContact = contact;
    return own;
  });
  return new UpdateAccountOk(accountView(changed), await bindingStill(ctx, changed));
}

/** Limits are cut by the calendar of brands alone. */
async function bindingStill(ctx: Context, { id, kind }: Account): Promise<StillBindingView[]> {
  if (kind !== "BRAND") return [];
  const calendars = await calendarsAt(ctx, id, now(ctx));
  return stillBinding(ctx.clock(), calendars).map(({ unit, window, text }) => ({
    reset: unit,
    timeZone: window.zone,
    windowStart: new Date(window.start),
    windowEnd: new Date(window.end),
    text,
  }));
}

/**
 * Holds the brand's edition still until the transaction ends. Whoever signs a contract that pays
 * for clicks takes it before reading the edition, so that neither a downgrade nor the signature
 * misses the other. A row lock would not do: a partner who signs may not lock the brand's row.
 */
export const lockEdition = async (tx: EntityManager, brandAccountId: string): Promise<void> => {
  await hold(tx, "EDITION", brandAccountId);
};

/**
 * The operator sets a brand's plan. One without CPC is refused while click contracts are active or
 * upcoming, and lists them [D3].
 */
export async function setEdition(
  ctx: Context,
  accountId: string,
  edition: Edition,
): Promise<SetEditionOk | NotFound | Conflict> {
  return ctx.em.transactional(async (tx) => {
    await lockEdition(tx, accountId);
    const brand = await tx.findOne(
      Account,
      { id: accountId, kind: "BRAND" },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    if (!brand)
      return new NotFound("NOT_FOUND", "There is no brand account with this id", ["accountId"]);
    if (!isEntitled(edition, "CPC")) {
      const held = await tx.execute<
        { contract_id: string; program_name: string; partner_name: string }[]
      >("select * from click_contracts_in_force(?, ?)", [accountId, now(ctx)]);
      const list = held
        .map((row) => `${row.partner_name} in ${row.program_name} (${row.contract_id})`)
        .join("; ");
      if (held.length > 0)
        return new Conflict(
          "CLICK_CONTRACTS_IN_FORCE",
          `${edition} includes no pay per click, but these contracts pay for clicks: ` +
            `${list}. End them first.`,
          ["edition"],
        );
    }
    brand.edition = edition;
    await tx.flush();
    return new SetEditionOk(accountView(brand));
  });
}

interface CounterpartRow {
  partnership_id: string;
  id: string;
  name: string;
  code: string;
  state: Counterpart["state"];
  time_zone: string;
  currency: string;
  support_contact: string | null;
  since: string;
}
const counterpart = (row: CounterpartRow): Counterpart => ({
  id: row.id,
  name: row.name,
  code: row.code,
  state: row.state,
  timeZone: row.time_zone,
  currency: row.currency,
  supportContact: row.support_contact,
  since: new Date(row.since),
});

/** In the form in which names are kept; null where nothing was typed. */
export function searched(text: string | null): string | null {
  if (!text?.trim()) return null;
  const checked = checkName(text, "search");
  if (!checked.ok) throw refusedInput(checked);
  return checked.value;
}

/**
 * Accounts on the other side of the viewer's partnerships; empty for whoever stands on the side
 * asked for.
 */
async function counterparts(
  ctx: Context,
  side: "BRAND" | "PARTNER",
  condition: string,
  values: readonly (string | null)[],
  limit: number,
): Promise<CounterpartRow[]> {
  const [own, other] =
    side === "PARTNER"
      ? ["brand_account_id", "partner_account_id"]
      : ["partner_account_id", "brand_account_id"];
  return ctx.em.execute<CounterpartRow[]>(
    `select
        p.id as partnership_id,
        a.id,
        a.name,
        a.code,
        a.state,
        a.time_zone,
        a.currency,
        a.support_contact,
        p.created_at as since
      from partnership p
      join account a on a.id = p.${other}
      where p.${own} = ? and ${condition}
      order by p.id
      limit ?`,
    [ctx.scope.requireAccountId(), ...values, limit],
  );
}

const bySince: Key<CounterpartRow, [partnershipId: string]> = {
  of: (row) => [row.partnership_id],
  parts: [isId],
};
export async function counterpartsOf(
  ctx: Context,
  side: "BRAND" | "PARTNER",
  asked: PageArgs,
  search: string | null = null,
): Promise<Page<Counterpart>> {
  const part = searched(search);
  // Not LIKE: what people type has no wildcards.
  const condition = `(?::uuid is null or p.id > ?::uuid)
        and (
          ?::text is null
            or strpos(lower(a.name), lower(?::text)) > 0
            or strpos(a.code, lower(?::text)) > 0
        )`;
  const rows = (after: [partnershipId: string] | null, limit: number) => {
    const from = after?.[0] ?? null;
    return counterparts(ctx, side, condition, [from, from, part, part, part], limit);
  };
  return page(rows, asked, bySince, (shown) => shown.map(counterpart));
}

/** One partner account of the brand; null when the two do not work together. */
export async function partner(ctx: Context, id: string): Promise<Counterpart | null> {
  const [row] = await counterparts(ctx, "PARTNER", "a.id = ?::uuid", [id], 1);
  return row ? counterpart(row) : null;
}
