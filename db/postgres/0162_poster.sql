-- Posters (海报): a picture of the brand's own with a code on it.
create schema poster;
grant usage on schema poster to liuyuan_app, liuyuan_system;

create table poster.poster (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  name text not null,
  -- Size, colour and layers; see contract/poster.ts.
  plan jsonb not null,
  -- What lies under the layers.
  background bytea check (octet_length(background) <= 1000000),
  background_type text not null default '',
  -- Grows with every change: pictures are kept by browsers under it, and nobody writes over what they have not seen.
  version integer not null default 1,
  made_at timestamptz not null,
  made_by uuid,
  changed_at timestamptz not null,
  archived_at timestamptz,
  primary key (workspace_id, id)
);
create index poster_by_time on poster.poster (workspace_id, changed_at desc, id desc);
call liuyuan.protect('poster.poster', 'select, insert, update');
