-- A second person's word is asked for broadcasts as for SOPs: one table for both, beside the rule that asks for it.
alter table journey.approval drop constraint approval_workspace_id_journey_id_fkey;
alter table journey.approval set schema channel;
alter table channel.approval rename column journey_id to subject_id;
alter table channel.approval add column subject_kind text not null default 'journey' check (subject_kind in ('journey', 'broadcast'));
alter table channel.approval alter column subject_kind drop default;
alter index channel.approval_of_journey rename to approval_of_subject;
