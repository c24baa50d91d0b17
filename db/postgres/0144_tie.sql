-- How strong the tie to a person is (关系强度), as the newest snapshot of predictions says: what the contact policy asks. Who came
-- after it has no row and is judged by their last sign of life.
create table customer.tie (
  workspace_id uuid not null references staff.workspace,
  -- The row that stands for the person.
  person_id uuid not null,
  level text not null check (level in ('silent', 'weak', 'medium', 'strong')),
  -- Since which snapshot it is so, and what it was before; null: nothing.
  since timestamptz not null,
  was text check (was in ('silent', 'weak', 'medium', 'strong')),
  primary key (workspace_id, person_id),
  foreign key (workspace_id, person_id) references customer.customer
);
call liuyuan.protect('customer.tie', 'select, insert, update');

-- How many people the brand can look after by name: as many ties at most are strong. No row: the nearest fifth.
create table insight.tie_option (
  workspace_id uuid primary key references staff.workspace,
  capacity integer check (capacity between 1 and 10000000)
);
call liuyuan.protect('insight.tie_option', 'select, insert, update');
