/**
 * SQL: the click filters that program `p` had, as filterAt() of the domain reads them; null where
 * it had none but its own.
 */
export const pastRiskFilters = `(
    select json_agg(
      json_build_object(
        'filter', h.risk_filter,
        'until', (extract(epoch from h.until) * 1000)::bigint
      )
      order by h.until
    )
    from program_risk_filter h
    where h.program_id = p.id
  )`;
