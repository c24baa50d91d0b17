-- A story (案例) is read only while the customer whose it is allows it. Who allowed it how, and when it was taken back, stays.
create table reading.permission (
  workspace_id uuid not null,
  id uuid not null,
  article_id uuid not null,
  customer_id uuid not null,
  how text not null check (how in ('chat', 'form', 'phone', 'paper')),
  -- What they said, or where it is kept.
  proof text not null,
  given_on date not null,
  recorded_at timestamptz not null,
  recorded_by uuid,
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  withdrawn_why text not null default '',
  primary key (workspace_id, id),
  foreign key (workspace_id, article_id) references reading.article
);
create unique index permission_standing on reading.permission (workspace_id, article_id) where withdrawn_at is null;
call liuyuan.protect('reading.permission', 'select, insert, update');

-- The material by which associates are offered it, where a customer of theirs has a need that it answers.
alter table reading.article add column material_id uuid;
