/**
 * Which accounts may see which row, by plain SQL as the owner of the tables: independent of
 * policies and filters.
 */
import type { People } from "../worlds/people.ts";
import type { Kind } from "./matrix-calls.ts";

export interface Row {
  id: string;
  kind: string;
  /** Accounts that may see it; the platform's account is added where the operator may. */
  seenBy: string[];
  texts: string[];
}

const brandsPartners = (brand: string) =>
  `array(
      select partner_account_id from partnership p where p.brand_account_id = ${brand}
    ) || ${brand}`;
const platform = "array(select id from account where kind = 'PLATFORM')";
const both = "array[brand_account_id, partner_account_id]";
const signers = (terms: string) =>
  `array(
      select c.partner_account_id
      from contract c
      join terms_version v on v.id = c.terms_version_id
      where ${terms}
    ) || t.brand_account_id`;
const userAccounts = (user: string) =>
  `array(select account_id from membership m where m.user_id = ${user})`;

/** kind → "select id, seen_by, texts". */
const selects: Record<string, string> = {
  account: `select
      a.id,
      array(
        select brand_account_id from partnership p where p.partner_account_id = a.id
      ) || array(
      select partner_account_id
      from partnership p
      where p.brand_account_id = a.id) || a.id || ${platform},
      array[a.name]
    from account a`,
  user: `select u.id, ${userAccounts("u.id")}, '{}'::text[] from app_user u`,
  email: `select
      u.id,
      ${userAccounts("u.id")} || array(
        select account_id from invitation i where i.email = u.email
      ) || ${platform},
      array[u.email]
    from app_user u`,
  member: "select id, array[account_id], '{}'::text[] from membership",
  session: `select s.id, ${userAccounts("s.user_id")}, '{}'::text[] from user_session s`,
  apiKey: "select id, array[account_id], '{}'::text[] from api_key",
  invitation: "select id, array[account_id], '{}'::text[] from invitation",
  partnership: `select id, ${both}, '{}'::text[] from partnership`,
  program: `select
      id,
      ${brandsPartners("program.brand_account_id")} || case
        when exists (select from parked_item i where i.program_id = program.id) then ${platform}
      end,
      array[name, code]
    from program`,
  eventType: `select id, ${brandsPartners("event_type.brand_account_id")}, '{}'::text[]
    from event_type`,
  cpcRequest: `select id, array[brand_account_id] || ${platform}, '{}'::text[] from cpc_request`,
  terms: `select t.id, ${signers("v.terms_id = t.id")}, array[t.name] from template_terms t`,
  labels: "select t.id, array[t.brand_account_id], t.labels from template_terms t",
  termsVersion: `select t.id, ${signers("v.id = t.id")}, '{}'::text[] from terms_version t`,
  customTermsName: `select t.id, array[t.brand_account_id], array[c ->> 'name']
      from terms_version t, jsonb_array_elements(t.body -> 'customTerms') c`,
  campaignTerms: "select id, array[brand_account_id], array[name] from campaign_terms",
  storedFile: `select t.id, ${signers(`v.body @> jsonb_build_object(
      'customTerms', jsonb_build_array(jsonb_build_object('fileId', t.id))
    )`).replace("t.brand_account_id", "t.account_id")}, array[t.name] from stored_file t`,
  contract: `select id, ${both}, array[coalesce(comment, 'no comment at all')] from contract`,
  contractEvent: `select id, ${both}, '{}'::text[] from contract_event`,
  change: `select
      id,
      array[brand_account_id] || array(
        select p.partner_account_id from contract_change_partner p where p.change_id = c.id
      ),
      '{}'::text[]
    from contract_change c`,
  notice: "select id, array[account_id], '{}'::text[] from notice",
  noticeGroup: "select id, array[account_id], '{}'::text[] from notice_group",
  programLimit: `select
      id,
      case
        when shared then ${brandsPartners("program_limit.brand_account_id")}
        else array[brand_account_id]
      end,
      '{}'::text[]
    from program_limit`,
  mediaProperty: `select
      m.id,
      array(
        select brand_account_id from partnership p where p.partner_account_id = m.partner_account_id
      ) || m.partner_account_id,
      array[m.name]
    from media_property m`,
  exceptionList: "select id, array[brand_account_id], array[name] from exception_list",
  reportUpload: "select id, array[brand_account_id], array[file_name] from report_upload",
  export: "select id, array[account_id], array[file_name] from export_job",
  reportNote: "select id, array[account_id], array[text] from report_note",
  exportSchedule: "select id, array[account_id], '{}'::text[] from export_schedule",
  savedView: "select id, array[account_id], array[name] from saved_view",
  partnerGroup: "select id, array[brand_account_id], array[name] from partner_group",
  termsDraft: "select id, array[brand_account_id], array[name, content] from terms_draft",
  linkDomain: "select id, array[brand_account_id], array[host, token] from link_domain",
  partnerNote: "select id, array[brand_account_id], array[text] from partner_note",
  replay:
    "select id, array[coalesce(partner_account_id, brand_account_id)], '{}'::text[] from replay",
  amazonConnection: `select id, array[brand_account_id], array[profile_name, template]
    from amazon_connection`,
  ad: `select
      id,
      case
        when partner_account_id is null then ${brandsPartners("ad.brand_account_id")}
        else ${both}
      end,
      array[code]
    from ad`,
  link: `select id, ${both}, array[name] from tracking_link`,
  click: `select id, ${both}, '{}'::text[] from click`,
  subIds: "select id, array[partner_account_id], array[sub_id1] from click",
  conversion: `select id, ${both}, array[order_id] from conversion`,
  conversionUpdate: `select id, ${both}, '{}'::text[] from conversion_update`,
  inquiry: `select id, ${both}, array[text] from inquiry`,
  parkedItem: `select id, account_id || ${platform}, array[detail]
    from parked_item
    where account_id is not null`,
  reportHold: `select id, brand_account_id || ${platform}, '{}'::text[] from attribution_hold`,
  promoCode: `select id, ${both}, array[code] from promo_code`,
  submission: `select id, array[brand_account_id], array[name] from conversion_submission`,
  verificationRun: "select id, array[brand_account_id], '{}'::text[] from verification_run",
  mail: `select id, ${platform}, '{}'::text[] from mail`,
};
/** Lines above that only add texts to rows listed elsewhere. */
export const textsOnly = new Set(["email", "labels", "subIds", "customTermsName"]);

