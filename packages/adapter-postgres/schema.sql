begin;

create schema "goodword";

set local search_path = "goodword", pg_temp;

create table migrations (name varchar(255) not null primary key, "timestamp" varchar(255) not null);

create table migrations_lock (id varchar(255) not null primary key, is_locked integer default 0 not null);

insert into migrations_lock (id) values ('migration_lock');

create table tenants (
  tenant_id text collate "C" primary key check (tenant_id <> ''),
  head bigint not null default 0 check (head >= 0)
) with (fillfactor = 50);

comment on column tenants.head is 'The place of the newest event. It is moved on while its row is locked until the commit, so that nobody ever sees an event before a place that was read.';

create table facts (
  tenant_id text collate "C" not null,
  key text collate "C" not null check (key <> ''),
  version bigint not null check (version > 0),
  value json not null,
  primary key (tenant_id, key)
) with (fillfactor = 85);

create table counters (
  tenant_id text collate "C" not null,
  key text collate "C" not null check (key <> ''),
  value bigint not null,
  primary key (tenant_id, key)
) with (fillfactor = 70);

create table receipts (
  tenant_id text collate "C" not null,
  key text collate "C" not null,
  fingerprint text not null,
  answer json not null,
  primary key (tenant_id, key)
);

create table events (
  tenant_id text collate "C" not null,
  place bigint not null check (place > 0),
  id text collate "C" not null,
  type text collate "C" not null,
  version integer not null check (version > 0),
  at bigint not null,
  recorded bigint not null,
  body json not null,
  primary key (tenant_id, place),
  unique (tenant_id, id)
);

create table transfers (
  tenant_id text collate "C" not null,
  place bigint not null,
  number integer not null check (number > 0),
  id text collate "C" not null,
  phase text collate "C" not null check (phase in ('pending', 'post', 'void', 'direct')),
  debit text collate "C" not null,
  credit text collate "C" not null,
  amount bigint not null,
  unit text collate "C" not null,
  resolves text collate "C",
  primary key (tenant_id, place, number)
);

comment on column transfers.place is 'The place of the event that the transfer belongs to.';

create table messages (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  lane text collate "C" not null,
  due bigint not null,
  body json not null,
  attempts integer not null default 0 check (attempts >= 0),
  token text collate "C",
  held_until bigint not null default 0,
  reason text,
  primary key (tenant_id, id)
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02);

comment on column messages.reason is 'Why it was set aside; nobody claims it then.';

create index messages_of_tenant on messages (tenant_id, lane, due, id) where reason is null;

create index messages_of_lane on messages (lane, due) where reason is null;

create index messages_aside on messages (tenant_id, due, id) where reason is not null;

create table people (
  tenant_id text collate "C" not null,
  kind text collate "C" not null,
  external text collate "C" not null,
  person text collate "C" not null,
  primary key (tenant_id, kind, external)
);

create table prints (
  tenant_id text collate "C" not null,
  kind text collate "C" not null,
  key_id text collate "C" not null,
  hash text collate "C" not null,
  print text collate "C" not null,
  primary key (tenant_id, kind, key_id, hash)
);

alter table facts enable row level security;

alter table facts force row level security;

create policy own on facts using (tenant_id = current_setting('goodword.tenant', true)) with check (tenant_id = current_setting('goodword.tenant', true));

alter table counters enable row level security;

alter table counters force row level security;

create policy own on counters using (tenant_id = current_setting('goodword.tenant', true)) with check (tenant_id = current_setting('goodword.tenant', true));

alter table receipts enable row level security;

alter table receipts force row level security;

create policy own on receipts using (tenant_id = current_setting('goodword.tenant', true)) with check (tenant_id = current_setting('goodword.tenant', true));

alter table events enable row level security;

alter table events force row level security;

create policy own on events using (tenant_id = current_setting('goodword.tenant', true)) with check (tenant_id = current_setting('goodword.tenant', true));

alter table transfers enable row level security;

alter table transfers force row level security;

create policy own on transfers using (tenant_id = current_setting('goodword.tenant', true)) with check (tenant_id = current_setting('goodword.tenant', true));

alter table messages enable row level security;

alter table messages force row level security;

create policy own on messages using (tenant_id = current_setting('goodword.tenant', true)) with check (tenant_id = current_setting('goodword.tenant', true));

alter table people enable row level security;

alter table people force row level security;

create policy own on people using (tenant_id = current_setting('goodword.tenant', true)) with check (tenant_id = current_setting('goodword.tenant', true));

alter table prints enable row level security;

alter table prints force row level security;

create policy own on prints using (tenant_id = current_setting('goodword.tenant', true)) with check (tenant_id = current_setting('goodword.tenant', true));

