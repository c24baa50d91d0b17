-- How many calls of one path may be under way at once for a company, shared by all workers: who holds how many seats, and until
-- when they count if their holder dies. One row for each path, locked while seats are given.
create table corp.api_seats (
  workspace_id uuid not null references staff.workspace,
  company text not null,
  api text not null,
  -- {"<holder>": {"seats": 8, "until": "2026-11-11T10:00:15Z"}}
  holders jsonb not null default '{}',
  primary key (workspace_id, company, api)
);
call liuyuan.protect('corp.api_seats');
