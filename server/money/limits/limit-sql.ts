/**
 * Limits in SQL: the columns that name one, the key of a counter, and whose counters an event takes
 * from; all of it as the domain has it.
 */
import type { CounterKey } from "../../domain/counters.ts";
import {
  limitId,
  limitScopes,
  scopeRecords,
  type EachField,
  type LimitName,
  type LimitScope,
  type NamedLimit,
  type Scoped,
} from "../../domain/limit-scopes.ts";

/** Columns of a counter's key, in limit_budget, limit_event and limit_refusal alike. */
export const keyTypes = {
  program_id: "uuid",
  partner_account_id: "uuid",
  event: "text",
  kind: "text",
  scope: "text",
  reset: "text",
  group_id: "text",
  currency: "text",
  scope_id: "uuid",
  window_start: "timestamptz",
  window_end: "timestamptz",
} as const;
export type KeyColumn = keyof typeof keyTypes;
export const counterColumns = Object.keys(keyTypes) as readonly KeyColumn[];
export const counterKey = counterColumns.join(", ");
/** Casts for as many arrays as the key has columns, from the first parameter on. */
export const counterArrays = counterColumns
  .map((column, i) => `$${i + 1}::${keyTypes[column]}[]`)
  .join(", ");
/** That two rows are of one counter. */
export const sameCounter = (a: string, b: string): string =>
  counterColumns.map((column) => `${a}.${column} = ${b}.${column}`).join("\n    and ");

const instantOrNone = (at: number | null): string =>
  at === null ? "infinity" : new Date(at).toISOString();
/** The text by which a counter's instant is found; a window without an end ends at infinity. */
export const counterRow = ({
  program,
  partner,
  limit,
  currency,
  scopeId,
  window,
}: CounterKey): Record<KeyColumn, string> => ({
  program_id: program,
  partner_account_id: partner,
  ...nameRow(limit),
  currency,
  scope_id: scopeId,
  window_start: new Date(window.start).toISOString(),
  window_end: instantOrNone(window.end),
});
/** The keys as one array a column. */
export const counterValues = (keys: readonly CounterKey[]): string[][] => {
  const rows = keys.map(counterRow);
  return counterColumns.map((column) => rows.map((row) => row[column]));
};

/** Columns that name a limit; a group's own limit has its id, others "". */
export interface NameRow {
  event: LimitName["event"];
  kind: LimitName["kind"];
  scope: LimitScope;
  reset: NonNullable<LimitName["reset"]>;
  group_id: string;
}
export const nameRow = ({ event, kind, scope, reset, groupId }: LimitName) => ({
  event,
  kind,
  scope,
  reset: reset ?? "",
  group_id: groupId ?? "",
});
/** `currency` of the counter's key, which a program's own limit has in its name. */
export function limitOf({
  event,
  kind,
  scope,
  reset,
  group_id: group,
  currency,
}: NameRow & { currency: string }): NamedLimit {
  const isProgram = scopeRecords[scope].setIn === "PROGRAM";
  const name = {
    event,
    kind,
    scope,
    reset,
    groupId: group === "" ? null : group,
    currency: isProgram ? currency : null,
  };
  return { id: limitId(name), ...name };
}

/** The click's columns; as ids: a visitor's hash has as many digits as one. */
const clickColumn: Record<EachField, string> = {
  visitor: "visitor_hash",
  visitorPrevious: "visitor_hash_previous",
  link: "link_id",
};
const eachFields = Object.keys(clickColumn) as readonly EachField[];
/** Columns of click `c` by the names of fields, each after a comma. */
export const eachColumns = (fields: readonly EachField[] = eachFields): string =>
  fields.map((field) => `,\n  c.${clickColumn[field]} as "${field}"`).join("");
/** Those fields of a row alone. */
export const takerOf = (row: Pick<Scoped, EachField>): Pick<Scoped, EachField> =>
  Object.fromEntries(eachFields.map((field) => [field, row[field]])) as Pick<Scoped, EachField>;
const withEach = limitScopes.flatMap((scope) => {
  const each: readonly EachField[] = scopeRecords[scope].each ?? [];
  return each.length > 0 ? [{ scope, each }] : [];
});
const inSql = (scopes: readonly LimitScope[]): string =>
  scopes.map((scope) => `'${scope}'`).join(", ");
const ofProgram = inSql(limitScopes.filter((scope) => scopeRecords[scope].setIn === "PROGRAM"));

/** Scopes that have one counter for each of something, as a list of SQL. */
export const eachScopes = inSql(withEach.map(({ scope }) => scope));
/** Scopes of which no counter is shown, as a list of SQL. */
export const hiddenScopes = inSql(limitScopes.filter((scope) => !scopeRecords[scope].isShown));
/** Scopes that count nothing together, as a list of SQL. */
export const uncountedScopes = inSql(
  limitScopes.filter((scope) => scopeRecords[scope].each === null),
);

/** Ids of what click `c` has counters of for limits of scope `l`, as an array of SQL. */
const eachSql = (l: string, c: string, otherwise: string): string =>
  `case ${l}.scope ${withEach
    .map(
      ({ scope, each }) =>
        `when '${scope}' then array[` +
        each.map((field) => `${c}.${clickColumn[field]}::uuid`).join(", ") +
        "]",
    )
    .join(" ")} else ${otherwise} end`;
/** takersOf() of limit `l` for an event of `d` whose click is `c`, as an array of SQL. */
export const takersSql = (l: string, d: string, c: string): string =>
  eachSql(
    l,
    c,
    `array[case when ${l}.scope in (${ofProgram}) then ${d}.program_id ` +
      `when ${l}.reset = 'CONTRACT' then ${d}.contract_id else ${d}.partner_account_id end]`,
  );
/** Whether click `c` is of those that a counter `b` of some scope counts. */
export const isOfTaker = (b: string, c: string): string =>
  `${b}.scope_id = any(${eachSql(b, c, `array[${b}.scope_id]`)})`;
/** holderOf() of limit `l` for an event of `d`. */
export const holderSql = (l: string, d: string, nobody: string): string =>
  `case when ${l}.scope in (${ofProgram}) then '${nobody}'::uuid else ${d}.partner_account_id end`;
