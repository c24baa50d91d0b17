-- What WeCom's picture of a code holds, so that it can be printed at any size; null: not read.
alter table acquisition.contact_way add column code_text text;

-- Many codes from one table: looked at first, made in the background. One at a time.
create table acquisition.way_batch (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  file_name text not null,
  lines integer not null,
  made_at timestamptz not null,
  made_by uuid,
  ended_at timestamptz,
  stopped_at timestamptz,
  primary key (workspace_id, id)
);
create unique index way_batch_running on acquisition.way_batch (workspace_id) where ended_at is null;
call liuyuan.protect('acquisition.way_batch', 'select, insert, update');

-- A line and its code. waiting → asking → made | refused; what was asked and not answered stays asking until WeCom's own list
-- says whether it is there: made, or waiting again. waiting → stopped.
create table acquisition.way_batch_line (
  workspace_id uuid not null references staff.workspace,
  batch_id uuid not null,
  line integer not null,
  way_id uuid not null,
  state text not null check (state in ('waiting', 'asking', 'made', 'refused', 'stopped')),
  -- When WeCom was asked last, in real time, and how often so far.
  asked_at timestamptz,
  tries integer not null default 0,
  errcode integer,
  primary key (workspace_id, batch_id, line),
  foreign key (workspace_id, batch_id) references acquisition.way_batch,
  foreign key (workspace_id, way_id) references acquisition.contact_way
);
create unique index way_batch_line_of_way on acquisition.way_batch_line (workspace_id, way_id);
create index way_batch_line_open on acquisition.way_batch_line (workspace_id, batch_id, line) where state in ('waiting', 'asking');
call liuyuan.protect('acquisition.way_batch_line', 'select, insert, update');
