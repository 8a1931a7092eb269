/** Who people are: whoever asks for somebody unknown mints an id, and the first to mint wins. */
import { settings } from "./settings.ts"

/** Answers one person for each of the asked, in their order. */
const peopleFor = `create function people_for(tenant text, kinds text[], externals text[], minted text[])
returns text language plpgsql ${settings} as $$
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
end $$`

/**
 * An address has one hash for each key, and all of them lead to one print: so a print outlives the key that it was first
 * made under. Who has to write waits for whoever is writing, so two callers agree even while a key is being replaced.
 */
const printsFor = `create function prints_for(
  tenant text, questions integer[], kinds text[], key_ids text[], hashes text[], minted text[]
) returns text language plpgsql ${settings} as $$
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
end $$`

export const people: readonly string[] = [peopleFor, printsFor]