export async function visibleRows(people: People): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [kind, select] of Object.entries(selects)) {
    const found = await people.sql<{ id: string; seen_by: string[]; texts: string[] }>(
      `select id, seen_by, texts from (${select}) r (id, seen_by, texts) order by id`,
    );
    if (found.length === 0) throw new Error(`no ${kind} in the world`);
    rows.push(...found.map((row) => ({ id: row.id, kind, seenBy: row.seen_by, texts: row.texts })));
  }
  return rows;
}

/** Every id and text that must never reach this account. */
export const hiddenFrom = (rows: readonly Row[], accountId: string | null): string[] => {
  const hidden = new Set<string>();
  const seen = new Set<string>();
  for (const row of rows) {
    const target = accountId !== null && row.seenBy.includes(accountId) ? seen : hidden;
    if (!textsOnly.has(row.kind)) target.add(row.id);
    for (const text of row.texts) target.add(text);
  }
  return [...hidden].filter((text) => !seen.has(text));
};

/** The first row of a kind that the account may see, and the first it may not. */
export function ownAndForeign(
  rows: readonly Row[],
  accountId: string,
  kind: Kind,
  partners: readonly string[],
): { own: string | undefined; foreign: string | undefined } {
  const of = rows.filter((row) =>
    kind === "partner" ? row.kind === "account" && partners.includes(row.id) : row.kind === kind,
  );
  const isOwn = (row: Row) =>
    kind === "account" ? row.id === accountId : row.seenBy.includes(accountId);
  return { own: of.find(isOwn)?.id, foreign: of.find((row) => !isOwn(row))?.id };
}
