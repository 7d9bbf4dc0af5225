/**
 * Template terms and their versions, as they are read. A version is never changed; contracts name
 * the version they were signed on.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { pageById, type Page, type PageArgs } from "../../platform/api/connection.ts";
import { User } from "../accounts/user.entity.ts";
import { now, type Context } from "../../platform/context.ts";
import { warningsIn, type ProgramType } from "../../domain/program-rules.ts";
import { numbersOf } from "../../domain/number-clauses.ts";
import { termsFromJson } from "../../domain/terms.ts";
import { asInput } from "../../domain/terms-as-input.ts";
import type { TermsDraft } from "../../domain/terms-draft.ts";
import { termsSentences } from "../../domain/terms-sentences.ts";
import { customTermsView, payoutView, sentenceViews } from "./payout-views.ts";
import { TemplateTerms, TermsVersion } from "./terms.entity.ts";
import type {
  CustomTermsView,
  TemplateTermsView,
  TermsState,
  TermsVersionView,
  TermsWarningValue,
} from "./terms.types.ts";

/** Every program of this release is a Seller program. */
export function versionView(
  version: TermsVersion,
  authorName: string | null = null,
  type: ProgramType = "SELLER",
): TermsVersionView {
  const terms = termsFromJson(version.body);
  return {
    id: version.id,
    number: version.number,
    currency: terms.currency,
    eventPayouts: terms.eventPayouts.map((payout) => payoutView(payout, terms.currency)),
    ...numbersOf(terms),
    customTerms: terms.customTerms.map((custom) => customTermsView(custom, version.brandAccountId)),
    get sentences() {
      return sentenceViews(termsSentences(terms));
    },
    said: terms,
    brandAccountId: version.brandAccountId,
    warnings: warningsIn(type, terms) as TermsWarningValue[],
    comment: version.comment,
    authorName,
    createdAt: version.createdAt,
  };
}

/** The brand's own name of a clause: for the brand alone, whatever way led to the clause [D32]. */
export const customTermsName = (
  ctx: Context,
  { ownName, brandAccountId }: CustomTermsView,
): string | null => (ctx.scope.accountId === brandAccountId ? ownName : null);

/** What a next version or a copy begins with; clauses have the brand's own names there [D32]. */
export const versionAsInput = (
  ctx: Context,
  { said, brandAccountId }: TermsVersionView,
): TermsDraft | null => (ctx.scope.accountId === brandAccountId ? asInput(said) : null);

/**
 * Partners with a signed contract on any version of these terms that has not ended, by the terms'
 * ids.
 */
export async function signedPartners(
  em: EntityManager,
  termsIds: readonly string[],
  at: Date,
): Promise<Map<string, number>> {
  if (termsIds.length === 0) return new Map();
  const rows = await em.execute<{ terms_id: string; partners: number }[]>(
    `select v.terms_id, count(distinct c.partner_account_id)::int as partners
      from contract_in_force c
      join terms_version v on v.id = c.terms_version_id
      where v.terms_id in (${termsIds.map(() => "?").join(", ")})
        and c.until > ?
      group by v.terms_id`,
    [...termsIds, at],
  );
  return new Map(rows.map((row) => [row.terms_id, row.partners]));
}

/** Who saved versions, by their ids: for the brand alone. */
async function authorsOf(
  ctx: Context,
  versions: readonly TermsVersion[],
): Promise<Map<string, string>> {
  if (ctx.scope.kind !== "BRAND") return new Map();
  const authors = await ctx.em.find(User, {
    id: { $in: [...new Set(versions.map(({ createdBy }) => createdBy))] },
  });
  return new Map(authors.map(({ id, name }) => [id, name]));
}

async function views(ctx: Context, rows: readonly TemplateTerms[]): Promise<TemplateTermsView[]> {
  const ids = rows.map((row) => row.id);
  const versions = await ctx.em.find(
    TermsVersion,
    { termsId: { $in: ids } },
    { orderBy: { number: "desc" } },
  );
  const authors = await authorsOf(ctx, versions);
  const isBrand = ctx.scope.kind === "BRAND";
  const signed = isBrand ? await signedPartners(ctx.em, ids, now(ctx)) : null;
  return rows.flatMap((row) => {
    const own = versions
      .filter((version) => version.termsId === row.id)
      .map((version) => versionView(version, authors.get(version.createdBy) ?? null));
    const [latest] = own;
    if (!latest) return [];
    // Labels, the restriction and the link are the brand's own business; partners never see them
    // [D18].
    const inner = isBrand
      ? {
          labels: row.labels,
          restricted: row.restricted,
          linkCode: row.linkCode ?? null,
          signedPartners: signed?.get(row.id) ?? 0,
        }
      : { labels: [], restricted: false, linkCode: null, signedPartners: 0 };
    return [
      {
        id: row.id,
        programId: row.programId,
        name: row.name,
        state: row.state as TermsState,
        ...inner,
        latest,
        versions: own,
        createdAt: row.createdAt,
      },
    ];
  });
}

export async function terms(ctx: Context, id: string): Promise<TemplateTermsView | null> {
  const row = await ctx.em.findOne(TemplateTerms, { id }, { refresh: true });
  const [view] = row ? await views(ctx, [row]) : [];
  return view ?? null;
}

/** Version n, readable for ever [D24]; a partner reads those its contracts name. */
export async function termsVersion(
  ctx: Context,
  termsId: string,
  number: number,
): Promise<TermsVersionView | null> {
  const row = await ctx.em.findOne(TermsVersion, { termsId, number });
  return row && versionView(row, (await authorsOf(ctx, [row])).get(row.createdBy) ?? null);
}

export async function termsList(
  ctx: Context,
  asked: PageArgs,
  programId: string | null,
): Promise<Page<TemplateTermsView>> {
  // Terms that one partner offered are read through their contract; they are no template.
  const where = {
    $and: [
      ctx.scope.kind === "BRAND" ? { partnerAccountId: null } : {},
      programId ? { programId } : {},
    ],
  };
  return pageById(ctx.em, TemplateTerms, { where, order: "newest" }, asked, (rows) =>
    views(ctx, rows),
  );
}