alter table tenants enable row level security;

alter table tenants force row level security;

create policy own on tenants using (tenant_id = current_setting('goodword.tenant', true)) with check (tenant_id = current_setting('goodword.tenant', true));

create policy names on tenants for select using (true);

create policy due on messages for select using (current_setting('goodword.looks_for_due', true) = 'on');

create function refuse(code text, keys text[]) returns void language plpgsql as $$
begin
  raise exception using errcode = code, message = 'the batch is refused', detail = array_to_json(keys)::text;
end $$;

create function refuse_taken(
  tenant text, receipt_keys text[], message_ids text[], new_keys text[], event_ids text[]
) returns void language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
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
end $$;

create function commit_batch(
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
) returns text language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
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
end $$;

create function load(tenant text, receipt_keys text[], fact_keys text[], counter_keys text[])
returns text language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
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
end $$;

create function events_after(tenant text, after bigint, most bigint)
returns text language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
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
end $$;

create function facts_after(tenant text, after text, most bigint)
returns text language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
  perform set_config('goodword.tenant', tenant, true);
  return (
    select json_agg(json_build_array(f.key, f.version, f.value) order by f.key)
    from (
      select * from facts f where f.tenant_id = tenant and f.key > after order by f.key limit most
    ) f
  );
end $$;

create function counters_after(tenant text, after text, most bigint)
returns text language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
  perform set_config('goodword.tenant', tenant, true);
  return (
    select json_agg(json_build_array(c.key, c.value::text) order by c.key)
    from (
      select * from counters c where c.tenant_id = tenant and c.key > after order by c.key limit most
    ) c
  );
end $$;

create function tenants_after(after text, most bigint)
returns text language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
  return (
    select json_agg(t.tenant_id order by t.tenant_id)
    from (select tenant_id from tenants where tenant_id > after order by tenant_id limit most) t
  );
end $$;

create function look_for_due(begins boolean)
returns void language plpgsql as $$
begin
  -- Asks Citus to tell its workers; elsewhere the name means nothing.
  perform set_config('citus.propagate_set_commands', 'local', true);
  if begins then
    set local goodword.looks_for_due = 'on';
  else
    set local goodword.looks_for_due = 'off';
  end if;
end $$;

create function ready(lanes text[], now bigint, most bigint)
returns text language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
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
end $$;

create function claim(
  tenant text, in_lane text, now bigint, most bigint, until bigint, by_token text
) returns text language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
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
end $$;

create function settle(tenant text, by_token text, ids text[])
returns text language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
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
end $$;

create function retry(tenant text, by_token text, message text, again bigint)
returns text language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
  perform set_config('goodword.tenant', tenant, true);
  update messages m set token = null, held_until = 0, due = again
  where m.tenant_id = tenant and m.id = message and m.token = by_token;
  return null;
end $$;

create function bury(tenant text, by_token text, message text, why text)
returns text language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
  perform set_config('goodword.tenant', tenant, true);
  update messages m set token = null, held_until = 0, reason = why
  where m.tenant_id = tenant and m.id = message and m.token = by_token;
  return null;
end $$;

create function dead(tenant text, most bigint)
returns text language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
  perform set_config('goodword.tenant', tenant, true);
  return (
    select json_agg(json_build_array(d.id, d.lane, d.due, d.body, d.attempts, d.reason) order by d.due, d.id)
    from (
      select * from messages m where m.tenant_id = tenant and m.reason is not null order by m.due, m.id limit most
    ) d
  );
end $$;

create function revive(tenant text, ids text[], again bigint)
returns text language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
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
end $$;

create function people_for(tenant text, kinds text[], externals text[], minted text[])
returns text language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
declare
  found text;
  missing bigint;
begin
  perform set_config('goodword.tenant', tenant, true);
  for attempt in 1..2 loop
    select json_agg(p.person order by w.number), count(*) - count(p.person) into found, missing
    from unnest(kinds, externals) with ordinality as w(kind, external, number)
    left join lateral (
      select k.person from people k
      where k.tenant_id = tenant and k.kind = w.kind and k.external = w.external offset 0
    ) p on true;
    exit when missing = 0;
    insert into people (tenant_id, kind, external, person)
    select tenant, w.kind, w.external, w.minted
    from unnest(kinds, externals, minted) with ordinality as w(kind, external, minted, number)
    order by w.kind, w.external, w.number
    on conflict do nothing;
  end loop;
  return found;
end $$;

create function prints_for(
  tenant text, questions integer[], kinds text[], key_ids text[], hashes text[], minted text[]
) returns text language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
declare
  found text;
  missing bigint;
