create table counter.handled (id bigint primary key generated always as identity, event uuid not null, key text, item text not null);
