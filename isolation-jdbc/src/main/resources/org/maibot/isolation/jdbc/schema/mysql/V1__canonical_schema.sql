-- Times are microseconds since 1970-01-01T00:00:00Z. Ids compare exactly: the collation is binary and does not pad.

create table tenants (
  tenant_id varchar(128) not null,
  name varchar(255),
  created_at bigint not null,
  primary key (tenant_id)
) character set utf8mb4 collate ${collation};

create table agents (
  tenant_id varchar(128) not null,
  agent_id varchar(128) not null,
  name varchar(255),
  created_at bigint not null,
  primary key (tenant_id, agent_id),
  foreign key (tenant_id) references tenants (tenant_id)
) character set utf8mb4 collate ${collation};

create table chat_streams (
  tenant_id varchar(128) not null,
  agent_id varchar(128) not null,
  platform varchar(128) not null,
  chat_stream_id varchar(128) not null,
  name varchar(255),
  created_at bigint not null,
  last_active_at bigint not null,
  next_sequence bigint not null,
  primary key (tenant_id, agent_id, platform, chat_stream_id),
  foreign key (tenant_id, agent_id) references agents (tenant_id, agent_id)
) character set utf8mb4 collate ${collation};

create index chat_streams_by_activity
  on chat_streams (tenant_id, agent_id, platform, last_active_at);

create table messages (
  tenant_id varchar(128) not null,
  agent_id varchar(128) not null,
  platform varchar(128) not null,
  chat_stream_id varchar(128) not null,
  message_id varchar(128) not null,
  sequence bigint not null,
  user_id varchar(128) not null,
  role varchar(16) not null check (role in ('user', 'agent')),
  time bigint not null,
  text longtext not null,
  primary key (tenant_id, agent_id, platform, chat_stream_id, message_id),
  foreign key (tenant_id, agent_id, platform, chat_stream_id)
    references chat_streams (tenant_id, agent_id, platform, chat_stream_id)
) character set utf8mb4 collate ${collation};

create unique index messages_by_time
  on messages (tenant_id, agent_id, platform, chat_stream_id, time, sequence);

create index messages_by_user
  on messages (tenant_id, user_id, agent_id, platform, chat_stream_id, time);

-- A memory of level agent or platform is seen in all chats of its agent, or of its agent on its platform.
create table memory_chest (
  tenant_id varchar(128) not null,
  agent_id varchar(128) not null,
  platform varchar(128),
  chat_stream_id varchar(128),
  memory_id varchar(128) not null,
  memory_level varchar(16) not null,
  title varchar(255) not null,
  content longtext not null,
  created_at bigint not null,
  promotion_reason varchar(1000),
  primary key (tenant_id, agent_id, memory_id),
  foreign key (tenant_id, agent_id) references agents (tenant_id, agent_id),
  check (
    (memory_level = 'agent' and platform is null and chat_stream_id is null)
    or (memory_level = 'platform' and platform is not null and chat_stream_id is null)
    or (memory_level = 'chat' and platform is not null and chat_stream_id is not null)
  )
) character set utf8mb4 collate ${collation};

create index memory_chest_by_time
  on memory_chest (tenant_id, agent_id, platform, chat_stream_id, created_at);

-- Requests that belong to no chat or platform have NULL there, and are counted at the wider levels only.
create table llm_usage (
  tenant_id varchar(128) not null,
  agent_id varchar(128) not null,
  platform varchar(128),
  chat_stream_id varchar(128),
  usage_id varchar(128) not null,
  model varchar(255) not null,
  time bigint not null,
  prompt_tokens bigint not null check (prompt_tokens >= 0),
  completion_tokens bigint not null check (completion_tokens >= 0),
  primary key (tenant_id, agent_id, usage_id),
  foreign key (tenant_id, agent_id) references agents (tenant_id, agent_id),
  check (platform is not null or chat_stream_id is null)
) character set utf8mb4 collate ${collation};

create index llm_usage_by_time
  on llm_usage (tenant_id, agent_id, platform, chat_stream_id, time);

-- Global: read in every scope, written only by the system.
create table agent_templates (
  template_id varchar(128) not null,
  name varchar(255) not null,
  description longtext,
  persona longtext not null,
  created_at bigint not null,
  primary key (template_id)
) character set utf8mb4 collate ${collation};