begin
  perform set_config('goodword.tenant', tenant, true);
  for attempt in 1..3 loop
    select json_agg(q.print order by q.question), sum(q.missing) into found, missing
    from (
      select w.question, (array_agg(p.print order by w.key_id) filter (where p.print is not null))[1] as print,
        count(*) - count(p.print) as missing
      from unnest(questions, kinds, key_ids, hashes) as w(question, kind, key_id, hash)
      left join lateral (
        select k.print from prints k
        where k.tenant_id = tenant and k.kind = w.kind and k.key_id = w.key_id and k.hash = w.hash offset 0
      ) p on true
      group by w.question
    ) q;
    exit when missing = 0;
    -- Two who know different keys write different rows, and would not meet at any of them: one waits, and looks again.
    if attempt = 1 then
      perform pg_advisory_xact_lock(hashtextextended('goodword prints ' || tenant, 0));
      continue;
    end if;
    insert into prints (tenant_id, kind, key_id, hash, print)
    select tenant, w.kind, w.key_id, w.hash, coalesce((found::json)->>(w.question - 1), w.minted)
    from unnest(questions, kinds, key_ids, hashes, minted) as w(question, kind, key_id, hash, minted)
    order by w.kind, w.key_id, w.hash, w.question
    on conflict do nothing;
  end loop;
  return found;
end $$;

create view advocates with (security_invoker = true) as
select tenant_id, value->>'program' as program, value->>'person' as person, value->>'code' as code,
  (value->>'referred')::bigint as referred, (value->>'qualified')::bigint as qualified,
  to_timestamp((value->>'recorded')::bigint / 1000.0) as recorded
from facts where key >= 'advocate/' and key < 'advocate0' and json_typeof(value) = 'object';

create view referrals with (security_invoker = true) as
select tenant_id, value->>'program' as program, value->>'friend' as friend, value->>'advocate' as advocate,
  value->>'state' as state, (value->>'generation')::bigint as generation, value->>'order' as "order",
  to_timestamp((value->>'attributedAt')::bigint / 1000.0) as attributed_at, to_timestamp((value->>'qualifyBy')::bigint / 1000.0) as qualify_by,
  to_timestamp((value->>'recorded')::bigint / 1000.0) as recorded
from facts where key >= 'referral/' and key < 'referral0' and json_typeof(value) = 'object';

create view rewards with (security_invoker = true) as
select tenant_id, value->>'reward' as reward, value->>'program' as program, value->>'rule' as rule,
  value->>'side' as side, value->>'person' as person, value->>'friend' as friend, value->>'order' as "order",
  value->>'kind' as kind, value->>'state' as state, (value->'amount'->>'minor')::bigint as amount,
  (value->'taken'->>'minor')::bigint as taken, value->'amount'->>'unit' as unit,
  to_timestamp((value->>'availableAt')::bigint / 1000.0) as available_at, to_timestamp((value->>'expiresAt')::bigint / 1000.0) as expires_at,
  to_timestamp((value->>'recorded')::bigint / 1000.0) as recorded
from facts where key >= 'reward/' and key < 'reward0' and json_typeof(value) = 'object';

create view balances with (security_invoker = true) as
select tenant_id, part[1] as account, part[2] as unit,
  coalesce(sum(value) filter (where part[3] = 'pending'), 0)::bigint as pending,
  coalesce(sum(value) filter (where part[3] = 'posted'), 0)::bigint as posted
from (
  select tenant_id, value, regexp_match(key, '^balance/(.+)/([^/]+)/(pending|posted)$') as part
  from counters where key >= 'balance/' and key < 'balance0'
) c
where part is not null
group by tenant_id, part[1], part[2];

