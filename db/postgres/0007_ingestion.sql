create table ingestion.import (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  no integer not null,
  kind text not null check (kind in ('customers', 'orders')),
  file_name text not null,
  file_path text not null,
  file_hash bytea not null,
  file_bytes bigint not null,
  -- Encoding, delimiter, meaning of the columns: as confirmed by the person who started it.
  settings jsonb not null,
  state text not null check (state in ('draft', 'queued', 'running', 'finished', 'failed', 'cancelled', 'undoing', 'undone')),
  -- Where to go on after a kill: the line of the file after the last committed chunk, and the byte it begins at.
  next_line integer not null default 1,
  next_byte bigint not null default 0,
  rows_read integer not null default 0,
  rows_taken integer not null default 0,
  rows_failed integer not null default 0,
  failure jsonb,
  created_at timestamptz not null,
  created_by uuid,
  started_at timestamptz,
  finished_at timestamptz,
  undone_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, no)
);
create index import_of_file on ingestion.import (workspace_id, file_hash);
call liuyuan.protect('ingestion.import', 'select, insert, update');
call liuyuan.let_system_read('ingestion.import', 'workspace_id, id, state');

create table ingestion.import_error (
  workspace_id uuid not null,
  import_id uuid not null,
  line integer not null,
  column_name text not null,
  code text not null,
  params jsonb not null default '{}',
  original text not null,
  primary key (workspace_id, import_id, line, column_name, code),
  foreign key (workspace_id, import_id) references ingestion.import
);
call liuyuan.protect('ingestion.import_error', 'select, insert, delete');

-- Column mappings that worked before, offered again for a file with the same header.
create table ingestion.mapping_memory (
  workspace_id uuid not null references staff.workspace,
  kind text not null,
  header_hash bytea not null,
  mapping jsonb not null,
  used_at timestamptz not null,
  primary key (workspace_id, kind, header_hash)
);
call liuyuan.protect('ingestion.mapping_memory');
