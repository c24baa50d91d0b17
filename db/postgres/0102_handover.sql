-- Who answers for a customer whose associate has left or hands them over (离职/在职继承), until the successor has the customer as
-- a contact. It stands from the moment a handover begins; whoever refused the successor keeps theirs.
create table customer.charge (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  -- The row that is the contact; whose person that is may change.
  customer_id uuid not null,
  external_userid text not null,
  from_userid text not null,
  to_userid text not null,
  in_charge text not null,
  began_at timestamptz not null,
  -- WeCom says that the successor has them; the contact with the one before is no way to them any more.
  taken_at timestamptz,
  ended_at timestamptz,
  primary key (workspace_id, id)
);
-- A customer of an associate is in one handover at a time: two clicks hand over once.
create unique index charge_standing on customer.charge (workspace_id, from_userid, external_userid) where ended_at is null;
create index charge_of on customer.charge (workspace_id, external_userid) where ended_at is null;
create index charge_of_customer on customer.charge (workspace_id, customer_id, began_at desc);
call liuyuan.protect('customer.charge', 'select, insert, update');

-- Who is to keep a promise now; null: whoever gave it.
alter table customer.promise add column keeper text;

-- Who answers for the customers of an associate who has left, until somebody hands them over.
create table customer.caretaker (
  workspace_id uuid primary key references staff.workspace,
  userid text not null,
  set_at timestamptz not null,
  set_by uuid
);
call liuyuan.protect('customer.caretaker', 'select, insert, update');

create schema handover;
grant usage on schema handover to liuyuan_app, liuyuan_system;
grant create on schema handover to liuyuan_system;

-- WeCom's own list of customers whom nobody serves any more, as it was read last, and when it is to be read again.
create table handover.reading (
  workspace_id uuid not null references staff.workspace,
  company text not null,
  due_at timestamptz,
  read_at timestamptz,
  primary key (workspace_id, company)
);
call liuyuan.protect('handover.reading', 'select, insert, update');
call liuyuan.let_system_read('handover.reading', 'workspace_id, due_at');

create table handover.leaver (
  workspace_id uuid not null references staff.workspace,
  userid text not null,
  left_at timestamptz,
  customers integer not null,
  primary key (workspace_id, userid)
);
call liuyuan.protect('handover.leaver');

-- One handover: the customers of one associate go to one or several successors.
create table handover.handover (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  from_userid text not null,
  reason text not null check (reason in ('resigned', 'on_job')),
  note text not null,
  -- What WeCom tells the customer, on the job only; empty: WeCom's own words.
  message text not null,
  -- Who answers meanwhile; empty: the successor of each.
  caretaker text not null,
  customers integer not null,
  begun_at timestamptz not null,
  begun_by uuid,
  primary key (workspace_id, id)
);
create index handover_by_time on handover.handover (workspace_id, begun_at desc, id desc);
call liuyuan.protect('handover.handover', 'select, insert');

-- One call to WeCom for up to a hundred customers: written down before it is made. sending → answered | refused (certainly not
-- done) | unknown; what is unknown is asked after and never repeated blindly.
create table handover.call (
  workspace_id uuid not null,
  id uuid not null,
  handover_id uuid not null,
  to_userid text not null,
  customers integer not null,
  state text not null check (state in ('sending', 'unknown', 'answered', 'refused')),
  called_at timestamptz not null,
  -- The same by the workspace's clock.
  present_at timestamptz not null,
  look_after timestamptz not null,
  errcode integer,
  errmsg text not null default '',
  primary key (workspace_id, id),
  foreign key (workspace_id, handover_id) references handover.handover
);
create index call_open on handover.call (workspace_id, look_after) where state in ('sending', 'unknown');
call liuyuan.protect('handover.call', 'select, insert, update');
call liuyuan.let_system_read('handover.call', 'workspace_id, state, look_after');

-- One customer of a handover. planned → asking (a call is under way) → waiting (the customer has a day to say no) → taken (WeCom
-- says that the successor has them) → done (the successor's contact stands here). refused by the customer, limit (the
-- successor has too many), failed (WeCom refused otherwise), gone (not a customer of the one before any more): those end it
-- until another successor is named.
create table handover.move (
  workspace_id uuid not null,
  id uuid not null,
  handover_id uuid not null,
  customer_id uuid not null,
  external_userid text not null,
  charge_id uuid not null,
  to_userid text not null,
  state text not null check (
    state in ('planned', 'asking', 'waiting', 'taken', 'done', 'refused', 'limit', 'failed', 'gone')
  ),
  errcode integer,
  call_id uuid,
  asked_at timestamptz,
  -- When WeCom hands them over if the customer says nothing.
  expected_at timestamptz,
  ended_at timestamptz,
  -- When it is looked at next, in real time; null: nothing is to be done.
  look_after timestamptz,
  looks integer not null default 0,
  primary key (workspace_id, id),
  unique (workspace_id, handover_id, external_userid),
  foreign key (workspace_id, handover_id) references handover.handover
);
create index move_due on handover.move (workspace_id, look_after) where look_after is not null;
create index move_of_contact on handover.move (workspace_id, external_userid);
create index move_of_customer on handover.move (workspace_id, customer_id);
create index move_of_call on handover.move (workspace_id, call_id);
call liuyuan.protect('handover.move', 'select, insert, update');
call liuyuan.let_system_read('handover.move', 'workspace_id, look_after');

-- What happened to a customer of a handover, and what went along; never changed.
create table handover.entry (
  workspace_id uuid not null,
  id uuid not null,
  handover_id uuid not null,
  move_id uuid,
  kind text not null,
  at timestamptz not null,
  by uuid,
  detail jsonb not null default '{}',
  primary key (workspace_id, id),
  foreign key (workspace_id, handover_id) references handover.handover
);
create index entry_of_handover on handover.entry (workspace_id, handover_id, at, id);
create index entry_of_move on handover.entry (workspace_id, move_id, at, id);
call liuyuan.protect('handover.entry', 'select, insert');

-- The workspaces where WeCom is to be asked for something or after something.
create function handover.due(at timestamptz) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select w.workspace_id
  from staff.workspace w
  where exists (
      select from handover.move m
      where m.workspace_id = w.workspace_id
        and m.look_after <= at
    )
    or exists (
      select from handover.call c
      where c.workspace_id = w.workspace_id
        and c.state in ('sending', 'unknown')
        and c.look_after <= at
    )
    or exists (
      select from handover.reading r
      where r.workspace_id = w.workspace_id
        and r.due_at <= at
    )
$$;
alter function handover.due(timestamptz) owner to liuyuan_system;
revoke all on function handover.due(timestamptz) from public;
grant execute on function handover.due(timestamptz) to liuyuan_app;
