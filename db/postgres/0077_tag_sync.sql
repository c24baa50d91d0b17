-- Tags go both ways: whether a group of ours is to be WeCom's too (one that came from there always is), what was renamed here
-- and has not reached WeCom yet, and why it could not.
alter table customer.tag_group add column is_shared boolean not null default false;
alter table customer.tag_group add column renamed_at timestamptz;
alter table customer.tag_group add column share_error text;
alter table customer.tag add column renamed_at timestamptz;
alter table customer.tag add column share_error text;

-- Which tags a pair of associate and contact is to wear in WeCom because of what is known here. A row is due until WeCom has
-- said yes; what WeCom will never take keeps its error.
create table customer.tag_mark (
  workspace_id uuid not null references staff.workspace,
  userid text not null,
  external_userid text not null,
  tag_id uuid not null,
  -- False: it is to be taken away.
  wants boolean not null,
  changed_at timestamptz not null,
  -- Null: settled, or given up with an error.
  due_at timestamptz,
  tries smallint not null default 0,
  sent_at timestamptz,
  error text,
  primary key (workspace_id, userid, external_userid, tag_id),
  foreign key (workspace_id, tag_id) references customer.tag on delete cascade
);
create index tag_mark_due on customer.tag_mark (workspace_id, due_at) where due_at is not null;
call liuyuan.protect('customer.tag_mark');
call liuyuan.let_system_read('customer.tag_mark', 'workspace_id, due_at');
grant create on schema customer to liuyuan_system;

-- The workspaces that have marks to bring to WeCom.
create function customer.marks_due(at timestamptz) returns setof uuid
language sql stable security definer set search_path = ''
as $$ select distinct m.workspace_id from customer.tag_mark m where m.due_at <= at $$;
alter function customer.marks_due(timestamptz) owner to liuyuan_system;
revoke all on function customer.marks_due(timestamptz) from public;
grant execute on function customer.marks_due(timestamptz) to liuyuan_app;
