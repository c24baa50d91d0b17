create schema webhook;
grant usage on schema webhook to liuyuan_app, liuyuan_system;

-- An address of the brand's own that is told what happens.
create table webhook.endpoint (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  name text not null,
  url text not null,
  -- Names of events; `order.*` all of a kind; `*` every one.
  events text[] not null check (cardinality(events) between 1 and 50),
  -- Sealed. After a change the old one signs too, until its time is over.
  secret bytea not null,
  old_secret bytea,
  old_until timestamptz,
  made_at timestamptz not null,
  made_by uuid,
  changed_at timestamptz not null,
  -- Since when nothing got through; null while things do.
  failing_since timestamptz,
  stopped_at timestamptz,
  -- `by_hand`, `gone` (the address answered 410) or `failing` (for too long).
  stopped_why text check (stopped_why in ('by_hand', 'gone', 'failing')),
  deleted_at timestamptz,
  primary key (workspace_id, id),
  check ((stopped_at is null) = (stopped_why is null)),
  check ((old_secret is null) = (old_until is null))
);
call liuyuan.protect('webhook.endpoint', 'select, insert, update');

-- What an endpoint is to be told: one row for each event, whatever is tried.
create table webhook.message (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  endpoint_id uuid not null,
  event_id uuid not null,
  type text not null,
  body text not null,
  made_at timestamptz not null,
  state text not null check (state in ('waiting', 'delivered', 'failed')),
  -- Null once it is settled.
  due_at timestamptz,
  lease_until timestamptz,
  tries smallint not null default 0,
  settled_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, endpoint_id) references webhook.endpoint,
  check ((state = 'waiting') = (due_at is not null)),
  check ((state = 'waiting') = (settled_at is null))
);
create index message_due on webhook.message (workspace_id, endpoint_id, due_at) where due_at is not null;
create index message_of_endpoint on webhook.message (workspace_id, endpoint_id, made_at desc, id desc);
create index message_settled on webhook.message (workspace_id, settled_at) where settled_at is not null;
call liuyuan.protect('webhook.message', 'select, insert, update, delete');
call liuyuan.let_system_read('webhook.message', 'workspace_id, due_at, lease_until');

-- Each try, and what came of it.
create table webhook.attempt (
  workspace_id uuid not null references staff.workspace,
  message_id uuid not null,
  no smallint not null,
  at timestamptz not null,
  took_ms integer not null,
  -- Null: no answer.
  status smallint,
  -- Why there was no answer, in a word of ours; empty when there was one.
  trouble text not null,
  -- The beginning of the answer.
  answer text not null,
  primary key (workspace_id, message_id, no),
  foreign key (workspace_id, message_id) references webhook.message on delete cascade
);
call liuyuan.protect('webhook.attempt', 'select, insert, delete');

-- The workspaces with something due; ids only.
create function webhook.due(at timestamptz) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select distinct m.workspace_id
  from webhook.message m
  where m.due_at <= at
    and (m.lease_until is null or m.lease_until <= at)
$$;
grant create on schema webhook to liuyuan_system;
alter function webhook.due(timestamptz) owner to liuyuan_system;
revoke create on schema webhook from liuyuan_system;
revoke all on function webhook.due(timestamptz) from public;
grant execute on function webhook.due(timestamptz) to liuyuan_app;
