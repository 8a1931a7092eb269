-- A hundred conversions as one call of the same function: the server makes up the rows, and nothing but one set of
-- documents travels.
\set n :n + 100
select peer.convert('peer-' || :client_id::text, :n, 100, :now, :due, :fingerprint, :answer, :order_fact, :credit_fact, :off_fact,
  :customer_fact, :quote_fact, :referral_fact, :advocate_fact, :message, :recorded_event, :qualified_event, :off_event,
  :credit_event);
