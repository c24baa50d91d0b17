-- A flash topic (快闪): a themed question for a short time, each choice of which gives a tag.
create table form.flash_topic (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  title text not null,
  body text not null,
  choices jsonb not null,
  -- How many may be chosen.
  most smallint not null check (most between 1 and 6),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  made_at timestamptz not null,
  made_by uuid,
  -- Thrown away, and found again by who takes that back.
  dropped_at timestamptz,
  primary key (workspace_id, id),
  check (starts_at < ends_at)
);
create index flash_topic_by_time on form.flash_topic (workspace_id, starts_at desc, id desc);
call liuyuan.protect('form.flash_topic', 'select, insert, update');

-- A browser that looked at a topic, and whether it took part: once.
create table form.flash_visit (
  workspace_id uuid not null references staff.workspace,
  topic_id uuid not null,
  visitor_id uuid not null,
  seen_at timestamptz not null,
  joined_at timestamptz,
  picks text[] not null default '{}',
  -- Known once the river has found out who it was.
  customer_id uuid,
  primary key (workspace_id, topic_id, visitor_id),
  foreign key (workspace_id, topic_id) references form.flash_topic,
  check ((joined_at is null) = (cardinality(picks) = 0))
);
create index flash_visit_joined on form.flash_visit (workspace_id, topic_id, joined_at desc) where joined_at is not null;
call liuyuan.protect('form.flash_visit', 'select, insert, update');
