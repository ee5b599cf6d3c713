-- Messages that were accepted and are not handled yet, and which process handles which chat stream.
-- Times are microseconds since 1970-01-01T00:00:00Z.

-- The process that handles the stream's messages. One that is not among the nodes is dead, and holds nothing.
alter table chat_streams add column lease_node bigint;

-- held_by is the process that held the stream when the message was accepted, or 0. If that one is alive, it holds it still.
create table heartflow_inbox (
  tenant_id text not null,
  agent_id text not null,
  platform text not null,
  chat_stream_id text not null,
  position bigint not null,
  message_id text not null,
  payload text not null,
  accepted_by bigint not null,
  accepted_at bigint not null,
  held_by bigint not null,
  primary key (tenant_id, agent_id, platform, chat_stream_id, position),
  unique (tenant_id, agent_id, platform, chat_stream_id, message_id),
  foreign key (tenant_id, agent_id, platform, chat_stream_id)
    references chat_streams (tenant_id, agent_id, platform, chat_stream_id)
);

-- For the system, which asks across tenants.
create index heartflow_inbox_by_holder on heartflow_inbox (held_by, accepted_by);

-- A conversation in its course: while messages wait, their times all come before those of their replies.
create unique index messages_by_sequence
  on messages (tenant_id, agent_id, platform, chat_stream_id, sequence);

-- What became of messages that another process handled than the one that accepted them, until that one reads it.
create table heartflow_outcomes (
  tenant_id text not null,
  agent_id text not null,
  platform text not null,
  chat_stream_id text not null,
  position bigint not null,
  message_id text not null,
  accepted_by bigint not null,
  outcome text not null,
  finished_at bigint not null,
  primary key (tenant_id, agent_id, platform, chat_stream_id, position),
  foreign key (tenant_id, agent_id, platform, chat_stream_id)
    references chat_streams (tenant_id, agent_id, platform, chat_stream_id)
);

-- The processes that are alive; expires_at is by the database's clock. Of no scope: only the system reads it.
create table heartflow_nodes (
  node_id bigint not null,
  host text not null,
  pid bigint not null,
  started_at bigint not null,
  expires_at bigint not null,
  primary key (node_id)
);
