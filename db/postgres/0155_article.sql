-- Articles (文章) on the brand's own pages, and how they are read (雷达): who opened them, how long, how far, by whose sharing.
create schema reading;
grant usage on schema reading to liuyuan_app, liuyuan_system;
grant create on schema reading to liuyuan_system;

-- What is being written; what people read is a version.
create table reading.article (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  kind text not null check (kind in ('article', 'story')),
  title text not null,
  summary text not null,
  body text not null,
  -- Which needs it answers: who reads it has shown them.
  tag_ids uuid[] not null default '{}',
  -- What is offered at its end.
  hook_id uuid,
  draft_no integer not null default 1,
  -- The version that stands; null: not published yet.
  version integer,
  -- What it is found by: words, pinyin and initials.
  words text[] not null default '{}',
  made_at timestamptz not null,
  made_by uuid,
  changed_at timestamptz not null,
  archived_at timestamptz,
  primary key (workspace_id, id)
);
create index article_by_time on reading.article (workspace_id, changed_at desc, id desc);
call liuyuan.protect('reading.article', 'select, insert, update');

create table reading.version (
  workspace_id uuid not null,
  article_id uuid not null,
  no integer not null,
  draft_no integer not null,
  title text not null,
  summary text not null,
  body text not null,
  sections text[] not null,
  characters integer not null,
  published_at timestamptz not null,
  published_by uuid,
  primary key (workspace_id, article_id, no),
  foreign key (workspace_id, article_id) references reading.article
);
call liuyuan.protect('reading.version', 'select, insert');

-- A browser that opened an article, and how it was read there in all; programs are left out.
create table reading.opening (
  workspace_id uuid not null,
  id uuid not null,
  article_id uuid not null,
  visitor_id uuid not null,
  -- The row they were known by then, or were found by since; null: nobody knows yet.
  customer_id uuid,
  customer_no bigint,
  -- Whose sharing brought them: an opening of the same article, or a customer whose own link was passed on.
  from_opening uuid,
  from_customer uuid,
  generation smallint not null default 0,
  -- By the workspace's own clock.
  first_at timestamptz not null,
  last_at timestamptz not null,
  times integer not null default 1,
  -- In real time: nobody reads longer than this has passed.
  began_at timestamptz not null,
  seconds integer not null default 0 check (seconds >= 0),
  depth smallint not null default 0 check (depth between 0 and 100),
  -- When it is looked at whether this was reading; null: nothing is to be said of it.
  settle_at timestamptz,
  told_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, article_id, visitor_id),
  foreign key (workspace_id, article_id) references reading.article,
  foreign key (workspace_id, from_opening) references reading.opening
);
create index opening_by_time on reading.opening (workspace_id, article_id, last_at desc, id desc);
create index opening_of_customer on reading.opening (workspace_id, customer_id) where customer_id is not null;
create index opening_from on reading.opening (workspace_id, from_opening) where from_opening is not null;
create index opening_to_settle on reading.opening (workspace_id, settle_at) where settle_at is not null;
call liuyuan.protect('reading.opening', 'select, insert, update');
call liuyuan.let_system_read('reading.opening', 'workspace_id, settle_at');

-- One look at the page, and the newest that it told of itself. What it tells is a sum from its beginning: telling it twice, or the
-- older after the newer, changes nothing.
create table reading.view (
  workspace_id uuid not null,
  id uuid not null,
  opening_id uuid not null,
  version integer not null,
  -- In real time: no look lasts longer than has passed since.
  began_at timestamptz not null,
  told_no integer not null default 0,
  seconds integer not null default 0 check (seconds >= 0),
  depth smallint not null default 0 check (depth between 0 and 100),
  sections integer[] not null default '{}',
  primary key (workspace_id, id),
  foreign key (workspace_id, opening_id) references reading.opening
);
create index view_of_opening on reading.view (workspace_id, opening_id);
call liuyuan.protect('reading.view', 'select, insert, update');

create function reading.due(at timestamptz) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select w.workspace_id
  from staff.workspace w
  where exists (
    select from reading.opening o
    where o.workspace_id = w.workspace_id
      and o.settle_at <= at
  )
$$;
alter function reading.due(timestamptz) owner to liuyuan_system;
revoke all on function reading.due(timestamptz) from public;
grant execute on function reading.due(timestamptz) to liuyuan_app;

-- Reading is evidence of a need.
alter table customer.tagging drop constraint tagging_source_check;
alter table customer.tagging add constraint tagging_source_check
  check (source in ('form', 'purchase', 'staff', 'flash_topic', 'chat', 'click', 'import', 'rule', 'api', 'wecom', 'article'));

-- From which article a hook was claimed.
alter table acquisition.hook_claim add column article_id uuid;
create index hook_claim_of_article on acquisition.hook_claim (workspace_id, article_id) where article_id is not null;
