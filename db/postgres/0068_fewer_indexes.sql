-- A crowd that enters a journey, and each of its steps, pays for every index of these two tables. What two indexes did, one does.

-- Whoever is inside a journey is so once: there the last column is null, and nulls are taken for equal. Those who left count
-- one by one. Everything about a person's ways is found by the same index.
create unique index enrollment_once_inside on journey.enrollment (
  workspace_id, customer_id, journey_id, (case when state = 'left' then id end)
) nulls not distinct;
drop index journey.enrollment_inside;
drop index journey.enrollment_of_customer;

-- By number alone one asks at merges only; the server then skips from experiment to experiment in the primary key.
drop index experiment.assignment_of_customer;
