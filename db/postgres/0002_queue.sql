-- Ordinary jobs run on graphile-worker, which brings its schema itself (after these files) and does its own row-level
-- security, so it has a role of its own that owns that schema and nothing else.
do $$
begin
  if not exists (select from pg_roles where rolname = 'liuyuan_queue') then
    create role liuyuan_queue nologin;
  end if;
  execute format('grant liuyuan_queue to %I', current_user);
  -- graphile-worker says `create schema if not exists`, which asks for this right even when the schema exists.
  execute format('grant create on database %I to liuyuan_queue', current_database());
end
$$;

create schema graphile_worker authorization liuyuan_queue;
create schema queue;
grant usage on schema queue to liuyuan_app;
grant usage, create on schema queue to liuyuan_queue;
grant usage on schema liuyuan to liuyuan_queue;

-- The processes that work on jobs. A process whose count stands still is dead, and its jobs go to another.
create table queue.worker (
  id text primary key,
  beats bigint not null
);
grant select, insert, update, delete on queue.worker to liuyuan_queue;

-- Adds a job in the caller's transaction. A job with the key of one that has not begun replaces it.
create function queue.add_job(workspace uuid, name text, payload json, key text, serial text, run_at timestamptz) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  if workspace is distinct from coalesce(liuyuan.workspace(), workspace) then
    raise exception 'a job for another workspace' using errcode = 'insufficient_privilege';
  end if;
  perform graphile_worker.add_job(
    identifier => name,
    payload => json_build_object('workspaceId', workspace, 'payload', payload),
    queue_name => workspace || ':' || serial,
    run_at => run_at,
    job_key => workspace || ':' || name || ':' || key
  );
end
$$;
alter function queue.add_job(uuid, text, json, text, text, timestamptz) owner to liuyuan_queue;
revoke all on function queue.add_job(uuid, text, json, text, text, timestamptz) from public;
grant execute on function queue.add_job(uuid, text, json, text, text, timestamptz) to liuyuan_app;
