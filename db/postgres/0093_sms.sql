-- Short messages (短信) are a way of reaching people: an approved template and what stands in its gaps.
alter table channel.message drop constraint message_carrier_check;
alter table channel.message add constraint message_carrier_check
  check (carrier in ('wecom_welcome', 'wecom_mass', 'staff_task', 'email', 'sms'));
alter table channel.message add column sms jsonb;
alter table channel.delivery add column sms_params jsonb;
-- When the carrier says that it came, how many were billed, and what they cost in li (tenths of a fen).
alter table channel.delivery add column delivered_at timestamptz;
alter table channel.delivery add column segments integer;
alter table channel.delivery add column cost_li integer;
alter table channel.remote_call drop constraint remote_call_kind_check;
alter table channel.remote_call add constraint remote_call_kind_check check (kind in ('welcome', 'mass', 'mail', 'sms'));
create index remote_call_by_serial on channel.remote_call (workspace_id, remote_id) where kind = 'sms';

alter table channel.consent drop constraint consent_carrier_check;
alter table channel.consent add constraint consent_carrier_check check (carrier in ('', 'email', 'sms'));

-- Addresses and numbers that do not exist, by the blind index of the identity.
alter table channel.dead_address add column kind text not null default 'email' check (kind in ('email', 'phone'));

-- Numbers that have refused short messages by a reply, whoever they belong to now or later.
create table channel.refused_number (
  workspace_id uuid not null references staff.workspace,
  key bytea not null,
  refused_at timestamptz not null,
  primary key (workspace_id, key)
);
call liuyuan.protect('channel.refused_number');

-- The account that short messages go out from; the secret is sealed. `hook_id` is the part of the address at which the
-- provider tells of deliveries and replies that nobody can guess.
create table channel.sms_line (
  workspace_id uuid primary key references staff.workspace,
  provider text not null check (provider in ('tencent', 'aliyun')),
  key_id text not null,
  secret bytea not null,
  app_id text not null,
  region text not null,
  sign_name text not null,
  li_per_segment integer check (li_per_segment >= 0),
  endpoint text not null,
  hook_id uuid not null,
  changed_at timestamptz not null,
  changed_by uuid,
  taken_at timestamptz,
  heard_at timestamptz,
  trouble_at timestamptz,
  trouble text,
  trouble_said text,
  check ((trouble_at is null) = (trouble is null))
);
call liuyuan.protect('channel.sms_line');

-- Templates as they were approved.
create table channel.sms_template (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  code text not null,
  name text not null,
  kind text not null check (kind in ('notice', 'promotion')),
  text text not null,
  made_at timestamptz not null,
  made_by uuid,
  primary key (workspace_id, id),
  unique (workspace_id, code)
);
call liuyuan.protect('channel.sms_template');

grant select (kind) on channel.remote_call to liuyuan_system;

-- As before, with short messages among what may be due. One that was handed in has no end at which it would be called back.
create or replace function channel.due(at timestamptz) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select w.workspace_id
  from staff.workspace w
  where exists (
      select from channel.delivery d
      where d.workspace_id = w.workspace_id
        and d.state in ('planned', 'claimed')
        and d.carrier in ('wecom_mass', 'staff_task', 'email', 'sms')
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
            c.kind <> 'sms'
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
