-- What was acknowledged, as it came. A request is one row. Never pruned until there is an archive.
create table event.inbox (
  workspace_id uuid not null references staff.workspace,
  id bigint generated always as identity primary key,
  lane smallint not null,
  kind text not null,
  source text not null,
  items integer not null check (items > 0),
  body text not null,
  received_at timestamptz not null,
  -- Given by the pump, never derived from id: ids become visible out of order.
  batch_no bigint,
  tries smallint not null default 0,
  -- After a failure the row waits, so that a broken applier does not spin.
  retry_at timestamptz
);
create index inbox_due on event.inbox (workspace_id, lane, id) where batch_no is null;
create index inbox_of_batch on event.inbox (workspace_id, batch_no) where batch_no is not null;
call liuyuan.protect('event.inbox', 'select, insert, update');
call liuyuan.let_system_read('event.inbox', 'workspace_id, lane, batch_no, received_at, retry_at');

create table event.counter (
  workspace_id uuid primary key references staff.workspace,
  next_batch_no bigint not null default 1
);
call liuyuan.protect('event.counter', 'select, insert, update');

-- One taken batch: applied when the row exists, then landed in ClickHouse, then reacted to.
create table event.batch (
  workspace_id uuid not null references staff.workspace,
  no bigint not null,
  lane smallint not null,
  taken_at timestamptz not null,
  -- ClickHouse's partition: the month in which the batch was taken, so that a batch is one insert into one partition.
  month date not null,
  events integer not null,
  duplicates integer not null,
  landed_at timestamptz,
  reacted_at timestamptz,
  react_tries smallint not null default 0,
  react_after timestamptz,
  primary key (workspace_id, no)
);
create index batch_unlanded on event.batch (workspace_id, no) where landed_at is null;
create index batch_unreacted on event.batch (workspace_id, no) where reacted_at is null;
call liuyuan.protect('event.batch', 'select, insert, update');
call liuyuan.let_system_read('event.batch', 'workspace_id, landed_at, reacted_at');

-- What ClickHouse is to hold of a batch, kept for ever: analytics can be rebuilt from it alone.
create table event.landing (
  workspace_id uuid not null,
  batch_no bigint not null,
  target text not null,
  rows integer not null,
  -- Lines of JSON, deflated.
  body bytea not null,
  primary key (workspace_id, batch_no, target),
  foreign key (workspace_id, batch_no) references event.batch
);
alter table event.landing alter column body set storage external;
call liuyuan.protect('event.landing', 'select, insert');

-- The permanent deduplication key. The id is a hash over (workspace, source, message id), so it needs no workspace
-- column and tells nothing to who cannot already name the message. Measured: 72 bytes a row with its index.
create table event.seen (
  event_id uuid primary key
);
grant select, insert, delete on event.seen to liuyuan_app;

create table event.parked (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  event_id uuid not null,
  name text not null,
  stage text not null check (stage in ('decode', 'apply', 'react')),
  -- The reaction that failed; empty for the other stages.
  step text not null default '',
  lane smallint not null,
  kind text not null,
  source text not null,
  item text not null,
  received_at timestamptz not null,
  error text not null,
  tries smallint not null,
  parked_at timestamptz not null,
  replayed_at timestamptz,
  discarded_at timestamptz,
  decided_by uuid,
  primary key (workspace_id, id)
);
create index parked_open on event.parked (workspace_id, parked_at) where replayed_at is null and discarded_at is null;
call liuyuan.protect('event.parked', 'select, insert, update');
call liuyuan.let_system_read('event.parked', 'workspace_id, replayed_at, discarded_at');

-- The workspaces that have something due for the pump, the lander or the reactor.
create function event.backlog(at timestamptz) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select i.workspace_id from event.inbox i
  where i.batch_no is null and (i.retry_at is null or i.retry_at <= at)
  union
  select b.workspace_id from event.batch b where b.landed_at is null
  union
  select b.workspace_id from event.batch b where b.reacted_at is null
$$;
alter function event.backlog(timestamptz) owner to liuyuan_system;
revoke all on function event.backlog(timestamptz) from public;
grant execute on function event.backlog(timestamptz) to liuyuan_app;
