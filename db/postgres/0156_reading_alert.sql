-- An associate hears that a customer of hers has read something: once for a person and a day, while she is at work.
create table reading.alert (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  person_id uuid not null,
  -- A day of the workspace.
  on_day date not null,
  customer_id uuid not null,
  title text not null,
  seconds integer not null,
  depth smallint not null,
  read_at timestamptz not null,
  -- By the workspace's own clock.
  due_at timestamptz not null,
  -- told is written before the call: a word too few is better than one too many.
  state text not null default 'planned' check (state in ('planned', 'told', 'dropped', 'failed')),
  userid text,
  told_at timestamptz,
  error text not null default '',
  primary key (workspace_id, id),
  unique (workspace_id, person_id, on_day)
);
create index alert_due on reading.alert (workspace_id, due_at) where state = 'planned';
call liuyuan.protect('reading.alert', 'select, insert, update');
call liuyuan.let_system_read('reading.alert', 'workspace_id, state, due_at');

create function reading.alert_due(at timestamptz) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select w.workspace_id
  from staff.workspace w
  where exists (
    select from reading.alert a
    where a.workspace_id = w.workspace_id
      and a.state = 'planned'
      and a.due_at <= coalesce(w.clock_at, at)
  )
$$;
alter function reading.alert_due(timestamptz) owner to liuyuan_system;
revoke all on function reading.alert_due(timestamptz) from public;
grant execute on function reading.alert_due(timestamptz) to liuyuan_app;
