-- How far the messages of a customer service account (微信客服) were read. A page and its cursor are committed together, so that
-- whoever goes on after a kill fetches one page again at most.
create table ingestion.service_account (
  workspace_id uuid not null references staff.workspace,
  -- With whose it is before it, as all ids of WeCom.
  open_kfid text not null,
  cursor text not null default '',
  -- Of the newest callback: with it, and for ten minutes, reading is not strictly limited.
  token text not null default '',
  token_at timestamptz,
  read_at timestamptz,
  primary key (workspace_id, open_kfid)
);
call liuyuan.protect('ingestion.service_account');

-- What WeCom told that a person has to see to: a link nobody answers any more, a quota that runs out, a customer whom nobody
-- took over. Until somebody has seen to it, the same thing told again is the same notice.
create table ingestion.notice (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  company text not null,
  kind text not null,
  -- What it is about: a link, or the pair of associate and contact; empty: the company.
  subject text not null,
  customer_id uuid,
  userid text not null default '',
  reason text not null default '',
  -- Of a quota that expires.
  quota integer,
  expires_at timestamptz,
  first_told_at timestamptz not null,
  told_at timestamptz not null,
  settled_at timestamptz,
  -- Null with settled_at: it settled itself.
  settled_by uuid,
  primary key (workspace_id, id)
);
create unique index notice_open on ingestion.notice (workspace_id, company, kind, subject) where settled_at is null;
call liuyuan.protect('ingestion.notice');

-- What the customer said to the associate's chats being kept in the archive (会话存档): agreed, refused, or nothing yet.
alter table customer.follow add column archive_said text not null default '';
alter table customer.follow add column archive_said_at timestamptz;
