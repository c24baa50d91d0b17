-- Enrollments are always asked for by their journey, so one index does what the key and the list of a journey did.
alter table journey.enrollment drop constraint enrollment_pkey;
alter table journey.enrollment add primary key (workspace_id, journey_id, id);
drop index journey.enrollment_of_journey;
