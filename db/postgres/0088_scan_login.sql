-- Whose WeCom account belongs to a colleague, who may then sign in by scanning; null: nobody's.
alter table staff.staff add column wecom_userid text;
-- WeCom's user ids are the same whatever their case.
create unique index staff_of_wecom on staff.staff (workspace_id, lower(wecom_userid)) where wecom_userid is not null;
