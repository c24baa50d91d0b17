create schema almanac;
grant usage on schema almanac to liuyuan_app, liuyuan_system;

-- How a year's public holidays (节假日与调休) are arranged, where somebody has written it down for the workspace; otherwise the
-- table that comes with the program counts. The State Council announces the next year's each November.
create table almanac.arrangement (
  workspace_id uuid not null references staff.workspace,
  year smallint not null,
  -- [{on, is: rest | work, name}]
  days jsonb not null,
  changed_at timestamptz not null,
  changed_by uuid,
  primary key (workspace_id, year)
);
call liuyuan.protect('almanac.arrangement', 'select, insert, update, delete');
