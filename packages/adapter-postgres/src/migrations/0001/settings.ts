/**
 * Settings of every function. Plans are made once for each connection and must not depend on the statistics of tables
 * that were empty a minute ago, so everything but looking up by index is off. A join with a table is a lateral subquery
 * behind `offset 0`: without that fence the plan for an empty table reads the whole tenant, and stays.
 */
export const settings = `set search_path from current
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set jit = off`
