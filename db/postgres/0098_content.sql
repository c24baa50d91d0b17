create schema content;
grant usage on schema content to liuyuan_app;

-- A material of content that associates choose from: words, what needs it answers, and why it is offered now.
create table content.material (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  title text not null,
  text text not null,
  link jsonb,
  purpose text not null check (purpose in ('service', 'value', 'promotion')),
  tag_ids uuid[] not null default '{}',
  story text not null default '',
  -- Days of the workspace, both included; null: always.
  from_on date,
  until_on date,
  -- What it is found by: words, pinyin and initials.
  words text[] not null,
  made_at timestamptz not null,
  made_by uuid,
  changed_at timestamptz not null,
  archived_at timestamptz,
  primary key (workspace_id, id),
  check (from_on <= until_on)
);
create index material_by_time on content.material (workspace_id, changed_at desc, id desc);
call liuyuan.protect('content.material', 'select, insert, update');

-- A prepared answer (话术).
create table content.quick_reply (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  category text not null,
  title text not null,
  text text not null,
  words text[] not null,
  made_at timestamptz not null,
  made_by uuid,
  changed_at timestamptz not null,
  archived_at timestamptz,
  primary key (workspace_id, id)
);
call liuyuan.protect('content.quick_reply', 'select, insert, update');

-- Which answers an associate keeps at hand.
create table content.favourite (
  workspace_id uuid not null,
  userid text not null,
  reply_id uuid not null,
  primary key (workspace_id, userid, reply_id)
);
call liuyuan.protect('content.favourite', 'select, insert, delete');

-- An answer that was taken in a chat.
create table content.reply_use (
  workspace_id uuid not null,
  id uuid not null,
  reply_id uuid not null,
  userid text not null,
  customer_id uuid not null,
  used_at timestamptz not null,
  primary key (workspace_id, id)
);
create index reply_use_of on content.reply_use (workspace_id, reply_id, used_at desc);
call liuyuan.protect('content.reply_use', 'select, insert');

-- What an associate sends of her own accord is a message of the material that she chose.
alter table channel.message drop constraint message_cause_kind_check;
alter table channel.message add constraint message_cause_kind_check
  check (cause_kind in ('journey', 'welcome', 'test', 'material'));
alter table channel.message add column material_id uuid;
alter table channel.message add constraint message_material_named check ((cause_kind = 'material') = (material_id is not null));
create index message_of_material on channel.message (workspace_id, material_id) where material_id is not null;
-- A welcome has no journey either: it is no material, and must not pay for it.
create index delivery_of_material on channel.delivery (workspace_id, message_id) where journey_id is null and carrier = 'staff_task';
