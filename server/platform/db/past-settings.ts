/** What of a program's settings holds from an instant on, and what held before it. */

/**
 * SQL: the click filters that program `p` had, as settingAt() of the domain reads them; null where
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
/** SQL: the windows for repeats that program `p` had, likewise. */
export const pastUniqueWindows = `(
    select json_agg(
      json_build_object(
        'minutes', h.minutes,
        'type', h.type,
        'until', (extract(epoch from h.until) * 1000)::bigint
      )
      order by h.until
    )
    from program_unique_window h
    where h.program_id = p.id
  )`;
