/**
 * What is stored, for people who look at it with SQL. The views see what their reader may see: name a tenant first,
 * `set goodword.tenant = 'default'`, or be a role that row-level security does not hold back.
 */
const instant = (expression: string): string => `to_timestamp((${expression})::bigint / 1000.0)`

const range = (kind: string): string => `key >= '${kind}/' and key < '${kind}0' and json_typeof(value) = 'object'`

const advocates = `create view advocates with (security_invoker = true) as
select tenant_id, value->>'program' as program, value->>'person' as person, value->>'code' as code,
  (value->>'referred')::bigint as referred, (value->>'qualified')::bigint as qualified,
  ${instant("value->>'recorded'")} as recorded
from facts where ${range("advocate")}`

const referrals = `create view referrals with (security_invoker = true) as
select tenant_id, value->>'program' as program, value->>'friend' as friend, value->>'advocate' as advocate,
  value->>'state' as state, (value->>'generation')::bigint as generation, value->>'order' as "order",
  ${instant("value->>'attributedAt'")} as attributed_at, ${instant("value->>'qualifyBy'")} as qualify_by,
  ${instant("value->>'recorded'")} as recorded
from facts where ${range("referral")}`

const rewards = `create view rewards with (security_invoker = true) as
select tenant_id, value->>'reward' as reward, value->>'program' as program, value->>'rule' as rule,
  value->>'side' as side, value->>'person' as person, value->>'friend' as friend, value->>'order' as "order",
  value->>'kind' as kind, value->>'state' as state, (value->'amount'->>'minor')::bigint as amount,
  (value->'taken'->>'minor')::bigint as taken, value->'amount'->>'unit' as unit,
  ${instant("value->>'availableAt'")} as available_at, ${instant("value->>'expiresAt'")} as expires_at,
  ${instant("value->>'recorded'")} as recorded
from facts where ${range("reward")}`

const balances = `create view balances with (security_invoker = true) as
select tenant_id, part[1] as account, part[2] as unit,
  coalesce(sum(value) filter (where part[3] = 'pending'), 0)::bigint as pending,
  coalesce(sum(value) filter (where part[3] = 'posted'), 0)::bigint as posted
from (
  select tenant_id, value, regexp_match(key, '^balance/(.+)/([^/]+)/(pending|posted)$') as part
  from counters where key >= 'balance/' and key < 'balance0'
) c
where part is not null
group by tenant_id, part[1], part[2]`

export const views: readonly string[] = [advocates, referrals, rewards, balances]
