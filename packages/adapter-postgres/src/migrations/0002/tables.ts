/**
 * The tables behind the figures. All of them follow from the log alone: they may be emptied and filled again.
 *
 * A friend who stands as qualified has an advocate and the day on which that happened. So a friend who
 * falls is taken from that very day, and an advocate has reached a number when the last of those who stand qualified.
 */
const own = [
  // A column and not an expression in an index: row-level security keeps conditions with functions away from indexes.
  `alter table transfers add column person text collate "C" generated always as (
  case
    when left(credit, 5) in ('owed/', 'debt/') then substr(credit, 6)
    when left(debit, 5) in ('owed/', 'debt/') then substr(debit, 6)
  end
) stored`,
  `comment on column transfers.person is 'Whose account it moves, as a part of a key; no transfer moves two persons'' accounts.'`,
  "create index transfers_of_person on transfers (tenant_id, person, place, number) where person is not null",

  `create table rolled_up (
  tenant_id text collate "C" primary key,
  place bigint not null check (place >= 0)
)`,
  `comment on column rolled_up.place is 'The place of the last event that the figures contain. It moves in the same transaction as they do.'`,

  `create table day_figures (
  tenant_id text collate "C" not null,
  program text collate "C" not null,
  day date not null,
  metric text collate "C" not null,
  kind text collate "C" not null,
  unit text collate "C" not null,
  value numeric not null,
  primary key (tenant_id, program, day, metric, kind, unit)
) with (fillfactor = 70)`,
  `comment on column day_figures.day is 'In the time zone that the program had when the event was recorded.'`,

  `create table qualified_friends (
  tenant_id text collate "C" not null,
  program text collate "C" not null,
  friend text collate "C" not null,
  advocate text collate "C",
  was text collate "C",
  day date,
  at bigint,
  primary key (tenant_id, friend, program)
) with (fillfactor = 85)`,
  `comment on column qualified_friends.advocate is 'Null where the friend has fallen.'`,
  `comment on column qualified_friends.was is 'The advocate before the last page: whoever changes the row learns from it whom to take a friend from.'`,
  "create index qualified_friends_of_day on qualified_friends (tenant_id, day, program, advocate, at) where day is not null",
  "create index qualified_friends_of_advocate on qualified_friends (tenant_id, advocate, program, at) where advocate is not null",

  `create table leaders (
  tenant_id text collate "C" not null,
  program text collate "C" not null,
  advocate text collate "C" not null,
  qualified bigint not null,
  reached bigint not null,
  primary key (tenant_id, program, advocate)
) with (fillfactor = 70)`,
  "create index leaders_in_order on leaders (tenant_id, program, qualified desc, reached, advocate)"
]

const ofTenant = "tenant_id = current_setting('goodword.tenant', true)"

const locked = ["rolled_up", "day_figures", "qualified_friends", "leaders"].flatMap((table) => [
  `alter table ${table} enable row level security`,
  `alter table ${table} force row level security`,
  `create policy own on ${table} using (${ofTenant}) with check (${ofTenant})`
])

export const tables: readonly string[] = [...own, ...locked]
