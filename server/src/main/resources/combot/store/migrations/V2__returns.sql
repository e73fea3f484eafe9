-- What earlier links of a participant brought, where a later one brought something else.
create table former_parameters (
  participant_id text not null references participant (id),
  parameters text not null,
  replaced_at bigint not null
);

create index former_parameters_participant on former_parameters (participant_id);

-- With the time, so that the oldest are found at once; by token and by participant, so that rows can be removed.
drop index conversation_study;
create index conversation_study on conversation (study_id, status, created_at);
create index token_conversation on token (conversation_id);
