/** A program's links as a table: figures of a range, state and health, sorted and cut in pages. */
import { page, isText, type Key, type Page, type PageArgs } from "../../platform/api/connection.ts";
import type { Money } from "../../platform/api/money.ts";
import { now, type Context } from "../../platform/context.ts";
import { healthSentences, type LinkHealth } from "../../domain/link-health.ts";
import { formatMicros } from "../../domain/money.ts";
import { isId } from "../../domain/values/id.ts";
import { Account } from "../../partnership/accounts/account.entity.ts";
import { TrackingLink } from "../../partnership/links/link.entity.ts";
import { linkViews } from "../../partnership/links/links.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import { findProgram } from "../../partnership/programs/programs.ts";
import { checkRoom } from "../reports/breakdown-cells.ts";
import { plan, type Plan } from "../reports/report-plans.ts";
import { ReportMode, type RangeInput } from "../reports/report.types.ts";
import { chosenLinks, type FiguresQuery } from "./link-list-sql.ts";
import type {
  LinkListFilter,
  LinkListOrder,
  LinkListView,
  LinkRowView,
} from "./link-list.types.ts";

export interface AskedLinks {
  programId: string;
  filter: LinkListFilter | null;
}
export interface AskedList extends AskedLinks, PageArgs {
  range: RangeInput;
  timeZone: string | null;
  order: LinkListOrder;
  ascending: boolean;
}

interface ListedRow {
  id: string;
  sort: string;
  health: LinkHealth;
  clicks: string;
  unique_clicks: string;
  payable: string;
  orders: string;
  amounts: string[] | null;
  last_ms: string;
}
/** By what rows are sorted, and as what its text is read back from a cursor. */
const orders: Record<LinkListOrder, { sql: string; type: "text" | "bigint" }> = {
  NAME: { sql: `lower(name) collate "und-x-icu"`, type: "text" },
  MADE: { sql: "(extract(epoch from created_at) * 1000)::bigint", type: "bigint" },
  CLICKS: { sql: "clicks", type: "bigint" },
  PAYABLE: { sql: "payable", type: "bigint" },
  ORDERS: { sql: "orders", type: "bigint" },
  EARNED: { sql: "earned", type: "bigint" },
  LAST_CLICK: { sql: "last_ms", type: "bigint" },
};
const isNumber = (text: string): boolean => /^-?\d{1,18}$/.test(text);

const everyMode = { mode: ReportMode.BOTH, outcomes: null };

async function figuresOf(ctx: Context, made: Plan, { filter }: AskedLinks): Promise<FiguresQuery> {
  const { program, range, zone } = made;
  const clicks = {
    programId: program.id,
    brandAccountId: program.brandAccountId,
    filter: { ...everyMode, ...(filter?.partnerIds ? { partnerIds: filter.partnerIds } : {}) },
    zone,
    by: ["LINK"] as const,
  };
  const span = { part: "A", start: range.start, end: range.end } as const;
  await checkRoom(ctx, clicks, [span], "KEPT");
  return { clicks, span, dates: { from: range.fromDate, to: range.toDate } };
}

const isOpen = async (ctx: Context, program: Program): Promise<boolean> => {
  const brand = await ctx.em.findOne(Account, { id: program.brandAccountId });
  return program.isActive() && brand?.isActive() !== false;
};
/** The links that match, as SQL. */
const chosenBy = async (
  ctx: Context,
  program: Program,
  { filter }: AskedLinks,
  figures: FiguresQuery | null,
) => chosenLinks(ctx, { program, figures, filter, now: now(ctx) }, await isOpen(ctx, program));

/** "EUR 1500000" as it is summed. */
const moneyOf = (text: string): Money => {
  const [currency = "", micros = "0"] = text.split(" ");
  return { amount: formatMicros(BigInt(micros)), currency };
};

async function viewsOf(ctx: Context, shown: readonly ListedRow[]): Promise<LinkRowView[]> {
  const ids = shown.map(({ id }) => id);
  const rows = await ctx.em.find(TrackingLink, { id: { $in: ids } }, { refresh: true });
  const views = new Map((await linkViews(ctx, rows)).map((view) => [view.id, view]));
  return shown.flatMap((row) => {
    const link = views.get(row.id);
    if (!link) return [];
    return {
      link,
      figures: {
        clicks: Number(row.clicks),
        unique: Number(row.unique_clicks),
        payable: Number(row.payable),
        orders: Number(row.orders),
        earned: (row.amounts ?? []).map(moneyOf),
      },
      lastClickAt: row.last_ms === "0" ? null : new Date(Number(row.last_ms)),
      health: row.health,
      healthText: healthSentences[row.health],
    };
  });
}

export async function linkList(ctx: Context, asked: AskedList): Promise<LinkListView | null> {
  const made = await plan(ctx, { ...asked, scope: asked, grain: null, filter: null });
  if (!made) return null;
  const chosen = await chosenBy(ctx, made.program, asked, await figuresOf(ctx, made, asked));
  const { sql: sort, type } = orders[asked.order];
  const key: Key<ListedRow, [string, string]> = {
    of: (row) => [row.sort, row.id],
    parts: [type === "text" ? isText : isNumber, isId],
  };
  const way = asked.ascending ? { cut: ">", word: "asc" } : { cut: "<", word: "desc" };
  let total = 0;
  const rows = async (after: [string, string] | null, limit: number): Promise<ListedRow[]> => {
    const collated = type === "text" ? `collate "und-x-icu"` : "";
    const cut = after ? `where (sort, id) ${way.cut} (?::${type} ${collated}, ?::uuid)` : "";
    const read = await ctx.em.execute<(ListedRow & { total: number })[]>(
      `with ${chosen.sql},
        shown as (
          select *
          from (select ${sort} as sort, * from chosen) c
          ${cut}
          order by sort ${way.word}, id ${way.word}
          limit ?
        )
      select
        n.total,
        s.id,
        s.sort::text as sort,
        s.health,
        s.clicks::text as clicks,
        s.unique_clicks::text as unique_clicks,
        s.payable::text as payable,
        s.orders::text as orders,
        s.amounts,
        s.last_ms::text as last_ms
      from (select count(*)::int as total from chosen) n
      left join shown s on true
      order by s.sort ${way.word}, s.id ${way.word}`,
      [...chosen.values, ...(after ?? []), limit],
    );
    total = read[0]?.total ?? 0;
    // Of a page with nothing on it the total alone is read.
    return read.filter(({ id }) => id !== null);
  };
  const shown: Page<LinkRowView> = await page(rows, asked, key, (some) => viewsOf(ctx, some));
  return {
    ...shown,
    total,
    timeZone: made.zone,
    start: new Date(made.range.start),
    end: new Date(made.range.end),
  };
}

/**
 * Those that match, `max` of them at most, with what changing them needs; null when there is no
 * such program. Figures play no part, so that a flood of clicks keeps nobody from ending its links.
 */
export async function matchingLinks(
  ctx: Context,
  asked: AskedLinks,
  max: number,
): Promise<{ id: string; brand: string; program: string }[] | null> {
  const program = await findProgram(ctx, asked.programId);
  if (!program) return null;
  const chosen = await chosenBy(ctx, program, asked, null);
  return ctx.em.execute(
    `with ${chosen.sql} select id, brand, ?::text as program from chosen order by id limit ?`,
    [...chosen.values, program.id, max],
  );
}
