-- How many contacts the last sync found in WeCom's lists: reading them one by one is measured against it.
alter table corp.corp add column sync_listed integer;
