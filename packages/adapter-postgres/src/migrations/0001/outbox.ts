/**
 * The outbox: messages with a lease that is proved by a token. All times come from the caller. Messages are changed one by
 * one: with a list of ids, PostgreSQL 15 and 16 read all messages of the tenant once they have planned for few.
 */
import { settings } from "./settings.ts"

/**
 * Lets messages of all tenants be seen until the transaction ends, or no longer. A function of its own, called by a query:
 * Citus tells its workers of what is set for a transaction only from there.
 */
const lookForDue = `create function look_for_due(begins boolean)
returns void language plpgsql as $$
begin
  -- Asks Citus to tell its workers; elsewhere the name means nothing.
  perform set_config('citus.propagate_set_commands', 'local', true);
  if begins then
    set local goodword.looks_for_due = 'on';
  else
    set local goodword.looks_for_due = 'off';
  end if;
end $$`

/**
 * The oldest due messages of each lane say where to look. It is a hint: where very many are due in one tenant, the
 * others show up once those are taken. Only here may messages of all tenants be seen, and only seen.
 */
const ready = `create function ready(lanes text[], now bigint, most bigint)
returns text language plpgsql ${settings} as $$
declare
  one text;
  found json[] := '{}';
  places json[];
begin
  perform look_for_due(true);
  foreach one in array lanes loop
    select array_agg(json_build_array(p.tenant_id, one, p.due)) into places from (
      select d.tenant_id, min(d.due) as due from (
        select m.tenant_id, m.due from messages m
        where m.lane = one and m.due <= now and m.held_until <= now and m.reason is null
        order by m.due limit 1000
      ) d
      group by d.tenant_id
    ) p;
    found := found || places;
  end loop;
  perform look_for_due(false);
  return (
    select json_agg(json_build_array(p.tenant, p.lane) order by p.due, p.tenant, p.lane) from (
      select (f->>0) collate "C" as tenant, (f->>1) collate "C" as lane, (f->>2)::bigint as due from unnest(found) as w(f)
      order by due, tenant, lane limit most
    ) p
  );
end $$`

const claim = `create function claim(
  tenant text, in_lane text, now bigint, most bigint, until bigint, by_token text
) returns text language plpgsql ${settings} as $$
declare
  taken text;
  ids text[];
  one text;
begin
  perform set_config('goodword.tenant', tenant, true);
  with free as (
    select m.id, m.due, m.body, m.attempts from messages m
    where m.tenant_id = tenant and m.lane = in_lane and m.due <= now and m.held_until <= now and m.reason is null
    order by m.due, m.id limit most
    for update skip locked
  )
  select json_agg(json_build_array(f.id, f.due, f.body, f.attempts + 1) order by f.due, f.id), array_agg(f.id)
  into taken, ids from free f;
  foreach one in array coalesce(ids, '{}') loop
    update messages m set token = by_token, held_until = until, attempts = m.attempts + 1
    where m.tenant_id = tenant and m.id = one;
  end loop;
  return taken;
end $$`

const settle = `create function settle(tenant text, by_token text, ids text[])
returns text language plpgsql ${settings} as $$
declare
  one text;
  settled bigint := 0;
begin
  perform set_config('goodword.tenant', tenant, true);
  foreach one in array ids loop
    delete from messages m where m.tenant_id = tenant and m.id = one and m.token = by_token;
    if found then
      settled := settled + 1;
    end if;
  end loop;
  return settled;
end $$`

const retry = `create function retry(tenant text, by_token text, message text, again bigint)
returns text language plpgsql ${settings} as $$
begin
  perform set_config('goodword.tenant', tenant, true);
  update messages m set token = null, held_until = 0, due = again
  where m.tenant_id = tenant and m.id = message and m.token = by_token;
  return null;
end $$`

const bury = `create function bury(tenant text, by_token text, message text, why text)
returns text language plpgsql ${settings} as $$
begin
  perform set_config('goodword.tenant', tenant, true);
  update messages m set token = null, held_until = 0, reason = why
  where m.tenant_id = tenant and m.id = message and m.token = by_token;
  return null;
end $$`

const dead = `create function dead(tenant text, most bigint)
returns text language plpgsql ${settings} as $$
begin
  perform set_config('goodword.tenant', tenant, true);
  return (
    select json_agg(json_build_array(d.id, d.lane, d.due, d.body, d.attempts, d.reason) order by d.due, d.id)
    from (
      select * from messages m where m.tenant_id = tenant and m.reason is not null order by m.due, m.id limit most
    ) d
  );
end $$`

const revive = `create function revive(tenant text, ids text[], again bigint)
returns text language plpgsql ${settings} as $$
declare
  one text;
  revived bigint := 0;
begin
  perform set_config('goodword.tenant', tenant, true);
  foreach one in array ids loop
    update messages m set reason = null, attempts = 0, due = again
    where m.tenant_id = tenant and m.id = one and m.reason is not null;
    if found then
      revived := revived + 1;
    end if;
  end loop;
  return revived;
end $$`

export const outbox: readonly string[] = [lookForDue, ready, claim, settle, retry, bury, dead, revive]
