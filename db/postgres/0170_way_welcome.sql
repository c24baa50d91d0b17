-- Welcomes of a code for certain hours, comers and languages: a list, of which the first that fits is said. Empty: the usual words.
alter table acquisition.contact_way add column welcomes jsonb not null default '[]';
