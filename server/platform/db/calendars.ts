/**
 * SQL: the calendars that account `a` had, as calendarHistory() of the domain reads them; null
 * where it had none.
 */
export const pastCalendars = `(
    select json_agg(
      json_build_object(
        'zone', h.time_zone,
        'yearStartMonth', h.financial_year_start,
        'until', (extract(epoch from h.until) * 1000)::bigint
      )
      order by h.until
    )
    from account_calendar h
    where h.account_id = a.id
  )`;
