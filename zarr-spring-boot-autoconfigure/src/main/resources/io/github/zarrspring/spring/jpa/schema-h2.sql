create table if not exists @@table@@ (
	store varchar(64) not null,
	entry_key varbinary(4000) not null,
	path varchar(4000) not null,
	entry varchar(4000) not null,
	version varchar(36) not null,
	size bigint not null,
	created_at timestamp with time zone not null,
	updated_at timestamp with time zone not null,
	content binary large object not null,
	primary key (store, entry_key)
);

create table if not exists @@lease_table@@ (
	store varchar(64) not null,
	holder varchar(255),
	fencing_number bigint not null,
	claimed boolean not null,
	heir varchar(255),
	time_to_live bigint not null,
	expires_at timestamp with time zone,
	primary key (store)
);
