-- One conversion, statement by statement, as a careful hand would write it: rows of one kind in one statement, what
-- others wait for last. Each client has a tenant of its own, so no client ever waits for another one's rows. It reads
-- nothing and checks nothing: the engine loads, decides, and checks versions and bounds besides.
\set n :n + 1
\set known :n % 2000
begin;
insert into receipts (tenant_id, key, fingerprint, answer) values
  ('peer-' || :client_id::text, 'order/p' || :n::text, :fingerprint, :answer::json);
insert into facts (tenant_id, key, version, value) values
  ('peer-' || :client_id::text, 'order/p' || :n::text, 1, :order_fact::json),
  ('peer-' || :client_id::text, 'reward/bench/credit/advocate/psn_' || lpad(:known::text, 22, '0') || '/o:' || 'p' || :n::text, 1, :credit_fact::json),
  ('peer-' || :client_id::text, 'reward/bench/off/friend/psn_' || lpad(:n::text, 22, '0') || '/o:' || 'p' || :n::text, 1, :off_fact::json);
update facts set version = version + 1, value = :customer_fact::json
  where tenant_id = 'peer-' || :client_id::text and key = 'customer/psn_' || lpad(:known::text, 22, '0');
update facts set version = version + 1, value = :quote_fact::json
  where tenant_id = 'peer-' || :client_id::text and key = 'quote/q' || :known::text;
update facts set version = version + 1, value = :referral_fact::json
  where tenant_id = 'peer-' || :client_id::text and key = 'referral/bench/psn_' || lpad(:known::text, 22, '0');
update facts set version = version + 1, value = :advocate_fact::json
  where tenant_id = 'peer-' || :client_id::text and key = 'advocate/bench/psn_' || lpad((:known::bigint % 100)::text, 22, '0');
insert into messages (tenant_id, id, lane, due, body) values
  ('peer-' || :client_id::text, 'wake/reward/bench/credit/advocate/psn_' || lpad(:known::text, 22, '0') || '/o:' || 'p' || :n::text || '/g1/release',
   'engine', :due::bigint, :message::json);
insert into counters as c (tenant_id, key, value) values
  ('peer-' || :client_id::text, 'balance/expense/bench/USD/pending', -1000),
  ('peer-' || :client_id::text, 'balance/expense/bench/USD/posted', -1600),
  ('peer-' || :client_id::text, 'balance/owed/psn_' || lpad((:known::bigint % 100)::text, 22, '0') || '/USD/pending', 1000),
  ('peer-' || :client_id::text, 'balance/redeemed/bench/USD/posted', 1600),
  ('peer-' || :client_id::text, 'budget/bench/2026-11/USD', 2600),
  ('peer-' || :client_id::text, 'cap/bench/credit/psn_' || lpad((:known::bigint % 100)::text, 22, '0') || '/2026', 1)
  on conflict (tenant_id, key) do update set value = c.value + excluded.value;
update tenants set head = head + 4 where tenant_id = 'peer-' || :client_id::text returning head - 4 as head \gset
insert into events (tenant_id, place, id, type, version, at, recorded, body) values
  ('peer-' || :client_id::text, :head::bigint + 1, 'order/p' || :n::text || '/recorded', 'OrderRecorded', 1, :now::bigint, :now::bigint, :recorded_event::json),
  ('peer-' || :client_id::text, :head::bigint + 2, 'referral/bench/psn_' || lpad(:n::text, 22, '0') || '/g1/qualified/order/p' || :n::text,
   'ReferralQualified', 1, :now::bigint, :now::bigint, :qualified_event::json),
  ('peer-' || :client_id::text, :head::bigint + 3, 'reward/bench/off/friend/psn_' || lpad(:n::text, 22, '0') || '/o:' || 'p' || :n::text || '/g1/granted',
   'RewardGranted', 1, :now::bigint, :now::bigint, :off_event::json),
  ('peer-' || :client_id::text, :head::bigint + 4, 'reward/bench/credit/advocate/psn_' || lpad(:known::text, 22, '0') || '/o:' || 'p' || :n::text || '/g1/granted',
   'RewardGranted', 1, :now::bigint, :now::bigint, :credit_event::json);
insert into transfers (tenant_id, place, number, id, phase, debit, credit, amount, unit, resolves) values
  ('peer-' || :client_id::text, :head::bigint + 3, 1, 'reward/bench/off/friend/psn_' || lpad(:n::text, 22, '0') || '/o:' || 'p' || :n::text || '/g1/grant',
   'direct', 'expense/bench', 'owed/psn_' || lpad(:n::text, 22, '0'), 1600, 'USD', null),
  ('peer-' || :client_id::text, :head::bigint + 3, 2, 'reward/bench/off/friend/psn_' || lpad(:n::text, 22, '0') || '/o:' || 'p' || :n::text || '/g1/redeem',
   'direct', 'owed/psn_' || lpad(:n::text, 22, '0'), 'redeemed/bench', 1600, 'USD', null),
  ('peer-' || :client_id::text, :head::bigint + 4, 1, 'reward/bench/credit/advocate/psn_' || lpad(:known::text, 22, '0') || '/o:' || 'p' || :n::text || '/g1/grant',
   'pending', 'expense/bench', 'owed/psn_' || lpad((:known::bigint % 100)::text, 22, '0'), 1000, 'USD', null);
commit;
