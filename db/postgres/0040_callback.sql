-- What was heard from WeCom lately, by the hash of its decrypted content: a repeated or replayed callback adds nothing. It
-- is kept longer than a signature is believed; after that the river's permanent key stands alone.
create table ingestion.callback (
  workspace_id uuid not null references staff.workspace,
  hash bytea not null,
  received_at timestamptz not null,
  primary key (workspace_id, hash)
);
create index callback_by_time on ingestion.callback (workspace_id, received_at);
call liuyuan.protect('ingestion.callback');

-- Contacts whose details are to be read from WeCom. A contact that changes while it is read is read again: the reader
-- takes away only the wish that it saw.
create table ingestion.contact_wish (
  workspace_id uuid not null references staff.workspace,
  external_userid text not null,
  wished_at timestamptz not null,
  -- Not before this instant; null: given up until something new is heard.
  due_at timestamptz,
  tries smallint not null default 0,
  error text,
  primary key (workspace_id, external_userid)
);
create index contact_wish_due on ingestion.contact_wish (workspace_id, due_at) where due_at is not null;
call liuyuan.protect('ingestion.contact_wish');
call liuyuan.let_system_read('ingestion.contact_wish', 'workspace_id, due_at');

-- The workspaces that have contacts to read.
create function ingestion.contacts_due(at timestamptz) returns setof uuid
language sql stable security definer set search_path = ''
as $$ select distinct w.workspace_id from ingestion.contact_wish w where w.due_at <= at $$;
alter function ingestion.contacts_due(timestamptz) owner to liuyuan_system;
revoke all on function ingestion.contacts_due(timestamptz) from public;
grant execute on function ingestion.contacts_due(timestamptz) to liuyuan_app;