insert into migrations values ('0001-begin', to_char(current_timestamp at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'));

alter table transfers add column person text collate "C" generated always as (
  case
    when left(credit, 5) in ('owed/', 'debt/') then substr(credit, 6)
    when left(debit, 5) in ('owed/', 'debt/') then substr(debit, 6)
  end
) stored;

comment on column transfers.person is 'Whose account it moves, as a part of a key; no transfer moves two persons'' accounts.';

create index transfers_of_person on transfers (tenant_id, person, place, number) where person is not null;

create table rolled_up (
  tenant_id text collate "C" primary key,
  place bigint not null check (place >= 0)
);

comment on column rolled_up.place is 'The place of the last event that the figures contain. It moves in the same transaction as they do.';

create table day_figures (
  tenant_id text collate "C" not null,
  program text collate "C" not null,
  day date not null,
  metric text collate "C" not null,
  kind text collate "C" not null,
  unit text collate "C" not null,
  value numeric not null,
  primary key (tenant_id, program, day, metric, kind, unit)
) with (fillfactor = 70);

comment on column day_figures.day is 'In the time zone that the program had when the event was recorded.';

create table qualified_friends (
  tenant_id text collate "C" not null,
  program text collate "C" not null,
  friend text collate "C" not null,
  advocate text collate "C",
  was text collate "C",
  day date,
  at bigint,
  primary key (tenant_id, friend, program)
) with (fillfactor = 85);

comment on column qualified_friends.advocate is 'Null where the friend has fallen.';

comment on column qualified_friends.was is 'The advocate before the last page: whoever changes the row learns from it whom to take a friend from.';

create index qualified_friends_of_day on qualified_friends (tenant_id, day, program, advocate, at) where day is not null;

create index qualified_friends_of_advocate on qualified_friends (tenant_id, advocate, program, at) where advocate is not null;

create table leaders (
  tenant_id text collate "C" not null,
  program text collate "C" not null,
  advocate text collate "C" not null,
  qualified bigint not null,
  reached bigint not null,
  primary key (tenant_id, program, advocate)
) with (fillfactor = 70);

create index leaders_in_order on leaders (tenant_id, program, qualified desc, reached, advocate);

alter table rolled_up enable row level security;

alter table rolled_up force row level security;

create policy own on rolled_up using (tenant_id = current_setting('goodword.tenant', true)) with check (tenant_id = current_setting('goodword.tenant', true));

alter table day_figures enable row level security;

alter table day_figures force row level security;

create policy own on day_figures using (tenant_id = current_setting('goodword.tenant', true)) with check (tenant_id = current_setting('goodword.tenant', true));

alter table qualified_friends enable row level security;

alter table qualified_friends force row level security;

create policy own on qualified_friends using (tenant_id = current_setting('goodword.tenant', true)) with check (tenant_id = current_setting('goodword.tenant', true));

alter table leaders enable row level security;

alter table leaders force row level security;

create policy own on leaders using (tenant_id = current_setting('goodword.tenant', true)) with check (tenant_id = current_setting('goodword.tenant', true));

create function statement(
  tenant text, of_person text, after_place bigint, after_number integer, most bigint
) returns text language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
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
end $$;

create function counters_within(tenant text, froms text[], tos text[])
returns text language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
  perform set_config('goodword.tenant', tenant, true);
  return (
    select json_agg(json_build_array(c.key, c.value::text) order by c.key)
    from unnest(froms, tos) as w(first, last) cross join lateral (
      select * from counters a where a.tenant_id = tenant and a.key >= w.first and a.key <= w.last offset 0
    ) c
  );
end $$;

create function rolled_up_to(tenant text)
returns text language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
  perform set_config('goodword.tenant', tenant, true);
  return coalesce((select r.place from rolled_up r where r.tenant_id = tenant), 0);
end $$;

create function events_within(tenant text, froms text[], tos text[])
returns text language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
  perform set_config('goodword.tenant', tenant, true);
  return (
    select json_agg(json_build_array(e.place, e.id, e.type, e.version, e.at, e.recorded, e.body, null) order by e.place)
    from unnest(froms, tos) as w(first, last) cross join lateral (
      select * from events a where a.tenant_id = tenant and a.id >= w.first and a.id <= w.last order by a.id offset 0
    ) e
  );
end $$;

create function roll_up(
  tenant text, from_place bigint, to_place bigint,
  figure_programs text[], figure_days date[], figure_metrics text[], figure_kinds text[], figure_units text[],
  figure_values numeric[],
  friend_programs text[], friends text[], friend_advocates text[], friend_days date[], friend_ats bigint[]
) returns text language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
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
end $$;

create function forget_figures(tenant text)
returns text language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
  perform set_config('goodword.tenant', tenant, true);
  insert into rolled_up (tenant_id, place) values (tenant, 0) on conflict (tenant_id) do update set place = 0;
  delete from day_figures d where d.tenant_id = tenant;
  delete from qualified_friends q where q.tenant_id = tenant;
  delete from leaders l where l.tenant_id = tenant;
  return null;
end $$;

create function leaderboard(
  tenant text, of_program text, after_qualified bigint, after_reached bigint, after_advocate text, most bigint
) returns text language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
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
end $$;

create function leaderboard_of_days(
  tenant text, of_program text, first_day date, last_day date,
  after_qualified bigint, after_reached bigint, after_advocate text, most bigint
) returns text language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
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
end $$;

create function figures(tenant text, of_program text, first_day date, last_day date, by_week boolean)
returns text language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
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
end $$;

insert into migrations values ('0002-reading', to_char(current_timestamp at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'));

commit;
