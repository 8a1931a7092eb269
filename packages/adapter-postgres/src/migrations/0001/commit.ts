/**
 * A commit as one function: one statement to send, and so one transaction that nobody can leave open.
 *
 * Statements are set-based. Everybody takes locks in one order, so that nobody waits in a circle: receipts, messages,
 * facts that must be absent, facts that are there, counters, each by key, and the tenant's head last. Receipts come first,
 * so that a batch that is sent again is told as what it is.
 * A refusal raises, which takes back all that was written: GW001 is Conflict, GW002 Bound, GW003 Duplicate, and
 * the detail lists the keys.
 */
import { settings } from "./settings.ts"

const refuse = `create function refuse(code text, keys text[]) returns void language plpgsql as $$
begin
  raise exception using errcode = code, message = 'the batch is refused', detail = array_to_json(keys)::text;
end $$`

/**
 * Why a row could not be written: what of the batch is there already, or twice in the batch itself. Rows are written
 * without a look before, which costs a second way through each index; whoever looks afterwards finds what stood in the way.
 */
const refuseTaken = `create function refuse_taken(
  tenant text, receipt_keys text[], message_ids text[], new_keys text[], event_ids text[]
) returns void language plpgsql ${settings} as $$
declare
  taken text[];
begin
  -- With all that was taken back, so was whose rows these are.
  perform set_config('goodword.tenant', tenant, true);
  select array_agg(k.key) into taken from (
    select u.key from unnest(receipt_keys) as u(key) group by u.key
    having count(*) > 1 or exists (select from receipts r where r.tenant_id = tenant and r.key = u.key)
  ) k;
  if taken is not null then
    perform refuse('GW003', taken);
  end if;
  select array_agg(k.key) into taken from (
    select u.key from unnest(message_ids) as u(key) group by u.key
    having count(*) > 1 or exists (select from messages m where m.tenant_id = tenant and m.id = u.key)
  ) k;
  if taken is not null then
    perform refuse('GW003', taken);
  end if;
  select array_agg(u.key) into taken from unnest(new_keys) as u(key)
  where exists (select from facts f where f.tenant_id = tenant and f.key = u.key);
  if taken is not null then
    perform refuse('GW001', taken);
  end if;
  select array_agg(k.key) into taken from (
    select u.key from unnest(event_ids) as u(key) group by u.key
    having count(*) > 1 or exists (select from events e where e.tenant_id = tenant and e.id = u.key)
  ) k;
  if taken is not null then
    perform refuse('GW003', taken);
  end if;
end $$`

