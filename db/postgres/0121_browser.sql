-- The browser that somebody else's visit was borrowed from: several people in one browser are told apart, and still seen to be in one.
alter table page.visitor add column browser_id uuid;
