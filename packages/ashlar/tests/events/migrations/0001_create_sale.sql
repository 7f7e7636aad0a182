create table shop.sale (id bigint primary key generated always as identity, item text not null);
