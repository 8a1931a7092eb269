-- One conversion as one call of a function.
\set n :n + 1
select peer.convert('peer-' || :client_id::text, :n, 1, :now, :due, :fingerprint, :answer, :order_fact, :credit_fact, :off_fact,
  :customer_fact, :quote_fact, :referral_fact, :advocate_fact, :message, :recorded_event, :qualified_event, :off_event,
  :credit_event);
