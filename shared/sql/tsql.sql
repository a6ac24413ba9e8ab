alter table [migrated_pins] add [name] nvarchar(20) collate Latin1_General_100_BIN2;
create table [migrated_migrations] ([name] nvarchar(100) collate Latin1_General_100_BIN2 primary key, [applied_at] nvarchar(30) collate Latin1_General_100_BIN2 not null);
create table [migrated_pins] ([id] int primary key);
insert into [migrated_migrations] ([name], [applied_at]) select @p1, @p2 where not exists (select 1 from [migrated_migrations] where [name] = @p3);
insert into [migrated_pins] ([id], [name]) values (@p1, @p2);
select * from [migrated_pins];
select [name] from [migrated_migrations];
