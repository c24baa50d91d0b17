-- When the customer first followed the link of a message that was theirs alone.
alter table channel.delivery add column clicked_at timestamptz;

-- How often the link of a mass send was followed: one text for many, so nobody knows by whom.
create table channel.link_count (
  workspace_id uuid not null references staff.workspace,
  message_id uuid not null,
  clicks bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (workspace_id, message_id)
);
call liuyuan.protect('channel.link_count', 'select, insert, update');
