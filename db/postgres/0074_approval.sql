-- A launch that reaches more people than one may decide on alone: who asks for it, for how many, and what another says.
-- Open until there is a verdict. A draft that was changed since is another launch, and needs to be asked for anew.
create table journey.approval (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  journey_id uuid not null,
  draft_no integer not null,
  with_those_inside boolean not null,
  -- As many as the asker was shown.
  audience integer not null,
  reason text not null,
  asked_at timestamptz not null,
  -- Null: a program asked, under a key.
  asked_by uuid,
  verdict text check (verdict in ('approved', 'refused', 'withdrawn')),
  verdict_reason text not null default '',
  decided_at timestamptz,
  decided_by uuid,
  -- The version that an approved launch became.
  version integer,
  primary key (workspace_id, id),
  foreign key (workspace_id, journey_id) references journey.journey on delete cascade,
  check ((verdict is null) = (decided_at is null)),
  -- Nobody approves what they have asked for themselves, and no program approves anything.
  check (verdict is distinct from 'approved' or (decided_by is not null and decided_by is distinct from asked_by))
);
create unique index approval_open on journey.approval (workspace_id, journey_id) where verdict is null;
create index approval_of_journey on journey.approval (workspace_id, journey_id, asked_at desc);
call liuyuan.protect('journey.approval', 'select, insert, update, delete');
