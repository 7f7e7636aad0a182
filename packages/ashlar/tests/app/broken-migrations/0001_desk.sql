create table office.desk (id integer primary key references office.nowhere);
