create table note (
  id bigint primary key generated always as identity,
  text text not null
);
