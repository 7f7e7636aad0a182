create table price (
  product text primary key,
  cents integer not null
);
