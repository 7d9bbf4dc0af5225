/**
 * Finds what a text names: an id exactly, a name by any part of it. Each kind is looked for under
 * the scope's row-level security, and by those alone who may read it.
 */
import { searched } from "../../partnership/accounts/accounts.ts";
import type { Right } from "../../platform/auth/rights.ts";
import type { Context } from "../../platform/context.ts";
import { isId } from "../../domain/values/id.ts";
import { findClick } from "../clicks/clicks.ts";
import { FoundKind, type FoundView } from "./search.types.ts";

/** Of each kind. */
const mostOfKind = 5;

interface FoundRow {
  id: string;
  title: string;
  detail: string | null;
  program: string | null;
}

/** An id that no row has, where the text is none: one statement serves both. */
const noId = "00000000-0000-0000-0000-000000000000";

interface Source {
  kind: FoundKind;
  right: Right;
  find: (ctx: Context, text: string, id: string | null) => Promise<FoundRow[]>;
}

/** A statement with :own, :id, :text and :most in this order, each as often as it is told. */
const by =
  (sql: string): Source["find"] =>
  (ctx, text, id) => {
    const values = {
      own: ctx.scope.requireAccountId(),
      id: id ?? noId,
      text: text.toLowerCase(),
      most: mostOfKind,
    };
    const given: (string | number)[] = [];
    const filled = sql
      .replaceAll("{tenant}", ctx.scope.tenantColumn())
      .replaceAll(/(?<!:):(own|id|text|most)\b/g, (_, name: keyof typeof values) => {
        given.push(values[name]);
        return "?";
      });
    return ctx.em.execute<FoundRow[]>(filled, given);
  };

/** In the order in which they are told. */
const sources: readonly Source[] = [
  {
    kind: FoundKind.PARTNER,
    right: "account:read",
    find: by(`
      select a.id, a.name as title, a.code as detail, null as program
      from partnership p
      join account a on a.id = p.partner_account_id
      where p.brand_account_id = :own
        and (
          a.id = :id
            or strpos(lower(a.name), :text) > 0
            or strpos(a.code, :text) > 0
        )
      order by strpos(lower(a.name), :text) = 1 desc, a.name, a.id
      limit :most`),
  },
  {
    kind: FoundKind.LINK,
    right: "links:read",
    find: by(`
      select t.id, t.name as title, a.name as detail, p.code as program
      from tracking_link t
      join program p on p.id = t.program_id
      join account a on a.id = t.partner_account_id
      where t.{tenant} = :own
        and (
          t.id = :id
            or strpos(lower(t.name), :text) > 0
            or lower(t.shared_id) = :text
        )
      order by strpos(lower(t.name), :text) = 1 desc, t.name, t.id
      limit :most`),
  },
  {
    kind: FoundKind.CLICK,
    right: "clicks:read",
    find: async (ctx, _, id) => {
      const row = id === null ? null : await findClick(ctx, id);
      if (!row) return [];
      const [program] = await ctx.em.execute<{ code: string }[]>(
        "select code from program where id = ?",
        [row.program_id],
      );
      const title = new Date(Number(row.at_ms)).toISOString();
      return [{ id: row.id, title, detail: row.partner_name, program: program?.code ?? null }];
    },
  },
  {
    kind: FoundKind.CONVERSION,
    right: "sales:read",
    find: by(`
      select c.id, c.order_id as title, a.name as detail, p.code as program
      from conversion c
      join program p on p.id = c.program_id
      left join account a on a.id = c.partner_account_id
      where c.{tenant} = :own
        and c.id in (
          select :id::uuid
          union all
          select o.id from conversion o where o.{tenant} = :own and lower(o.order_id) = :text
        )
      order by c.occurred_at desc, c.id
      limit :most`),
  },
  {
    kind: FoundKind.CONTRACT,
    right: "contracts:read",
    find: by(`
      select c.id, t.name as title, a.name as detail, p.code as program
      from contract c
      join terms_version v on v.id = c.terms_version_id
      join template_terms t on t.id = v.terms_id
      join program p on p.id = c.program_id
      join account a on a.id = c.partner_account_id
      where c.{tenant} = :own and c.id = :id
      limit :most`),
  },
  {
    kind: FoundKind.TERMS,
    right: "terms:read",
    find: by(`
      select t.id, t.name as title, null as detail, p.code as program
      from template_terms t
      join program p on p.id = t.program_id
      where t.brand_account_id = :own
        and (t.id = :id or strpos(lower(t.name), :text) > 0)
      order by strpos(lower(t.name), :text) = 1 desc, t.name, t.id
      limit :most`),
  },
];

export async function search(ctx: Context, text: string): Promise<FoundView[]> {
  const part = searched(text);
  // The platform has none of these of its own.
  if (part === null || ctx.scope.kind === "PLATFORM") return [];
  const lower = part.toLowerCase();
  const id = isId(lower) ? lower : null;
  const found: FoundView[] = [];
  for (const { kind, right, find } of sources) {
    if (!ctx.viewer.rights.has(right)) continue;
    for (const { program, ...row } of await find(ctx, part, id))
      found.push({ kind, ...row, programCode: program });
  }
  return found;
}
