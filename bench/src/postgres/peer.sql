-- What the pgbench scripts stand on: tenants of their own in the adapter's tables, with friends who are about to order,
-- and a function that writes the rows of any number of conversions by one statement for each table.
create schema peer;

create function peer.person(n bigint) returns text language sql immutable as $$
  select 'psn_' || lpad(n::text, 22, '0')
$$;

-- Conversions `first`, `first + 1`, ... `first + count - 1` of one tenant.
create function peer.convert(
  tenant text, first bigint, count bigint, now bigint, due bigint, fingerprint text, answer json,
  order_fact json, credit_fact json, off_fact json, customer_fact json, quote_fact json, referral_fact json,
  advocate_fact json, message json, recorded_event json, qualified_event json, off_event json, credit_event json
) returns void language plpgsql set enable_seqscan = off as $$
declare
  start bigint;
  latest bigint := first + count - 1;
begin
  insert into receipts (tenant_id, key, fingerprint, answer)
  select tenant, 'order/p' || n, fingerprint, answer from generate_series(first, latest) n;

  insert into facts (tenant_id, key, version, value)
  select tenant, 'order/p' || n, 1, order_fact from generate_series(first, latest) n
  union all
  select tenant, 'reward/bench/credit/advocate/' || peer.person(n % 2000) || '/o:p' || n, 1, credit_fact
  from generate_series(first, latest) n
  union all
  select tenant, 'reward/bench/off/friend/' || peer.person(n) || '/o:p' || n, 1, off_fact
  from generate_series(first, latest) n;

  update facts set version = version + 1, value = customer_fact
  where tenant_id = tenant
    and key = any(array(select 'customer/' || peer.person(n % 2000) from generate_series(first, latest) n));
  update facts set version = version + 1, value = quote_fact
  where tenant_id = tenant and key = any(array(select 'quote/q' || n % 2000 from generate_series(first, latest) n));
  update facts set version = version + 1, value = referral_fact
  where tenant_id = tenant
    and key = any(array(select 'referral/bench/' || peer.person(n % 2000) from generate_series(first, latest) n));
  update facts set version = version + 1, value = advocate_fact
  where tenant_id = tenant
    and key = any(array(select 'advocate/bench/' || peer.person(n % 100) from generate_series(first, latest) n));

  insert into messages (tenant_id, id, lane, due, body)
  select tenant, 'wake/reward/bench/credit/advocate/' || peer.person(n % 2000) || '/o:p' || n || '/g1/release',
    'engine', due, message
  from generate_series(first, latest) n;

  insert into counters as c (tenant_id, key, value)
  select tenant, w.key, sum(w.add) from generate_series(first, latest) n, lateral (values
    ('balance/expense/bench/USD/pending', -1000),
    ('balance/expense/bench/USD/posted', -1600),
    ('balance/owed/' || peer.person(n % 100) || '/USD/pending', 1000),
    ('balance/redeemed/bench/USD/posted', 1600),
    ('budget/bench/2026-11/USD', 2600),
    ('cap/bench/credit/' || peer.person(n % 100) || '/2026', 1)
  ) as w(key, add)
  group by w.key order by w.key
  on conflict (tenant_id, key) do update set value = c.value + excluded.value;

  update tenants set head = head + 4 * count where tenant_id = tenant returning head - 4 * count into start;

  insert into events (tenant_id, place, id, type, version, at, recorded, body)
  select tenant, start + 4 * (n - first) + w.number, w.id, w.type, 1, now, now, w.body
  from generate_series(first, latest) n, lateral (values
    (1, 'order/p' || n || '/recorded', 'OrderRecorded', recorded_event),
    (2, 'referral/bench/' || peer.person(n) || '/g1/qualified/order/p' || n, 'ReferralQualified', qualified_event),
    (3, 'reward/bench/off/friend/' || peer.person(n) || '/o:p' || n || '/g1/granted', 'RewardGranted', off_event),
    (4, 'reward/bench/credit/advocate/' || peer.person(n % 2000) || '/o:p' || n || '/g1/granted', 'RewardGranted', credit_event)
  ) as w(number, id, type, body);

  insert into transfers (tenant_id, place, number, id, phase, debit, credit, amount, unit)
  select tenant, start + 4 * (n - first) + w.event, w.number, w.id, w.phase, w.debit, w.credit, w.amount, 'USD'
  from generate_series(first, latest) n, lateral (values
    (3, 1, 'reward/bench/off/friend/' || peer.person(n) || '/o:p' || n || '/g1/grant', 'direct', 'expense/bench',
     'owed/' || peer.person(n), 1600),
    (3, 2, 'reward/bench/off/friend/' || peer.person(n) || '/o:p' || n || '/g1/redeem', 'direct',
     'owed/' || peer.person(n), 'redeemed/bench', 1600),
    (4, 1, 'reward/bench/credit/advocate/' || peer.person(n % 2000) || '/o:p' || n || '/g1/grant', 'pending', 'expense/bench',
     'owed/' || peer.person(n % 100), 1000)
  ) as w(event, number, id, phase, debit, credit, amount);
end $$;

-- A tenant with 2,000 friends who signed up and were quoted, and 100 advocates.
create function peer.settle(
  tenant text, customer_fact json, quote_fact json, referral_fact json, advocate_fact json
) returns void language sql as $$
  insert into tenants (tenant_id) values (tenant) on conflict do nothing;
  insert into facts (tenant_id, key, version, value)
  select tenant, 'customer/' || peer.person(n), 1, customer_fact from generate_series(0, 1999) n
  union all
  select tenant, 'quote/q' || n, 1, quote_fact from generate_series(0, 1999) n
  union all
  select tenant, 'referral/bench/' || peer.person(n), 1, referral_fact from generate_series(0, 1999) n
  union all
  select tenant, 'advocate/bench/' || peer.person(n), 1, advocate_fact from generate_series(0, 99) n;
$$;
