-- People whom a day of their own lets in (a birthday, an anniversary): an admission like every other, made once for each day,
-- whichever process looks first.
alter table journey.admission add column date_trait text;
alter table journey.admission add column date_offset smallint;
-- The day of the workspace on which it was due.
alter table journey.admission add column due_on date;
alter table journey.admission add constraint admission_by_date
  check ((date_trait is null) = (due_on is null) and (date_trait is null) = (date_offset is null));
create unique index admission_of_day on journey.admission (workspace_id, journey_id, date_trait, date_offset, due_on)
  where due_on is not null;
