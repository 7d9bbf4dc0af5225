/** What a file says of itself, and what it is called. */
import { dateOf } from "../../domain/calendar.ts";
import { Account } from "../../partnership/accounts/account.entity.ts";
import { User } from "../../partnership/accounts/user.entity.ts";
import { instantText } from "../../partnership/notices/notices.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import { actorId, type Context } from "../../platform/context.ts";
import { namesInFilter } from "../reports/breakdown-labels.ts";
import { columnsFor } from "./making.ts";
import type { FileAsked } from "./making.ts";
import type { About } from "./format.ts";
import { exportFormats } from "./formats.ts";
import { filterOf, type ExportTable } from "./table.ts";
import { exportTables } from "./tables.ts";

type Asked = Omit<FileAsked, "about">;

async function whoAsks(ctx: Context): Promise<string> {
  const user = await ctx.em.findOne(User, { id: actorId(ctx) });
  const account = await ctx.em.findOne(Account, { id: ctx.scope.requireAccountId() });
  const name = user?.name ?? "";
  const person = ctx.viewer.kind === "KEY" ? `an API key of ${name}` : name;
  return `${person}, ${account?.name ?? ""}`;
}

/** Each field of the filter as it was asked for, ids after what people call them. */
async function filterLines(
  ctx: Context,
  filter: object | null,
): Promise<(readonly [string, string])[]> {
  const given = Object.entries(filter ?? {}).filter(([, value]) => value != null);
  if (given.length === 0) return [["Filter", "none: what the list shows"]];
  const isInner = (value: unknown): value is object =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  const inner = given.flatMap(([, value]) => (isInner(value) ? Object.entries(value) : []));
  const named = await namesInFilter(ctx, Object.fromEntries([...given, ...inner]));
  const names = new Map(named.map(({ value, label }) => [value, `${label} (${value})`]));
  const text = (value: unknown): string =>
    typeof value === "string"
      ? (names.get(value) ?? value)
      : JSON.stringify(value, (_, each: unknown) =>
          typeof each === "string" ? (names.get(each) ?? each) : each,
        ).replaceAll('"', "");
  return given.map(([name, value]) => [`Filter ${name}`, text(value)]);
}

/** `by`: whoever asks, unless it is told. */
export async function aboutOf(
  ctx: Context,
  asked: Asked,
  program: Program,
  by: string | null = null,
): Promise<About> {
  const table: ExportTable = exportTables[asked.table];
  const { timeZone } = asked;
  return [
    ["Table", `${asked.table}: ${table.words}`],
    ["Program", `${program.name} (${program.id})`],
    ["Made", instantText(ctx.clock(), timeZone)],
    ["Made by", by ?? (await whoAsks(ctx))],
    ["Time zone", `${timeZone}: instants are written by its clock`],
    ...(await filterLines(ctx, filterOf(table, asked.filters))),
    ...columnsFor(table, asked.filters, ctx.scope.kind).map(
      ({ name, words }) => [`Column ${name}`, words] as const,
    ),
  ];
}

/** A date as it is; an instant's, or of one that ends a range the date before it. */
const dayOf = (at: Date | string, zone: string, isEnd: boolean): string =>
  typeof at === "string" && !at.includes("T")
    ? at
    : dateOf(new Date(at).getTime() - (isEnd ? 1 : 0), zone);
/** In letters that every file system takes. */
const nameInFile = ({ name, code }: Program): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 60) || code;

/** Such as clicks_acme-outdoor_2026-11-01_2026-11-30.csv; a bound that is open is left out. */
export function fileNameOf({ table, format, filters, timeZone }: Asked, program: Program): string {
  const exported: ExportTable = exportTables[table];
  const { from, to } = exported.period?.(filterOf(exported, filters)) ?? {};
  const days = [from, to].flatMap((at, i) => (at == null ? [] : dayOf(at, timeZone, i === 1)));
  const name = [table.toLowerCase().replaceAll("_", "-"), nameInFile(program), ...days].join("_");
  return `${name}.${exportFormats[format].extension}`;
}
