/** The facts of a stored click that accounting looks at. */
import type pg from "pg";
import { ascending } from "../../domain/order.ts";
import type { Instant } from "../../domain/calendar.ts";

export interface RawClick {
  seq: bigint;
  at: Instant;
  id: string;
  brand: string;
  partner: string;
  program: string;
  link: string;
  isTest: boolean;
  programActive: boolean;
  partnerActive: boolean;
  adActive: boolean;
  robot: boolean;
  risky: boolean;
  visitor: string;
  visitorPrevious: string | null;
}

/** In the order in which fromColumns reads them; `c` is the click table. */
export const rawClickColumns = `c.ingest_seq,
  (extract(epoch from c.clicked_at) * 1000)::float8,
  c.id,
  c.brand_account_id,
  c.partner_account_id,
  c.program_id,
  c.link_id,
  c.is_test,
  c.program_active,
  c.partner_active,
  c.ad_active,
  c.robot,
  c.risk <> '{}',
  c.visitor_hash,
  c.visitor_hash_previous`;

type Columns = [
  bigint,
  number,
  string,
  string,
  string,
  string,
  string,
  boolean,
  boolean,
  boolean,
  boolean,
  boolean,
  boolean,
  string,
  string | null,
];

export const fromColumns = (row: Columns): RawClick => ({
  seq: row[0],
  at: row[1],
  id: row[2],
  brand: row[3],
  partner: row[4],
  program: row[5],
  link: row[6],
  isTest: row[7],
  programActive: row[8],
  partnerActive: row[9],
  adActive: row[10],
  robot: row[11],
  risky: row[12],
  visitor: row[13],
  visitorPrevious: row[14],
});

/** The order in which clicks take from budgets. */
export const byInstant = (a: RawClick, b: RawClick): number => a.at - b.at || ascending(a.id, b.id);

/** The next clicks of a partition in the order of their arrival. */
export async function readClicks(
  client: pg.Pool | pg.ClientBase,
  partition: number,
  after: bigint,
  max: number,
): Promise<RawClick[]> {
  const { rows } = await client.query<Columns>({
    name: "read_clicks",
    text: `select ${rawClickColumns}
      from click c
      where c.accounting_partition = $1 and c.ingest_seq > $2
      order by c.ingest_seq
      limit $3`,
    values: [partition, after, max],
    rowMode: "array",
  });
  return rows.map(fromColumns);
}
