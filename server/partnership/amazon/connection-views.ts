/** Connections as they are shown: what is missing is said in plain words, and no secret is. */
import type { Context } from "../../platform/context.ts";
import { Program } from "../programs/program.entity.ts";
import type { AmazonConnection } from "./amazon-connection.entity.ts";
import type {
  AmazonConnectionView,
  AmazonRegionValue,
  AmazonRunView,
  ConnectionStateValue,
  ReportGroupingValue,
} from "./amazon-connection.types.ts";

/** Blogpost - Other: there is no affiliate publisher. */
const suggestedPublisher = "11";

type Named = Pick<Program, "id" | "name">;
/** The one next step, or what is wrong; nothing: sales can be credited. */
function missing(row: AmazonConnection, programs: readonly Named[]): string[] {
  if (row.problem) return [row.problem];
  switch (row.state) {
    case "SIGNING_IN":
      return ["The sign-in at Amazon was begun and not finished: begin it again."];
    case "SIGNED_IN":
      return [
        row.profiles.some(({ refused }) => refused === null)
          ? "Choose the profile whose sales are to be credited."
          : "None of the profiles of this sign-in may use Attribution: sign in as somebody whose " +
            "profile may.",
      ];
    case "PROFILE_CHOSEN":
      return ["Choose the publisher that the tags are made for."];
    case "CONNECTED":
      return programs.length > 0
        ? []
        : [`No program in ${row.country ?? ""} uses it: a new one there is connected at once.`];
  }
}

interface RunRow {
  connection: string;
  program: string;
  grouping: ReportGroupingValue;
  complete_at: string | null;
  rows: number;
  masked: number;
  known: number;
  hidden: number;
  unreadable: number;
  failure: RunFailure | null;
  due_at: string | null;
}
const runsSql = `
  select
    p.amazon_connection_id as connection,
    p.name as program,
    r.grouping,
    r.complete_at,
    r.rows_read::int as rows,
    r.rows_masked::int as masked,
    r.rows_known::int as known,
    r.rows_hidden::int as hidden,
    r.rows_unreadable::int as unreadable,
    r.failure,
    r.due_at
  from program p
  join attribution_run r on r.program_id = p.id
  where p.amazon_connection_id is not null
  order by
    p.name,
    p.id,
    array_position(array['CAMPAIGN', 'ADGROUP', 'CREATIVE', 'PRODUCTS'], r.grouping)`;

interface RunFailure {
  status: number;
  code?: string;
  details: string;
}
/** What is wrong and what to do; sales that are booked stay as they are. */
export function failureText({ status, code, details }: RunFailure): string {
  if (code === "NO_TOKEN") return details;
  if (status === 0) return `Amazon could not be reached, and is asked again: ${details}`;
  if (status === 200) return `Amazon's report cannot be used, and is asked again: ${details}`;
  if (status === 401) return `Amazon does not take the sign-in: connect again (${details})`;
  if (status === 403)
    return (
      "Amazon does not let this profile use Attribution: allow it in Amazon's console, or " +
      `connect another profile (${details})`
    );
  return `Amazon answered with status ${status}, and is asked again: ${details}`;
}
const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** By connection. */
async function runsOf(ctx: Context): Promise<Map<string, AmazonRunView[]>> {
  const rows = await ctx.em.execute<RunRow[]>(runsSql);
  const runs = Map.groupBy(rows, ({ connection }) => connection);
  return new Map(
    [...runs].map(([connection, own]) => [
      connection,
      own.map((row) => ({
        programName: row.program,
        grouping: row.grouping,
        completeAt: instant(row.complete_at),
        rows: row.rows,
        masked: row.masked,
        known: row.known,
        hidden: row.hidden,
        unreadable: row.unreadable,
        failure: row.failure && failureText(row.failure),
        dueAt: instant(row.due_at),
      })),
    ]),
  );
}

export async function connectionViews(
  ctx: Context,
  rows: readonly AmazonConnection[],
): Promise<AmazonConnectionView[]> {
  const programs = await ctx.em.find(
    Program,
    { amazonConnectionId: { $in: rows.map(({ id }) => id) } },
    { orderBy: { id: "asc" }, refresh: true },
  );
  const runs = await runsOf(ctx);
  return rows.map((row) => {
    const own = programs.filter(({ amazonConnectionId }) => amazonConnectionId === row.id);
    return {
      id: row.id,
      region: row.region as AmazonRegionValue,
      state: row.state as ConnectionStateValue,
      simulated: row.region === "SIMULATED",
      profiles: row.profiles,
      profileId: row.profileId ?? null,
      profileName: row.profileName ?? null,
      country: row.country ?? null,
      currency: row.currency ?? null,
      timeZone: row.timeZone ?? null,
      publishers: row.publishers.map(({ id, name, macro }) => ({
        id,
        name,
        macro,
        suggested: id === suggestedPublisher,
      })),
      publisherId: row.publisherId ?? null,
      publisherName: row.publisherName ?? null,
      template: row.template ?? null,
      templateAt: row.templateAt ?? null,
      programNames: own.map(({ name }) => name),
      runs: runs.get(row.id) ?? [],
      missing: missing(row, own),
      problemAt: row.problemAt ?? null,
      createdAt: row.createdAt,
    };
  });
}
