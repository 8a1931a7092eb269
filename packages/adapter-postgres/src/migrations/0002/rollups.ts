/**
 * The figures, kept by whoever reads the log. What an event adds is worked out by the reader; these make sure that it is
 * added once: the cursor is locked, compared and moved in the transaction that adds.
 */
import { settings } from "../0001/settings.ts"

const rolledUpTo = `create function rolled_up_to(tenant text)
returns text language plpgsql ${settings} as $$
begin
  perform set_config('goodword.tenant', tenant, true);
  return coalesce((select r.place from rolled_up r where r.tenant_id = tenant), 0);
end $$`

/** Events by ranges of their ids, in the order of the log: what a page of events refers to. Transfers are left out. */
const eventsWithin = `create function events_within(tenant text, froms text[], tos text[])
returns text language plpgsql ${settings} as $$
begin
  perform set_config('goodword.tenant', tenant, true);
  return (
    select json_agg(json_build_array(e.place, e.id, e.type, e.version, e.at, e.recorded, e.body, null) order by e.place)
    from unnest(froms, tos) as w(first, last) cross join lateral (
      select * from events a where a.tenant_id = tenant and a.id >= w.first and a.id <= w.last order by a.id offset 0
    ) e
  );
end $$`

/** Answers where the cursor is now. Where it was not at \`from_place\`, nothing is added: somebody else has been here. */
const rollUp = `create function roll_up(
  tenant text, from_place bigint, to_place bigint,
  figure_programs text[], figure_days date[], figure_metrics text[], figure_kinds text[], figure_units text[],
  figure_values numeric[],
  friend_programs text[], friends text[], friend_advocates text[], friend_days date[], friend_ats bigint[]
) returns text language plpgsql ${settings} as $$
declare
  found_at bigint;
  programs text[];
  advocates text[];
  changes integer[];
begin
  perform set_config('goodword.tenant', tenant, true);
  insert into rolled_up (tenant_id, place) values (tenant, 0) on conflict do nothing;
  select r.place into found_at from rolled_up r where r.tenant_id = tenant for update;
  if found_at <> from_place then
    return found_at;
  end if;

  insert into day_figures as d (tenant_id, program, day, metric, kind, unit, value)
  select tenant, w.program, w.day, w.metric, w.kind, w.unit, w.value
  from unnest(figure_programs, figure_days, figure_metrics, figure_kinds, figure_units, figure_values)
    as w(program, day, metric, kind, unit, value)
  on conflict (tenant_id, program, day, metric, kind, unit) do update set value = d.value + excluded.value;

  -- An upsert finds each friend by the key whatever the planner thinks of the table, and tells who was there before.
  with put as (
    insert into qualified_friends as q (tenant_id, program, friend, advocate, day, at)
    select tenant, w.program, w.friend, w.advocate, w.day, w.at
    from unnest(friend_programs, friends, friend_advocates, friend_days, friend_ats) as w(program, friend, advocate, day, at)
    on conflict (tenant_id, friend, program) do update
    set was = q.advocate, advocate = excluded.advocate, day = excluded.day, at = excluded.at
    returning q.program, q.was, q.advocate
  )
  select array_agg(c.program), array_agg(c.advocate), array_agg(c.change) into programs, advocates, changes
  from (
    select p.program, p.was as advocate, -1 as change from put p where p.was is not null
    union all
    select p.program, p.advocate, 1 from put p where p.advocate is not null
  ) c;

  insert into leaders as l (tenant_id, program, advocate, qualified, reached)
  select tenant, c.program, c.advocate, c.change, coalesce(newest.at, 0)
  from (
    select w.program, w.advocate, sum(w.change) as change
    from unnest(programs, advocates, changes) as w(program, advocate, change)
    group by w.program, w.advocate
  ) c
  left join lateral (
    select q.at from qualified_friends q
    where q.tenant_id = tenant and q.program = c.program and q.advocate = c.advocate order by q.at desc limit 1
  ) newest on true
  on conflict (tenant_id, program, advocate) do update
  set qualified = l.qualified + excluded.qualified, reached = excluded.reached;

  update rolled_up r set place = to_place where r.tenant_id = tenant;
  return to_place;
end $$`

/** Whoever rolls up meanwhile is waited for, also where it is the first of all; afterwards it finds that it has to begin anew. */
const forgetFigures = `create function forget_figures(tenant text)
returns text language plpgsql ${settings} as $$
begin
  perform set_config('goodword.tenant', tenant, true);
  insert into rolled_up (tenant_id, place) values (tenant, 0) on conflict (tenant_id) do update set place = 0;
  delete from day_figures d where d.tenant_id = tenant;
  delete from qualified_friends q where q.tenant_id = tenant;
  delete from leaders l where l.tenant_id = tenant;
  return null;
end $$`

export const rollups: readonly string[] = [rolledUpTo, eventsWithin, rollUp, forgetFigures]
