/** Everything that reads. Each answers one JSON text, which costs both sides less than rows, and no driver changes it. */
import { settings } from "./settings.ts"

/**
 * One statement reads it all, so it is of one moment. Each row is found by its own key: for `key = any(keys)`, a server
 * before 17 that planned while the tables were empty goes through all of a tenant.
 */
const load = `create function load(tenant text, receipt_keys text[], fact_keys text[], counter_keys text[])
returns text language plpgsql ${settings} as $$
begin
  perform set_config('goodword.tenant', tenant, true);
  return (select json_build_object(
    'receipts', (
      select json_agg(json_build_array(r.key, r.fingerprint, r.answer))
      from unnest(receipt_keys) as w(key) cross join lateral (
        select k.key, k.fingerprint, k.answer from receipts k where k.tenant_id = tenant and k.key = w.key offset 0
      ) r
    ),
    'facts', (
      select json_agg(json_build_array(f.key, f.version, f.value))
      from unnest(fact_keys) as w(key) cross join lateral (
        select k.key, k.version, k.value from facts k where k.tenant_id = tenant and k.key = w.key offset 0
      ) f
    ),
    'counters', (
      select json_agg(json_build_array(c.key, c.value::text))
      from unnest(counter_keys) as w(key) cross join lateral (
        select k.key, k.value from counters k where k.tenant_id = tenant and k.key = w.key offset 0
      ) c
    )
  ));
end $$`

const eventsAfter = `create function events_after(tenant text, after bigint, most bigint)
returns text language plpgsql ${settings} as $$
begin
  perform set_config('goodword.tenant', tenant, true);
  return (
    select json_agg(json_build_array(
      e.place, e.id, e.type, e.version, e.at, e.recorded, e.body, (
        select json_agg(json_build_array(t.id, t.phase, t.debit, t.credit, t.amount::text, t.unit, t.resolves)
          order by t.number)
        from transfers t where t.tenant_id = tenant and t.place = e.place
      )
    ) order by e.place)
    from (
      select * from events e where e.tenant_id = tenant and e.place > after order by e.place limit most
    ) e
  );
end $$`

/** No key is empty: "after nothing" is after the empty text. */
const factsAfter = `create function facts_after(tenant text, after text, most bigint)
returns text language plpgsql ${settings} as $$
begin
  perform set_config('goodword.tenant', tenant, true);
  return (
    select json_agg(json_build_array(f.key, f.version, f.value) order by f.key)
    from (
      select * from facts f where f.tenant_id = tenant and f.key > after order by f.key limit most
    ) f
  );
end $$`

const countersAfter = `create function counters_after(tenant text, after text, most bigint)
returns text language plpgsql ${settings} as $$
begin
  perform set_config('goodword.tenant', tenant, true);
  return (
    select json_agg(json_build_array(c.key, c.value::text) order by c.key)
    from (
      select * from counters c where c.tenant_id = tenant and c.key > after order by c.key limit most
    ) c
  );
end $$`

const tenantsAfter = `create function tenants_after(after text, most bigint)
returns text language plpgsql ${settings} as $$
begin
  return (
    select json_agg(t.tenant_id order by t.tenant_id)
    from (select tenant_id from tenants where tenant_id > after order by tenant_id limit most) t
  );
end $$`

export const reads: readonly string[] = [load, eventsAfter, factsAfter, countersAfter, tenantsAfter]
