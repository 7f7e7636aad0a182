create table placed (id text primary key, die_at text not null default '', key text, serial bigint generated always as identity);
create table handled (id text not null, attempt int not null, die_at text not null default '', at timestamptz not null default clock_timestamp(),
  published_at timestamptz, key text, serial bigint generated always as identity);
create table done (id text not null, job uuid not null, attempt int not null, die_at text not null default '', at timestamptz not null default clock_timestamp());
create table begun (id text not null, attempt int not null, process int not null, at timestamptz not null default clock_timestamp());
create table ticked (scheduled_for timestamptz not null, at timestamptz not null default clock_timestamp());
create table account (id int primary key, balance bigint not null default 0);
create table outside (key text primary key, amount bigint not null);
insert into account select n from generate_series(1, 10) as n;

create function dawdle() returns trigger language plpgsql as $$
begin
  if new.die_at like '%while committing' then perform pg_catalog.pg_sleep(0.4); end if;
  return null;
end $$;
create constraint trigger dawdle after insert on placed deferrable initially deferred for each row execute function dawdle();
create constraint trigger dawdle after insert on handled deferrable initially deferred for each row execute function dawdle();
create constraint trigger dawdle after insert on done deferrable initially deferred for each row execute function dawdle();
