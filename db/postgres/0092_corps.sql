-- A workspace may have several companies. What WeCom gave an id belongs to one of them: an id of the first company is as WeCom
-- gave it, so that everything that was kept before stays what it was; an id of every further one begins with its corp id and a
-- slash. `company` is that corp id; empty: the first.
create function liuyuan.company_of(id text) returns text
language sql immutable parallel safe
as $$ select case when id ~ '^w[wx][0-9A-Za-z]{6,60}/' then split_part(id, '/', 1) else '' end $$;

alter table corp.corp drop constraint corp_pkey;
alter table corp.corp add primary key (workspace_id, id);
alter table corp.corp add column company text not null default '';
alter table corp.corp alter column company drop default;
-- What people here call it; empty: by its corp id.
alter table corp.corp add column name text not null default '';
create unique index corp_of_company on corp.corp (workspace_id, company);
create unique index corp_of_corp_id on corp.corp (workspace_id, corp_id);
create unique index corp_of_name on corp.corp (workspace_id, name) where name <> '';

create or replace function corp.connected() returns setof uuid
language sql stable security definer set search_path = ''
as $$ select distinct c.workspace_id from corp.corp c where c.disconnected_at is null $$;

alter table corp.token add column company text not null default '';
alter table corp.token alter column company drop default;
alter table corp.token drop constraint token_pkey;
alter table corp.token add primary key (workspace_id, company, key);

alter table corp.api_budget add column company text not null default '';
alter table corp.api_budget alter column company drop default;
alter table corp.api_budget drop constraint api_budget_pkey;
alter table corp.api_budget add primary key (workspace_id, company, api, window_ms);

alter table corp.missing_field add column company text not null default '';
alter table corp.missing_field alter column company drop default;
alter table corp.missing_field drop constraint missing_field_pkey;
alter table corp.missing_field add primary key (workspace_id, company, path, field);

-- Departments have numbers, not ids.
alter table corp.department add column company text not null default '';
alter table corp.department alter column company drop default;
alter table corp.department drop constraint department_pkey;
alter table corp.department add primary key (workspace_id, company, id);

alter table corp.associate add column company text not null generated always as (liuyuan.company_of(userid)) stored;
alter table customer.follow add column company text not null generated always as (liuyuan.company_of(userid)) stored;

alter table ingestion.sync_part add column company text not null default '';
alter table ingestion.sync_part alter column company drop default;
alter table ingestion.sync_part drop constraint sync_part_pkey;
alter table ingestion.sync_part add primary key (workspace_id, company, part);

-- Whose library of corp tags a group of tags belongs to, if it is shared.
alter table customer.tag_group add column company text not null default '';
