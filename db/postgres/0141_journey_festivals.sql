-- By which calendar a day of people's own was counted; null: by the sun. A birthday by the moon and one by the sun are two lines.
alter table journey.admission add column date_calendar text;
drop index journey.admission_of_day;
create unique index admission_of_day
  on journey.admission (workspace_id, journey_id, date_trait, coalesce(date_calendar, ''), date_offset, due_on)
  where due_on is not null;
alter table journey.admission add constraint admission_by_calendar
  check (date_calendar is null or date_trait is not null);

-- The people of a segment whom a festival lets in, known by the festival's own day: however often the distance or the hour is
-- changed, once.
alter table journey.admission add column festival text;
alter table journey.admission add column festival_on date;
alter table journey.admission add constraint admission_by_festival
  check ((festival is null) = (festival_on is null) and (festival is null or segment_id is not null));
create unique index admission_of_festival on journey.admission (workspace_id, journey_id, festival, segment_id, festival_on)
  where festival is not null;
