-- A grant whose campaign has to say first that it is deserved: without its word the end of the hold gives nothing.
alter table reward.reward_grant add column is_vouched boolean not null default true;
drop index reward.grant_due;
create index grant_due on reward.reward_grant (workspace_id, hold_until) where state = 'pending' and is_vouched;
grant select (is_vouched) on reward.reward_grant to liuyuan_system;

create or replace function reward.due(at timestamptz) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select w.workspace_id
  from staff.workspace w
  where exists (
      select from reward.reward_grant g
      where g.workspace_id = w.workspace_id
        and g.state = 'pending'
        and g.is_vouched
        and g.hold_until <= coalesce(w.clock_at, at)
    )
    or exists (
      select from reward.reward_grant g
      where g.workspace_id = w.workspace_id
        and g.state = 'posted'
        and g.expires_at <= coalesce(w.clock_at, at)
    )
$$;
