/**
 * What rules may test of sales besides their totals, read in two queries for all sales of a step
 * whose terms have rules.
 */
import type pg from "pg";
import type { ContractInForce } from "../../domain/contract-in-force.ts";
import { hasRules } from "../../domain/rule-facts.ts";
import type { ListKind, SaleFactRow } from "../../domain/rule-rows.ts";
import type { Facts } from "../../domain/rules.ts";
import {
  listItem,
  listsIn,
  saleFactsOf,
  traitOfList,
  traitsText,
} from "../../domain/sale-facts.ts";
import type { BookedConversion } from "./booked-conversions.ts";

export type ToldSale = Pick<
  BookedConversion,
  "kind" | "eventType" | "partnerId" | "linkId" | "at" | "traits"
>;
type Known = Pick<SaleFactRow, "link" | "partnerValues" | "partnerGroups" | "lists">;

const keyOf = ({ partnerId, linkId, at, traits }: ToldSale): string =>
  [partnerId, linkId, at, traits ? traitsText(traits) : ""].join(" ");

interface PartyRow {
  n: number;
  link: string | null;
  ad: string;
  sharedId: string | null;
  mediaProperty: string | null;
  partnerValues: (string | null)[];
  partnerGroups: string[];
}
const partiesSql = `
  select
    w.n::int as n,
    l.id as link,
    l.ad_id as ad,
    l.shared_id as "sharedId",
    l.media_property_id as "mediaProperty",
    array[known.value1, known.value2, known.value3] as "partnerValues",
    coalesce(known.group_ids::text[], '{}') as "partnerGroups"
  from unnest($2::uuid[], $3::uuid[], $4::timestamptz[])
  with ordinality w (partner, link, at, n)
  left join tracking_link l on l.id = w.link
  left join lateral (
    select *
    from partner_profile p
    where p.brand_account_id = $1 and p.partner_account_id = w.partner and p.since <= w.at
    order by p.since desc
    limit 1
  ) known
    on true`;

const listsSql = `
  select w.n, l.kind, l.id
  from unnest($1::int[], $2::text[], $3::text[], $4::timestamptz[]) w (n, kind, item, at)
  join exception_list l on l.kind = w.kind and l.id = any($5::uuid[])
  join lateral (
    select items
    from exception_list_version v
    where v.list_id = l.id and v.since <= w.at
    order by v.number desc
    limit 1
  ) v
    on w.item = any(v.items)
  where l.deactivated_at is null or l.deactivated_at > w.at`;

export class SaleKnowledge {
  readonly #known = new Map<string, Known>();
  readonly #brand: string;

  constructor(brand: string) {
    this.#brand = brand;
  }

  async load<S extends ToldSale>(
    client: pg.ClientBase,
    sales: readonly S[],
    contractOf: (sale: S) => ContractInForce | null,
  ): Promise<void> {
    const asked = new Map<string, S>();
    const lists = new Set<string>();
    for (const sale of sales) {
      const contract = contractOf(sale);
      if (!contract || !hasRules(contract.terms, sale.kind)) continue;
      for (const id of listsIn(contract.terms, sale.kind)) lists.add(id);
      if (!this.#known.has(keyOf(sale))) asked.set(keyOf(sale), sale);
    }
    const wanted = [...asked.values()];
    if (wanted.length === 0) return;
    const { rows } = await client.query<PartyRow>(partiesSql, [
      this.#brand,
      wanted.map(({ partnerId }) => partnerId),
      wanted.map(({ linkId }) => linkId),
      wanted.map(({ at }) => new Date(at)),
    ]);
    const found = await holding(client, wanted, [...lists]);
    for (const { n, link, ad, sharedId, mediaProperty, partnerValues, partnerGroups } of rows) {
      const sale = wanted[n - 1];
      if (!sale) throw new Error("SaleKnowledge: a row for no sale");
      this.#known.set(keyOf(sale), {
        link: link === null ? null : { id: link, ad, sharedId, mediaProperty },
        partnerValues,
        partnerGroups,
        lists: found.get(n - 1) ?? {},
      });
    }
  }

  /** Of a sale whose terms have rules. */
  factsOf(
    sale: ToldSale & Pick<BookedConversion, "orders" | "amount" | "currency">,
    program: string,
  ): Facts {
    const known = this.#known.get(keyOf(sale));
    if (!known) throw new Error("What rules test of this sale was not loaded");
    const { traits, orders, amount, currency, eventType } = sale;
    return saleFactsOf({
      traits,
      orders,
      amount,
      currency,
      program,
      eventType: eventType?.code ?? null,
      ...known,
    });
  }
}

/** By the sale's place, the lists that hold what it names. */
async function holding(
  client: pg.ClientBase,
  sales: readonly ToldSale[],
  lists: readonly string[],
): Promise<Map<number, SaleFactRow["lists"]>> {
  const items = sales.flatMap(({ traits, at }, n) =>
    (Object.entries(traitOfList) as [ListKind, keyof NonNullable<ToldSale["traits"]>][]).flatMap(
      ([kind, trait]) => (traits?.[trait] ? [{ n, kind, item: traits[trait], at }] : []),
    ),
  );
  const found = new Map<number, Partial<Record<ListKind, string[]>>>();
  if (items.length === 0 || lists.length === 0) return found;
  const { rows } = await client.query<{ n: number; kind: ListKind; id: string }>(listsSql, [
    items.map(({ n }) => n),
    items.map(({ kind }) => kind),
    items.map(({ item }) => listItem(item)),
    items.map(({ at }) => new Date(at)),
    lists,
  ]);
  for (const { n, kind, id } of rows) {
    const of = found.get(n) ?? {};
    found.set(n, { ...of, [kind]: [...(of[kind] ?? []), id] });
  }
  return found;
}
