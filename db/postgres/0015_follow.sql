-- The edge between an associate and a customer, one row for each spell of it: somebody who left and came back has two.
create table customer.follow (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  customer_id uuid not null,
  userid text not null,
  external_userid text not null,
  -- Where it came from: the parameter of the code that was scanned, and the source that it belongs to.
  state text not null default '',
  source_id uuid,
  add_way smallint,
  remark text not null default '',
  description text not null default '',
  started_at timestamptz not null,
  -- Null: the customer has asked and the associate has not confirmed; nothing can be sent yet.
  confirmed_at timestamptz,
  -- The customer deleted the associate; the associate deleted the customer. Either ends it.
  left_at timestamptz,
  removed_at timestamptz,
  ended_at timestamptz generated always as (least(left_at, removed_at)) stored,
  ended_by text generated always as (
    case
      when left_at is null and removed_at is null then null
      when removed_at is null or left_at <= removed_at then 'customer'
      else 'staff'
    end
  ) stored,
  last_chat_at timestamptz,
  -- True: found when contacts were read, not told by a callback.
  was_found boolean not null default false,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customer.customer
);
create unique index follow_live on customer.follow (workspace_id, userid, external_userid) where left_at is null and removed_at is null;
create index follow_of_contact on customer.follow (workspace_id, external_userid, userid, started_at desc);
create index follow_of_customer on customer.follow (workspace_id, customer_id);
create index follow_of_source on customer.follow (workspace_id, source_id, started_at) where source_id is not null;
create index follow_of_state on customer.follow (workspace_id, state, started_at) where state <> '';
call liuyuan.protect('customer.follow', 'select, insert, update');

-- Tags that WeCom's corp tags are mirrored into keep the id that they have there.
alter table customer.tag_group add column wecom_id text;
alter table customer.tag add column wecom_id text;
create unique index tag_group_of_wecom on customer.tag_group (workspace_id, wecom_id) where wecom_id is not null;
create unique index tag_of_wecom on customer.tag (workspace_id, wecom_id) where wecom_id is not null;
-- Whose tag it is: in WeCom a tag belongs to the pair of associate and customer.
alter table customer.tagging add column userid text;
alter table customer.tagging drop constraint tagging_source_check;
alter table customer.tagging add constraint tagging_source_check
  check (source in ('form', 'purchase', 'staff', 'flash_topic', 'chat', 'click', 'import', 'rule', 'api', 'wecom'));
