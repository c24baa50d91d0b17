-- Every save of a segment counts up, so that two editors notice each other; and who saved last.
alter table segment.segment add column revision integer not null default 1;
alter table segment.segment add column changed_by uuid;
create index segment_of_workspace on segment.segment (workspace_id, changed_at desc);
