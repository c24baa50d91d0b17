-- Two roles besides the owner who migrates:
--   liuyuan_app     does all daily work; row-level security binds it to one workspace per transaction.
--   liuyuan_system  owns the few functions that look across workspaces and return ids only. Nobody logs in as it.
do $$
begin
  if not exists (select from pg_roles where rolname = 'liuyuan_app') then
    create role liuyuan_app nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'liuyuan_system') then
    create role liuyuan_system nologin;
  end if;
  -- Since Postgres 16 the maker of a role is not allowed to become it unless told so.
  execute format('grant liuyuan_app to %I', current_user);
  execute format('grant liuyuan_system to %I', current_user);
end
$$;

create schema liuyuan;
create schema staff;
create schema event;
create schema customer;
create schema commerce;
create schema ingestion;
create schema insight;
create schema playbook;

grant usage on schema liuyuan, staff, event, customer, commerce, ingestion, insight, playbook
  to liuyuan_app, liuyuan_system;
-- To own a function a role needs the right to create in its schema.
grant create on schema staff, event, ingestion to liuyuan_system;

-- The workspace of this transaction. After a transaction the setting is an empty string, hence nullif.
create function liuyuan.workspace() returns uuid
language sql stable parallel safe
as $$ select nullif(current_setting('liuyuan.workspace', true), '')::uuid $$;

-- Binds a table to the workspace of the transaction and grants the application what it may do with it.
create procedure liuyuan.protect(target regclass, privileges text default 'select, insert, update, delete')
language plpgsql
as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy of_workspace on %s to liuyuan_app using (workspace_id = liuyuan.workspace()) with check (workspace_id = liuyuan.workspace())',
    target
  );
  execute format('grant %s on %s to liuyuan_app', privileges, target);
end
$$;

-- Lets the functions of liuyuan_system see the rows of every workspace, for the columns they need.
create procedure liuyuan.let_system_read(target regclass, columns text)
language plpgsql
as $$
begin
  execute format('create policy of_system on %s for select to liuyuan_system using (true)', target);
  execute format('grant select (%s) on %s to liuyuan_system', columns, target);
end
$$;
