-- The id of a message that is stored and not answered yet, and until when who answers it has it alone.
alter table conversation add column pending_turn text;
alter table conversation add column lease_until bigint;

-- Of the bot's turns, milliseconds from the arrival of the message that they answer.
alter table turn add column computed_ms bigint;
alter table turn add column shown_ms bigint;

-- Turns that a model was wanted for, and what came of it; scripted turns have no row. Lists are JSON arrays.
create table generation (
  conversation_id text not null,
  number integer not null,
  study_id text not null,
  created_at bigint not null,
  source text not null,
  provider text,
  model text,
  request_id text,
  prompt_hash text,
  parameters text not null,
  input_tokens bigint not null,
  output_tokens bigint not null,
  cost double precision not null,
  queued_ms bigint not null,
  computed_ms bigint not null,
  attempts integer not null,
  findings text not null,
  errors text not null,
  refused text,
  primary key (conversation_id, number),
  foreign key (conversation_id, number) references turn (conversation_id, number)
);

-- The cost is in it, so that sums read no rows.
create index generation_study on generation (study_id, created_at, cost);
