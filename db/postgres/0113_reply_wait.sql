-- A hold is the answer to a question of the customer's: a service case, or a message that nobody has answered.
alter table channel.hold add column kind text not null default 'case' check (kind in ('case', 'reply'));
-- Of the hold that `held_by` names: a case before a message.
alter table channel.person add column held_kind text;
update channel.person set held_kind = 'case' where held_by is not null;

-- A customer who has written to an associate and waits for an answer (待回复): from the first message that nobody has answered.
create table care.reply_wait (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  -- The row it was told of; whose person that is may change.
  customer_id uuid not null,
  customer_no bigint not null,
  -- Whom they wrote to; empty: the team behind customer service.
  userid text not null,
  -- How we know: chat (archive, customer service, the first word after a link), or somebody of the brand wrote it down.
  heard text not null check (heard in ('chat', 'staff')),
  asked_at timestamptz not null,
  last_at timestamptz not null,
  messages integer not null default 1,
  -- When somebody is to have answered, counted in working hours; and when we stop waiting.
  due_at timestamptz not null,
  lapse_at timestamptz not null,
  -- answered: in the chat, or by what an associate sent in person. noted: an associate says that they have. let_be: needs none.
  outcome text check (outcome in ('answered', 'noted', 'let_be', 'lapsed')),
  ended_at timestamptz,
  ended_by uuid,
  -- Working minutes from the first message to the answer.
  answer_minutes integer,
  -- The clock ran out; somebody in charge has seen it.
  escalated_at timestamptz,
  seen_at timestamptz,
  seen_by uuid,
  primary key (workspace_id, id),
  check ((ended_at is null) = (outcome is null))
);
create unique index reply_wait_open on care.reply_wait (workspace_id, customer_id, userid) where ended_at is null;
create index reply_wait_due on care.reply_wait (workspace_id, due_at) where ended_at is null;
create index reply_wait_by_time on care.reply_wait (workspace_id, asked_at desc, id desc);
call liuyuan.protect('care.reply_wait', 'select, insert, update');
call liuyuan.let_system_read('care.reply_wait', 'workspace_id, ended_at, due_at, lapse_at, escalated_at');

-- The last answer of a pair, so that a message that is told late does not wait for an answer it has had.
create table care.last_answer (
  workspace_id uuid not null references staff.workspace,
  customer_id uuid not null,
  userid text not null,
  at timestamptz not null,
  primary key (workspace_id, customer_id, userid)
);
call liuyuan.protect('care.last_answer', 'select, insert, update');

-- The workspaces where a customer has waited too long, by their own clocks.
create function care.due_reply(at timestamptz) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select w.workspace_id
  from staff.workspace w
  where exists (
    select from care.reply_wait r
    where r.workspace_id = w.workspace_id
      and r.ended_at is null
      and r.due_at <= coalesce(w.clock_at, at)
      and (r.escalated_at is null or r.lapse_at <= coalesce(w.clock_at, at))
  )
$$;
alter function care.due_reply(timestamptz) owner to liuyuan_system;
revoke all on function care.due_reply(timestamptz) from public;
grant execute on function care.due_reply(timestamptz) to liuyuan_app;
