-- E-mail is a way of reaching people.
alter table channel.message drop constraint message_carrier_check;
alter table channel.message add constraint message_carrier_check
  check (carrier in ('wecom_welcome', 'wecom_mass', 'staff_task', 'email'));
alter table channel.message add column subject text;
alter table channel.delivery add column subject text;
alter table channel.remote_call drop constraint remote_call_kind_check;
alter table channel.remote_call add constraint remote_call_kind_check check (kind in ('welcome', 'mass', 'mail'));

-- A word about one way of being reached, whatever the message is for. Letters need a yes; what comes in the chat does not.
alter table channel.consent drop constraint consent_kind_check;
alter table channel.consent add constraint consent_kind_check
  check (kind in ('opt_out', 'opt_in', 'do_not_disturb', 'disturb_again', 'channel_refused', 'channel_agreed'));
alter table channel.consent add column carrier text not null default '' check (carrier in ('', 'email'));
alter table channel.consent add constraint consent_carrier_named
  check ((kind in ('channel_refused', 'channel_agreed')) = (carrier <> ''));
alter table channel.person add column refused_carriers text[] not null default '{}';
alter table channel.person add column agreed_carriers text[] not null default '{}';

-- The mailbox that a brand writes from; the password is sealed.
create table channel.mailbox (
  workspace_id uuid primary key references staff.workspace,
  host text not null,
  port integer not null check (port between 1 and 65535),
  security text not null check (security in ('tls', 'starttls', 'none')),
  login text not null,
  password bytea,
  from_address text not null,
  from_name text not null,
  changed_at timestamptz not null,
  changed_by uuid,
  taken_at timestamptz,
  trouble_at timestamptz,
  trouble text,
  trouble_said text,
  check ((trouble_at is null) = (trouble is null))
);
call liuyuan.protect('channel.mailbox');

-- Addresses that a server has said do not exist, by the blind index of the identity.
create table channel.dead_address (
  workspace_id uuid not null references staff.workspace,
  key bytea not null,
  found_at timestamptz not null,
  said text not null,
  primary key (workspace_id, key)
);
call liuyuan.protect('channel.dead_address', 'select, insert');

-- As before, with letters among what may be due.
create or replace function channel.due(at timestamptz) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select w.workspace_id
  from staff.workspace w
  where exists (
      select from channel.delivery d
      where d.workspace_id = w.workspace_id
        and d.state in ('planned', 'claimed')
        and d.carrier in ('wecom_mass', 'staff_task', 'email')
        and d.due_at <= coalesce(w.clock_at, at)
        and (d.lease_until is null or d.lease_until <= at)
    )
    or exists (
      select from channel.remote_call c
      where c.workspace_id = w.workspace_id
        and c.state in ('sending', 'open', 'unknown')
        and (
          c.look_after <= at
          or c.closes_at <= coalesce(w.clock_at, at)
          or exists (select from channel.pause p where p.workspace_id = w.workspace_id and p.lifted_at is null)
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
