/** What owners ask for: the leaderboard of all time and of some days, and the figures by day or week. */
import { settings } from "../0001/settings.ts"

/** In two steps, each of which goes on in the index where the last page ended: those with as many friends, and those with fewer. */
const leaderboard = `create function leaderboard(
  tenant text, of_program text, after_qualified bigint, after_reached bigint, after_advocate text, most bigint
) returns text language plpgsql ${settings} as $$
begin
  perform set_config('goodword.tenant', tenant, true);
  return (
    select json_agg(json_build_array(b.advocate, b.qualified, b.reached) order by b.qualified desc, b.reached, b.advocate)
    from (
      select s.* from (
        (
          select l.advocate, l.qualified, l.reached from leaders l
          where l.tenant_id = tenant and l.program = of_program and l.qualified = after_qualified
            and (l.reached, l.advocate) > (after_reached, after_advocate)
          order by l.reached, l.advocate limit most
        )
        union all
        (
          select l.advocate, l.qualified, l.reached from leaders l
          where l.tenant_id = tenant and l.program = of_program and l.qualified < after_qualified and l.qualified > 0
          order by l.qualified desc, l.reached, l.advocate limit most
        )
      ) s
      order by s.qualified desc, s.reached, s.advocate limit most
    ) b
  );
end $$`

const leaderboardOfDays = `create function leaderboard_of_days(
  tenant text, of_program text, first_day date, last_day date,
  after_qualified bigint, after_reached bigint, after_advocate text, most bigint
) returns text language plpgsql ${settings} as $$
begin
  perform set_config('goodword.tenant', tenant, true);
  return (
    select json_agg(json_build_array(b.advocate, b.qualified, b.reached) order by b.qualified desc, b.reached, b.advocate)
    from (
      select s.advocate, s.qualified, s.reached from (
        select f.advocate, count(*) as qualified, max(f.at) as reached from (
          select q.advocate, q.at from qualified_friends q
          where q.tenant_id = tenant and q.program = of_program and q.day >= first_day and q.day <= last_day
          order by q.day offset 0
        ) f
        group by f.advocate
      ) s
      where s.qualified < after_qualified
        or (s.qualified = after_qualified and (s.reached, s.advocate) > (after_reached, after_advocate))
      order by s.qualified desc, s.reached, s.advocate limit most
    ) b
  );
end $$`

/** Weeks begin on Monday, as in ISO 8601. */
const figures = `create function figures(tenant text, of_program text, first_day date, last_day date, by_week boolean)
returns text language plpgsql ${settings} as $$
begin
  perform set_config('goodword.tenant', tenant, true);
  return (
    select json_agg(json_build_array(s.start, s.metric, s.kind, s.unit, s.value::text)
      order by s.start, s.metric, s.kind, s.unit)
    from (
      select case when by_week then d.day + 1 - extract(isodow from d.day)::integer else d.day end as start,
        d.metric, d.kind, d.unit, sum(d.value) as value
      from day_figures d
      where d.tenant_id = tenant and d.program = of_program and d.day >= first_day and d.day <= last_day
      group by 1, 2, 3, 4
    ) s
  );
end $$`

export const boards: readonly string[] = [leaderboard, leaderboardOfDays, figures]
