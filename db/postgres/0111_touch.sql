-- Where somebody met the brand: each contact with a source of ours, in the order of time, from the first to the last.
create table acquisition.touch (
  workspace_id uuid not null references staff.workspace,
  event_id uuid not null,
  -- The row it was told of; whose person that is may change.
  customer_id uuid not null,
  at timestamptz not null,
  kind text not null check (kind in ('follow', 'subscription', 'landing', 'form', 'hook')),
  source_id uuid,
  -- The code's parameter, or what the page was called.
  subject text not null default '',
  primary key (workspace_id, event_id)
);
create index touch_of_customer on acquisition.touch (workspace_id, customer_id, at);
call liuyuan.protect('acquisition.touch', 'select, insert');
