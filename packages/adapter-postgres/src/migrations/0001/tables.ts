/**
 * The tables, and the lock that stands behind every `where tenant_id = ...`.
 *
 * Names are unqualified: a migration runs with the schema as its search path. Text sorts by byte (`"C"`), as the port
 * asks. Documents are `json`, not `jsonb`: they come back letter for letter, also numbers, escapes and halves of
 * surrogate pairs that `jsonb` changes or refuses. Times are whole milliseconds since 1970, as the domain counts them;
 * the views show them as `timestamptz`.
 */
const own = [
  `create table tenants (
  tenant_id text collate "C" primary key check (tenant_id <> ''),
  head bigint not null default 0 check (head >= 0)
) with (fillfactor = 50)`,
  `comment on column tenants.head is 'The place of the newest event. It is moved on while its row is locked until the commit, so that nobody ever sees an event before a place that was read.'`,

  `create table facts (
  tenant_id text collate "C" not null,
  key text collate "C" not null check (key <> ''),
  version bigint not null check (version > 0),
  value json not null,
  primary key (tenant_id, key)
) with (fillfactor = 85)`,

  `create table counters (
  tenant_id text collate "C" not null,
  key text collate "C" not null check (key <> ''),
  value bigint not null,
  primary key (tenant_id, key)
) with (fillfactor = 70)`,

  `create table receipts (
  tenant_id text collate "C" not null,
  key text collate "C" not null,
  fingerprint text not null,
  answer json not null,
  primary key (tenant_id, key)
)`,

  `create table events (
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
)`,

  `create table transfers (
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
)`,
  `comment on column transfers.place is 'The place of the event that the transfer belongs to.'`,

  `create table messages (
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
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02)`,
  `comment on column messages.reason is 'Why it was set aside; nobody claims it then.'`,
  `create index messages_of_tenant on messages (tenant_id, lane, due, id) where reason is null`,
  `create index messages_of_lane on messages (lane, due) where reason is null`,
  `create index messages_aside on messages (tenant_id, due, id) where reason is not null`,

  `create table people (
  tenant_id text collate "C" not null,
  kind text collate "C" not null,
  external text collate "C" not null,
  person text collate "C" not null,
  primary key (tenant_id, kind, external)
)`,

  `create table prints (
  tenant_id text collate "C" not null,
  kind text collate "C" not null,
  key_id text collate "C" not null,
  hash text collate "C" not null,
  print text collate "C" not null,
  primary key (tenant_id, kind, key_id, hash)
)`
]

const ofTenant = "tenant_id = current_setting('goodword.tenant', true)"

const locked = (table: string): readonly string[] => [
  `alter table ${table} enable row level security`,
  `alter table ${table} force row level security`
]

/** Rows are there only for whoever has said whose they are; `set_config` does it within each call. */
const policies = [
  ...["facts", "counters", "receipts", "events", "transfers", "messages", "people", "prints"].flatMap((table) => [
    ...locked(table),
    `create policy own on ${table} using (${ofTenant}) with check (${ofTenant})`
  ]),
  ...locked("tenants"),
  `create policy own on tenants using (${ofTenant}) with check (${ofTenant})`,
  // The two questions over all tenants: their names, and where a message is due. They read, and nothing else.
  "create policy names on tenants for select using (true)",
  "create policy due on messages for select using (current_setting('goodword.looks_for_due', true) = 'on')"
]

export const tables: readonly string[] = [...own, ...policies]
