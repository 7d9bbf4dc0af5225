/** What happened beside the figures of a range, read out of what is stored, and people's notes. */
import type { Context } from "../../platform/context.ts";
import { zoneTable, localTime } from "../../platform/db/local-date.ts";
import { plan } from "../reports/report-plans.ts";
import { kindsFor, type AnnotationName } from "./annotation-kinds.ts";
import type { AnnotationArgs, AnnotationView } from "./annotation.types.ts";
import { notesIn } from "./report-notes.ts";

export const annotationsMax = 400;

interface Row {
  kind: AnnotationName;
  at_ms: string;
  count: number;
  partners: number;
  partner: string | null;
  detail: string | null;
}

/** In order of time; what is alike on one date of the zone is one. */
export async function annotations(
  ctx: Context,
  { scope, range, timeZone }: AnnotationArgs,
): Promise<AnnotationView[]> {
  const made = await plan(ctx, { scope, range, grain: null, timeZone, filter: null });
  if (!made) return [];
  const { start, end } = made.range;
  const span = [new Date(start), new Date(end)] as const;
  const kinds = kindsFor(made.isForBrand, ctx.viewer.rights);
  const tenant = ctx.scope.tenantColumn();
  const own = [made.program.id, ctx.scope.requireAccountId(), ...span];
  const rows =
    kinds.length === 0
      ? []
      : await ctx.em.execute<Row[]>(
          `select
        e.kind,
        (extract(epoch from min(e.at)) * 1000)::bigint::text as at_ms,
        count(*)::int as count,
        count(distinct e.partner)::int as partners,
        min(e.partner) as partner,
        e.detail
      from (
        ${kinds
          .map(
            ({ name, rows: sql }) =>
              `select '${name}' as kind, k.* from (${sql.replaceAll("{tenant}", tenant)}) k`,
          )
          .join("\n        union all\n        ")}
      ) e
      cross join ${zoneTable([made.zone])} o
      group by e.kind, e.detail, (${localTime("e.at", "o")})::date
      order by min(e.at) desc
      limit ${annotationsMax}`,
          kinds.flatMap(() => own),
        );
  const happened = rows.map((row): AnnotationView => ({
    kind: row.kind,
    at: new Date(Number(row.at_ms)),
    count: row.count,
    partnerName: row.partners === 1 ? row.partner : null,
    detail: row.detail,
    note: null,
  }));
  const notes = await notesIn(ctx, made.program.id, span, annotationsMax);
  return [
    ...happened,
    ...notes.map((note): AnnotationView => ({
      kind: "NOTE",
      at: note.at,
      count: 1,
      partnerName: null,
      detail: null,
      note,
    })),
  ].toSorted((a, b) => a.at.getTime() - b.at.getTime());
}
