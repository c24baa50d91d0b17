-- When whom a code leads to: shifts, spare associates, a cap a day. Null: always to all of its associates.
alter table acquisition.contact_way add column schedule jsonb;
-- Whom WeCom has been told to lead to last; null: the code's own list.
alter table acquisition.contact_way add column served text[];
-- WeCom refused or did not answer: not asked again before then, in real time.
alter table acquisition.contact_way add column serve_after timestamptz;
alter table acquisition.contact_way add column serve_errcode integer;
create index contact_way_scheduled on acquisition.contact_way (workspace_id, id) where schedule is not null or served is not null;
call liuyuan.let_system_read('acquisition.contact_way', 'workspace_id, schedule, served, phase, archived_at');
grant create on schema acquisition to liuyuan_system;

-- The workspaces where whom a code leads to goes by the clock.
create function acquisition.scheduled() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select distinct w.workspace_id
  from acquisition.contact_way w
  where (w.schedule is not null or w.served is not null)
    and w.phase = 'live'
    and w.archived_at is null
$$;
alter function acquisition.scheduled() owner to liuyuan_system;
revoke all on function acquisition.scheduled() from public;
grant execute on function acquisition.scheduled() to liuyuan_app;
