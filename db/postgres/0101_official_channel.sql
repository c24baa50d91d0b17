-- An official account (公众号) is a way of reaching people: one by one while a window stands, and many by a tag.
alter table channel.message drop constraint message_carrier_check;
alter table channel.message add constraint message_carrier_check
  check (carrier in ('wecom_welcome', 'wecom_mass', 'staff_task', 'email', 'sms', 'official_message', 'official_mass'));
alter table channel.remote_call drop constraint remote_call_kind_check;
alter table channel.remote_call add constraint remote_call_kind_check
  check (kind in ('welcome', 'mass', 'mail', 'sms', 'official', 'official_mass'));
create index remote_call_of_remote on channel.remote_call (workspace_id, remote_id) where remote_id is not null;

-- As before, for every way but the welcome, which has a loop of its own.
create or replace function channel.due(at timestamptz) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select w.workspace_id
  from staff.workspace w
  where exists (
      select from channel.delivery d
      where d.workspace_id = w.workspace_id
        and d.state in ('planned', 'claimed')
        and d.carrier in ('wecom_mass', 'staff_task', 'email', 'sms', 'official_message', 'official_mass')
        and d.due_at <= coalesce(w.clock_at, at)
        and (d.lease_until is null or d.lease_until <= at)
    )
    or exists (
      select from channel.remote_call c
      where c.workspace_id = w.workspace_id
        and c.state in ('sending', 'open', 'unknown')
        and (
          c.look_after <= at
          or (
            c.kind not in ('sms', 'official_mass')
            and (
              c.closes_at <= coalesce(w.clock_at, at)
              or exists (select from channel.pause p where p.workspace_id = w.workspace_id and p.lifted_at is null)
            )
          )
        )
    )
    or exists (
      select from channel.staff_task t
      where t.workspace_id = w.workspace_id
        and t.state = 'open'
        and (
          t.closes_at <= coalesce(w.clock_at, at)
          or exists (select from channel.pause p where p.workspace_id = w.workspace_id and p.lifted_at is null)
        )
    )
$$;

-- What went to a follower within their window.
create index delivery_of_follower on channel.delivery (workspace_id, external_userid, slot_at) where carrier = 'official_message';
