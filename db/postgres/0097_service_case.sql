-- Why somebody is not promoted to for the moment: an open service case, whose id this is. Of one row of a person, as consent is.
create table channel.hold (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  -- As it was recorded; whose person that is may change.
  customer_id uuid not null,
  began_at timestamptz not null,
  ended_at timestamptz,
  primary key (workspace_id, id)
);
create index hold_standing on channel.hold (workspace_id, customer_id) where ended_at is null;
call liuyuan.protect('channel.hold', 'select, insert, update');
-- The oldest hold that stands, of any of the person's rows.
alter table channel.person add column held_by uuid;

create schema care;
grant usage on schema care to liuyuan_app, liuyuan_system;
grant create on schema care to liuyuan_system;

-- Which kinds of service cases (服务单) a brand has, with their clocks and its working hours; every version of it, the newest counts.
create table care.settings (
  workspace_id uuid not null references staff.workspace,
  no integer not null,
  settings jsonb not null,
  changed_at timestamptz not null,
  changed_by uuid,
  primary key (workspace_id, no)
);
call liuyuan.protect('care.settings', 'select, insert');

-- How many cases a workspace has had.
create table care.counter (
  workspace_id uuid primary key references staff.workspace,
  last integer not null
);
call liuyuan.protect('care.counter', 'select, insert, update');

-- One request of one customer. open: nobody has answered. answered: somebody has. waiting: the customer is to answer; the clock
-- stands. solved: done, as we see it. closed: nobody has contradicted. A case that is reopened is open again.
create table care.service_case (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  -- Counted from 1 in each workspace: how people call it.
  no integer not null,
  -- The row it was opened for; whose person that is may change.
  customer_id uuid not null,
  kind text not null,
  priority text not null check (priority in ('normal', 'urgent')),
  state text not null check (state in ('open', 'answered', 'waiting', 'solved', 'closed')),
  origin text not null check (origin in ('staff', 'message', 'event')),
  -- Of one that an event opened: its name.
  origin_event text not null default '',
  -- What the customer wants, in a few words.
  subject text not null,
  -- A userid; empty: nobody yet.
  owner text not null,
  opened_at timestamptz not null,
  opened_by uuid,
  -- When the clocks began: it was opened, or opened again.
  clocks_from timestamptz not null,
  answer_due_at timestamptz not null,
  resolve_due_at timestamptz not null,
  answered_at timestamptz,
  -- Since when it waits for the customer.
  waiting_since timestamptz,
  solved_at timestamptz,
  -- Of a solved one: when it closes by itself.
  close_due_at timestamptz,
  closed_at timestamptz,
  reopened integer not null default 0,
  -- Working minutes since the clocks began: until the first answer, until solved, and those that the customer was waited for.
  answer_minutes integer,
  resolve_minutes integer,
  waited_minutes integer not null default 0,
  resolution_kind text,
  resolution text not null default '',
  satisfaction smallint check (satisfaction between 1 and 5),
  -- Which clock ran out, found by the clock and not yet taken note of by anybody.
  escalated_at timestamptz,
  escalated_clock text check (escalated_clock in ('answer', 'resolve')),
  escalation_seen_at timestamptz,
  escalation_seen_by uuid,
  primary key (workspace_id, id),
  unique (workspace_id, no),
  check ((state in ('solved', 'closed')) = (solved_at is not null)),
  check ((state = 'closed') = (closed_at is not null)),
  check ((state = 'waiting') = (waiting_since is not null)),
  check ((escalated_at is null) = (escalated_clock is null))
);
create index service_case_by_time on care.service_case (workspace_id, opened_at desc, id desc);
create index service_case_of_customer on care.service_case (workspace_id, customer_id, opened_at desc);
create index service_case_answer_due on care.service_case (workspace_id, answer_due_at) where state = 'open';
create index service_case_resolve_due on care.service_case (workspace_id, resolve_due_at) where state in ('open', 'answered');
create index service_case_close_due on care.service_case (workspace_id, close_due_at) where state = 'solved';
call liuyuan.protect('care.service_case', 'select, insert, update');
call liuyuan.let_system_read(
  'care.service_case', 'workspace_id, state, answer_due_at, resolve_due_at, close_due_at, escalated_clock'
);

-- What happened in a case, one row for each word and deed: never changed.
create table care.entry (
  workspace_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  kind text not null check (
    kind in (
      'opened', 'happened_again', 'note', 'answered', 'waiting', 'customer_back', 'reassigned', 'changed', 'escalated',
      'escalation_seen', 'solved', 'reopened', 'closed', 'rated', 'rating_asked'
    )
  ),
  at timestamptz not null,
  -- Null: a program, or the clock.
  by uuid,
  text text not null default '',
  detail jsonb not null default '{}',
  primary key (workspace_id, id),
  foreign key (workspace_id, case_id) references care.service_case on delete cascade
);
create index entry_of_case on care.entry (workspace_id, case_id, at, id);
call liuyuan.protect('care.entry', 'select, insert');

-- The workspaces where a clock has run out that nobody was told of, or where a solved case is to close; by their own clocks.
create function care.due(at timestamptz) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select w.workspace_id
  from staff.workspace w
  where exists (
      select from care.service_case c
      where c.workspace_id = w.workspace_id
        and c.state = 'open'
        and c.escalated_clock is null
        and c.answer_due_at <= coalesce(w.clock_at, at)
    )
    or exists (
      select from care.service_case c
      where c.workspace_id = w.workspace_id
        and c.state in ('open', 'answered')
        and c.escalated_clock is distinct from 'resolve'
        and c.resolve_due_at <= coalesce(w.clock_at, at)
    )
    or exists (
      select from care.service_case c
      where c.workspace_id = w.workspace_id
        and c.state = 'solved'
        and c.close_due_at <= coalesce(w.clock_at, at)
    )
$$;
alter function care.due(timestamptz) owner to liuyuan_system;
revoke all on function care.due(timestamptz) from public;
grant execute on function care.due(timestamptz) to liuyuan_app;
