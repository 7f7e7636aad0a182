create table asked (id text primary key);
create table ran (id text not null, kind text not null, seen boolean not null);
