-- Referral (裂变): a customer invites friends by a code of their own; friends who stay are counted, once, and rewards follow.
create schema referral;
grant usage on schema referral to liuyuan_app, liuyuan_system;
grant create on schema referral to liuyuan_system;

create table referral.campaign (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  name text not null,
  -- draft: being written. live: may be joined. paused: nobody joins and nobody new is counted. ended: for good.
  state text not null check (state in ('draft', 'live', 'paused', 'ended')),
  -- What a customer reads who is asked to invite, and what a friend is told first.
  headline text not null,
  story text not null,
  welcome text not null,
  source_id uuid,
  userids text[] not null,
  -- Days a friend has to stay to be counted; and whether a first order is needed.
  stay_days integer not null check (stay_days between 0 and 60),
  needs_order boolean not null,
  -- How many friends of one person count at most.
  friends_max integer not null check (friends_max between 1 and 1000),
  -- What each counted friend gets; null: nothing.
  friend_reward_id uuid,
  from_at timestamptz,
  until_at timestamptz,
  made_at timestamptz not null,
  made_by uuid,
  changed_at timestamptz not null,
  launched_at timestamptz,
  launched_by uuid,
  ended_at timestamptz,
  ended_by uuid,
  primary key (workspace_id, id),
  check (from_at < until_at),
  check ((state = 'draft') = (launched_at is null)),
  check ((state = 'ended') = (ended_at is not null))
);
create index campaign_by_time on referral.campaign (workspace_id, made_at desc, id desc);
call liuyuan.protect('referral.campaign', 'select, insert, update');
call liuyuan.let_system_read('referral.campaign', 'workspace_id, id, state, until_at');

-- What somebody gets who brought so many friends.
create table referral.tier (
  workspace_id uuid not null,
  campaign_id uuid not null,
  people integer not null check (people between 1 and 1000),
  reward_id uuid not null,
  primary key (workspace_id, campaign_id, people),
  foreign key (workspace_id, campaign_id) references referral.campaign
);
call liuyuan.protect('referral.tier', 'select, insert, delete');

-- Somebody who takes part. Their code says by its parameter whose friend comes.
create table referral.inviter (
  workspace_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  customer_id uuid not null,
  customer_no bigint not null,
  state text not null,
  -- Who brought them into this campaign, and how many steps from the first: 0 is a first one.
  invited_by uuid,
  generation integer not null default 0 check (generation >= 0),
  parent_generation integer generated always as (case when invited_by is not null then generation - 1 end) stored,
  joined_at timestamptz not null,
  -- making: WeCom is to make the code. live. failed: it refused. gone: taken back after the end.
  code_phase text not null default 'making' check (code_phase in ('making', 'live', 'failed', 'gone')),
  code_errcode integer,
  config_id text,
  qr_url text,
  -- Something changed: what they get is to be worked out anew.
  stale_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, campaign_id, customer_id),
  unique (workspace_id, campaign_id, id),
  unique (workspace_id, campaign_id, id, generation),
  foreign key (workspace_id, campaign_id) references referral.campaign,
  -- Whoever brought them takes part in the same campaign, one step nearer to the first: a circle cannot be written down.
  foreign key (workspace_id, campaign_id, invited_by, parent_generation)
    references referral.inviter (workspace_id, campaign_id, id, generation),
  check ((invited_by is null) = (generation = 0))
);
create unique index inviter_of_state on referral.inviter (workspace_id, state);
create index inviter_stale on referral.inviter (workspace_id, stale_at) where stale_at is not null;
create index inviter_code on referral.inviter (workspace_id, joined_at) where code_phase = 'making';
create index inviter_by_joining on referral.inviter (workspace_id, campaign_id, joined_at desc, id desc);
call liuyuan.protect('referral.inviter', 'select, insert, update');
call liuyuan.let_system_read('referral.inviter', 'workspace_id, campaign_id, stale_at, code_phase');

-- A friend who came by somebody's code. Whose friend they are never changes: the first code counts (first touch).
create table referral.invitee (
  workspace_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  inviter_id uuid not null,
  customer_id uuid not null,
  customer_no bigint not null,
  -- waiting: has come, has not stayed long enough yet (or not ordered). counted. refused: never counts. left: went before.
  state text not null check (state in ('waiting', 'counted', 'refused', 'left')),
  -- Why a friend is refused: not_new, self, too_many, by_hand, not_live.
  refusal text,
  -- Something about them is suspicious: what they bring is frozen until somebody has looked.
  score double precision not null default 0,
  reasons text[] not null default '{}',
  suspicion text not null default 'none' check (suspicion in ('none', 'open', 'cleared', 'confirmed')),
  looked_at timestamptz,
  looked_by uuid,
  looked_note text,
  userid text not null,
  came_at timestamptz not null,
  ordered_at timestamptz,
  -- When they will have stayed long enough; null: an order is still missing.
  due_at timestamptz,
  ended_at timestamptz,
  friend_grant_id uuid,
  primary key (workspace_id, id),
  unique (workspace_id, campaign_id, customer_id),
  foreign key (workspace_id, campaign_id, inviter_id) references referral.inviter (workspace_id, campaign_id, id),
  check ((state = 'refused') = (refusal is not null))
);
create index invitee_of_inviter on referral.invitee (workspace_id, inviter_id, came_at, id);
create index invitee_by_time on referral.invitee (workspace_id, campaign_id, came_at desc, id desc);
create index invitee_of_customer on referral.invitee (workspace_id, customer_id);
create index invitee_due on referral.invitee (workspace_id, due_at) where state = 'waiting' and due_at is not null;
call liuyuan.protect('referral.invitee', 'select, insert, update');
call liuyuan.let_system_read('referral.invitee', 'workspace_id, state, due_at');

-- What an inviter was promised for a tier. A promise that had to be taken back can be made again: the next attempt.
create table referral.promise (
  workspace_id uuid not null,
  inviter_id uuid not null,
  people integer not null,
  attempt integer not null,
  -- Null: could not be promised, `refusal` says why.
  grant_id uuid,
  refusal text,
  hold_until timestamptz,
  is_frozen boolean not null default false,
  taken_back_at timestamptz,
  made_at timestamptz not null,
  primary key (workspace_id, inviter_id, people, attempt),
  foreign key (workspace_id, inviter_id) references referral.inviter
);
create unique index promise_standing on referral.promise (workspace_id, inviter_id, people) where taken_back_at is null;
call liuyuan.protect('referral.promise', 'select, insert, update');

-- The workspaces where a friend has stayed long enough, an inviter is to be worked out anew, a code is to be made or taken
-- back, or a campaign is over, by their own clocks.
create function referral.due(at timestamptz) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select w.workspace_id
  from staff.workspace w
  where exists (
      select from referral.invitee f
      where f.workspace_id = w.workspace_id
        and f.state = 'waiting'
        and f.due_at <= coalesce(w.clock_at, at)
    )
    or exists (
      select from referral.inviter i
      where i.workspace_id = w.workspace_id
        and (i.stale_at is not null or i.code_phase = 'making')
    )
    or exists (
      select from referral.campaign c
      where c.workspace_id = w.workspace_id
        and c.state in ('live', 'paused')
        and c.until_at <= coalesce(w.clock_at, at)
    )
$$;
alter function referral.due(timestamptz) owner to liuyuan_system;
revoke all on function referral.due(timestamptz) from public;
grant execute on function referral.due(timestamptz) to liuyuan_app;