const commitBatch = `create function commit_batch(
  tenant text,
  receipt_keys text[], receipt_fingerprints text[], receipt_answers json[],
  new_keys text[], new_values json[],
  held_keys text[], held_versions bigint[], held_for_check boolean[],
  put_keys text[], put_values json[],
  counter_keys text[], counter_nets bigint[], counter_peaks numeric[], counter_troughs numeric[],
  counter_mins numeric[], counter_maxes numeric[], counter_expects numeric[],
  event_ids text[], event_types text[], event_versions integer[], event_ats bigint[], event_recordeds bigint[],
  event_bodies json[],
  transfer_events integer[], transfer_numbers integer[], transfer_ids text[], transfer_phases text[],
  transfer_debits text[], transfer_credits text[], transfer_amounts bigint[], transfer_units text[],
  transfer_resolves text[],
  message_ids text[], message_lanes text[], message_dues bigint[], message_bodies json[]
) returns text language plpgsql ${settings} as $$
declare
  against text[];
  moved text[];
  start bigint;
begin
  perform set_config('goodword.tenant', tenant, true);

  if cardinality(receipt_keys) > 0 then
    insert into receipts (tenant_id, key, fingerprint, answer)
    select tenant, w.key, w.fingerprint, w.answer
    from unnest(receipt_keys, receipt_fingerprints, receipt_answers) as w(key, fingerprint, answer)
    order by w.key collate "C";
  end if;

  if cardinality(message_ids) > 0 then
    insert into messages (tenant_id, id, lane, due, body)
    select tenant, w.id, w.lane, w.due, w.body
    from unnest(message_ids, message_lanes, message_dues, message_bodies) as w(id, lane, due, body)
    order by w.id collate "C";
  end if;

  if cardinality(new_keys) > 0 then
    insert into facts (tenant_id, key, version, value)
    select tenant, w.key, 1, w.value from unnest(new_keys, new_values) as w(key, value)
    order by w.key collate "C";
  end if;

  if cardinality(held_keys) > 0 then
    -- What is only checked is held against writers; two who check the same do not wait for each other.
    select array_agg(w.key) into against
    from (
      select u.key, u.version, u.for_check
      from unnest(held_keys, held_versions, held_for_check) as u(key, version, for_check)
      order by u.key collate "C"
      offset 0
    ) w
    left join lateral (
      select c.version from (
        select f.version from facts f where f.tenant_id = tenant and f.key = w.key and w.for_check for share
      ) c
      union all
      select p.version from (
        select f.version from facts f
        where f.tenant_id = tenant and f.key = w.key and not w.for_check for no key update
      ) p
    ) held on true
    where held.version is distinct from w.version;
    if against is not null then
      perform refuse('GW001', against);
    end if;
  end if;

  if cardinality(put_keys) > 0 then
    -- All of these are there and held. An update would have to be joined with them; this finds each by the key's index.
    insert into facts as f (tenant_id, key, version, value)
    select tenant, w.key, 1, w.value from unnest(put_keys, put_values) as w(key, value)
    on conflict (tenant_id, key) do update set version = f.version + 1, value = excluded.value;
  end if;

  if cardinality(counter_keys) > 0 then
    -- Added first and judged afterwards: the rows are locked by then, and what is refused is taken back.
    insert into counters as c (tenant_id, key, value)
    select tenant, w.key, w.net from unnest(counter_keys, counter_nets) as w(key, net)
    order by w.key collate "C"
    on conflict (tenant_id, key) do update set value = c.value + excluded.value;

    select
      array_agg(j.key) filter (where j.value <> j.expect),
      array_agg(j.key) filter (where j.value + j.peak > j.max or j.value + j.trough < j.min)
    into moved, against
    from (
      select w.key, c.value - w.net::numeric as value, w.peak, w.trough, w.min, w.max, w.expect
      from unnest(
        counter_keys, counter_nets, counter_peaks, counter_troughs, counter_mins, counter_maxes, counter_expects
      ) as w(key, net, peak, trough, min, max, expect)
      cross join lateral (
        select a.value from counters a where a.tenant_id = tenant and a.key = w.key offset 0
      ) c
      where w.min is not null or w.max is not null or w.expect is not null
    ) j;
    if moved is not null then
      perform refuse('GW001', moved);
    end if;
    if against is not null then
      perform refuse('GW002', against);
    end if;
  end if;

  if cardinality(event_ids) = 0 then
    insert into tenants (tenant_id) values (tenant) on conflict do nothing;
    return null;
  end if;

  insert into tenants as t (tenant_id, head) values (tenant, cardinality(event_ids))
  on conflict (tenant_id) do update set head = t.head + excluded.head
  returning head - cardinality(event_ids) into start;

  insert into events (tenant_id, place, id, type, version, at, recorded, body)
  select tenant, start + w.number, w.id, w.type, w.version, w.at, w.recorded, w.body
  from unnest(event_ids, event_types, event_versions, event_ats, event_recordeds, event_bodies)
    with ordinality as w(id, type, version, at, recorded, body, number);

  if cardinality(transfer_ids) > 0 then
    insert into transfers (tenant_id, place, number, id, phase, debit, credit, amount, unit, resolves)
    select tenant, start + w.event, w.number, w.id, w.phase, w.debit, w.credit, w.amount, w.unit, w.resolves
    from unnest(
      transfer_events, transfer_numbers, transfer_ids, transfer_phases, transfer_debits, transfer_credits,
      transfer_amounts, transfer_units, transfer_resolves
    ) as w(event, number, id, phase, debit, credit, amount, unit, resolves);
  end if;
  return null;
exception when unique_violation then
  -- All of it is taken back by now.
  perform refuse_taken(tenant, receipt_keys, message_ids, new_keys, event_ids);
  raise exception using errcode = 'serialization_failure',
    message = 'what stood in the way of the batch is gone again, such as a message that was settled since';
end $$`

export const commit: readonly string[] = [refuse, refuseTaken, commitBatch]
