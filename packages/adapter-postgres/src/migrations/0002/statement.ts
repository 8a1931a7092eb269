/** What one person has: transfers in the order of the log, and balances. */
import { settings } from "../0001/settings.ts"

/**
 * On an empty table every index looks as good as another, and the plan stays. So each question asks for an order that only
 * its own index has, with ranges where an equality would make that order trivial.
 *
 * Each transfer with its event, and with the grant of the reward: what earned it is told there and nowhere else.
 */
const statement = `create function statement(
  tenant text, of_person text, after_place bigint, after_number integer, most bigint
) returns text language plpgsql ${settings} as $$
begin
  perform set_config('goodword.tenant', tenant, true);
  return (
    select json_agg(json_build_array(
      m.place, m.number, m.id, m.phase, m.debit, m.credit, m.amount::text, m.unit,
      e.type, e.at, e.recorded, e.reward, e.in_order, g.program, g.kind, g.earned_by
    ) order by m.place, m.number)
    from (
      select * from transfers t
      where t.tenant_id = tenant and t.person <= of_person
        and (t.person, t.place, t.number) > (of_person, after_place, after_number)
      order by t.person, t.place, t.number limit most
    ) m
    cross join lateral (
      select a.type, a.at, a.recorded, a.body->>'reward' as reward, a.body->>'order' as in_order
      from events a where a.tenant_id = tenant and a.place >= m.place and a.place <= m.place order by a.place offset 0
    ) e
    left join lateral (
      select a.body->>'program' as program, a.body->>'kind' as kind, a.body->>'order' as earned_by
      from events a
      where a.tenant_id = tenant and a.id >= e.reward || '/granted' and a.id <= e.reward || '/granted'
      order by a.id offset 0
    ) g on true
  );
end $$`

/** Counters by ranges of their keys. */
const countersWithin = `create function counters_within(tenant text, froms text[], tos text[])
returns text language plpgsql ${settings} as $$
begin
  perform set_config('goodword.tenant', tenant, true);
  return (
    select json_agg(json_build_array(c.key, c.value::text) order by c.key)
    from unnest(froms, tos) as w(first, last) cross join lateral (
      select * from counters a where a.tenant_id = tenant and a.key >= w.first and a.key <= w.last offset 0
    ) c
  );
end $$`

export const statements: readonly string[] = [statement, countersWithin]
