create table if not exists @@table@@ (
	store varchar(64) character set ascii not null,
	entry_key varbinary(2700) not null,
	path text character set utf8mb4 collate utf8mb4_bin not null,
	entry text character set utf8mb4 collate utf8mb4_bin not null,
	version varchar(36) character set ascii not null,
	size bigint not null,
	created_at timestamp(6) not null default current_timestamp(6),
	updated_at timestamp(6) not null default current_timestamp(6),
	content longblob not null,
	primary key (store, entry_key)
) engine = InnoDB;

create table if not exists @@lease_table@@ (
	store varchar(64) character set ascii not null,
	holder varchar(255) character set utf8mb4 collate utf8mb4_bin,
	fencing_number bigint not null,
	claimed boolean not null,
	heir varchar(255) character set utf8mb4 collate utf8mb4_bin,
	time_to_live bigint not null,
	expires_at timestamp(6) null,
	primary key (store)
) engine = InnoDB;
