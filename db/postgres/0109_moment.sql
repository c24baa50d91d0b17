-- A moment (客户朋友圈) that the company asks its associates to post. Created over there by a job; each associate confirms.
create table campaign.moment (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  company text not null default '',
  text text not null,
  picture bytea,
  picture_type text not null default '',
  link jsonb,
  -- Who posts; empty: every associate. Who sees; empty: all their customers.
  userids text[] not null default '{}',
  tag_ids uuid[] not null default '{}',
  made_at timestamptz not null,
  made_by uuid,
  -- asked → sending (written down before the call) → making (a job over there) → running → ended. unknown: no proof either
  -- way, looked for in WeCom's list and never made again. failed, lost: ends.
  state text not null check (state in ('asked', 'sending', 'unknown', 'making', 'running', 'failed', 'lost', 'ended')),
  job_id text,
  remote_id text,
  errmsg text not null default '',
  called_at timestamptz,
  -- In real time.
  look_at timestamptz not null,
  looks integer not null default 0,
  cancelled_at timestamptz,
  cancelled_by uuid,
  primary key (workspace_id, id)
);
create index moment_by_time on campaign.moment (workspace_id, made_at desc, id desc);
create index moment_open on campaign.moment (workspace_id, look_at) where state in ('asked', 'sending', 'unknown', 'making', 'running');
create unique index moment_remote on campaign.moment (workspace_id, remote_id) where remote_id is not null;
call liuyuan.protect('campaign.moment', 'select, insert, update');
call liuyuan.let_system_read('campaign.moment', 'workspace_id, id, state, look_at');

-- Who is to post it, and who has; kept when WeCom does not tell any more (30 days).
create table campaign.moment_poster (
  workspace_id uuid not null,
  moment_id uuid not null,
  userid text not null,
  posted_at timestamptz,
  -- Customers whose phones show it; null: not known yet.
  viewers integer,
  primary key (workspace_id, moment_id, userid),
  foreign key (workspace_id, moment_id) references campaign.moment
);
call liuyuan.protect('campaign.moment_poster', 'select, insert, update');

-- What customers did with it. WeCom tells who and when, never the words of a comment.
create table campaign.moment_reaction (
  workspace_id uuid not null,
  moment_id uuid not null,
  userid text not null,
  kind text not null check (kind in ('like', 'comment')),
  -- The contact's id, or a member's userid.
  who text not null,
  at timestamptz not null,
  customer_id uuid,
  customer_no bigint,
  primary key (workspace_id, moment_id, userid, kind, who, at),
  foreign key (workspace_id, moment_id) references campaign.moment
);
call liuyuan.protect('campaign.moment_reaction', 'select, insert, delete');

create function campaign.due_moments(at timestamptz) returns table (workspace_id uuid, moment_id uuid)
language sql stable security definer set search_path = ''
as $$
  select m.workspace_id, m.id
  from campaign.moment m
  where m.state in ('asked', 'sending', 'unknown', 'making', 'running')
    and m.look_at <= at
$$;
alter function campaign.due_moments(timestamptz) owner to liuyuan_system;
revoke all on function campaign.due_moments(timestamptz) from public;
grant execute on function campaign.due_moments(timestamptz) to liuyuan_app;
