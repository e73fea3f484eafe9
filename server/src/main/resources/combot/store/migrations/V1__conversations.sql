-- Times are milliseconds since 1970-01-01 UTC; maps are JSON objects. Plain enough for SQLite and PostgreSQL.

create table study_version (
  version text primary key,
  study_id text not null,
  content text not null,
  first_seen_at bigint not null
);

create table participant (
  id text primary key,
  study_id text not null,
  panel_id text,
  parameters text not null,
  consented_at bigint,
  created_at bigint not null
);

create unique index participant_panel on participant (study_id, panel_id);

create table conversation (
  id text primary key,
  study_id text not null,
  study_version text not null references study_version (version),
  participant_id text not null references participant (id),
  origin text not null,
  status text not null,
  request_id text,
  assigned text not null,
  stratum text not null,
  slot bigint,
  seed bigint not null,
  step integer not null,
  round integer not null,
  progress integer not null,
  complaint_class text,
  scores text not null,
  turns integer not null,
  version bigint not null,
  client_seconds double precision,
  created_at bigint not null,
  begun_at bigint,
  updated_at bigint not null,
  finished_at bigint
);

create unique index conversation_request on conversation (study_id, request_id);
create index conversation_participant on conversation (participant_id);
create index conversation_study on conversation (study_id, status);

create table token (
  hash text primary key,
  conversation_id text not null references conversation (id),
  created_at bigint not null
);

create table turn (
  conversation_id text not null references conversation (id),
  number integer not null,
  role text not null,
  kind text not null,
  text text not null,
  source text,
  delivered text,
  turn_id text,
  progress integer not null,
  created_at bigint not null,
  primary key (conversation_id, number)
);

create unique index turn_once on turn (conversation_id, turn_id);

create table slot (
  study_id text not null,
  stratum text not null,
  number bigint not null,
  assigned text not null,
  status text not null,
  conversation_id text,
  leased_until bigint,
  primary key (study_id, stratum, number)
);

create index slot_condition on slot (study_id, assigned);
create index slot_conversation on slot (conversation_id);
create index slot_lease on slot (study_id, stratum, leased_until);

create table contact (
  conversation_id text primary key references conversation (id),
  kind text not null,
  value text not null,
  created_at bigint not null
);
