-- People of a journey page by page, the newest first: a list behind each number.
create index enrollment_of_journey on journey.enrollment (workspace_id, journey_id, id desc);
-- What became of the messages of a step.
create index delivery_of_message on channel.delivery (workspace_id, message_id, id desc) where journey_id is not null;
-- A draft that was never launched may be thrown away.
grant delete on journey.journey to liuyuan_app;
