/** Many clicks with their decisions, written by SQL in one go, for benches of what reads them. */
const clickedAt = `date_trunc(
        'milliseconds',
        to_timestamp(($1::float8 + (n::bigint * 7919 % 1000003) / 1000003.0 * $2::float8) / 1000)
      )`;
/** SQL of one click's values, from its number `n`, instant `at` and partner's number `p`. */
export interface ClickSql {
  link?: string;
  country?: string;
  device?: string;
  referrer?: string;
  sharedId?: string;
}
const insertMade = `clicked as (
          insert into click (
            brand_account_id,
            clicked_at,
            id,
            ingest_seq,
            accounting_partition,
            partner_account_id,
            program_id,
            ad_id,
            link_id,
            is_test,
            program_active,
            partner_active,
            ad_active,
            robot,
            risk,
            gesture,
            device,
            os,
            browser,
            user_agent,
            landing_page,
            destination_host,
            warnings,
            list_versions,
            visitor_hash,
            tracker_id,
            tracker_seq,
            recorded_at,
            country,
            referrer_host,
            shared_id
          )
          select
            $8,
            at,
            id,
            n + 1,
            0,
            partner,
            $9,
            $9,
            link,
            false,
            true,
            true,
            true,
            false,
            '{}',
            'USER',
            device,
            'IOS',
            'SAFARI',
            'Mozilla/5.0',
            'https://www.amazon.com/dp/B0',
            'www.amazon.com',
            '{}',
            'bench',
            md5(n::text),
            'bench',
            n,
            at,
            country,
            referrer,
            shared_id
          from made
        )
      insert into decision (
        brand_account_id,
        occurred_at,
        subject_id,
        event,
        partner_account_id,
        program_id,
        link_id,
        is_test,
        outcome,
        reason,
        classification,
        rate,
        amount_micros,
        would_pay_micros,
        currency,
        contract_id,
        terms_version_id,
        uses,
        engine_version,
        epoch,
        recorded_at
      )
      select
        $8,
        at,
        id,
        'CLICK',
        partner,
        $9,
        link,
        false,
        case when n % 4 = 0 then 'UNPAID' else 'PAID' end,
        case when n % 4 = 0 then 'DUPLICATE_CLICK' end,
        case when n % 4 = 0 then 'D' else 'U' end,
        '0.01',
        case when n % 4 = 0 then 0 else 10000 end,
        0,
        'USD',
        contract,
        $10,
        '[]',
        1,
        1,
        at
      from made`;

/**
 * $1 first instant, $2 milliseconds that follow, $3 partners, $4 their number, $5 their contracts,
 * $6 first number and $7 the one after the last, $8 brand, $9 program, $10 terms version.
 */
export const insertDecidedClicks = ({
  link = "($3::uuid[])[1 + p]",
  country = "'US'",
  device = "'PHONE'",
  referrer = "null",
  sharedId = "null",
}: ClickSql = {}): string => `with
        numbered as (
          select n, (n % $4)::int as p, ${clickedAt} as at
          from generate_series($6::int, $7::int - 1) n
        ),
        made as materialized (
          select
            n,
            gen_random_uuid() as id,
            at,
            ($3::uuid[])[1 + p] as partner,
            ($5::uuid[])[1 + p] as contract,
            (${link})::uuid as link,
            ${country} as country,
            ${device} as device,
            ${referrer} as referrer,
            ${sharedId} as shared_id
          from numbered
          -- as they would come: a table of clicks is in the order of their time
          order by at
        ),
        ${insertMade}`;
