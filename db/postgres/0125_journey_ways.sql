-- A customer's answer is waited for as well, by a step of its own.
create or replace view journey.stuck with (security_invoker = true) as
  select e.workspace_id, e.id, e.journey_id,
    case
      when v.no is null then 'no_version'
      when e.state in ('timer', 'listening') and s.step is null then 'no_step'
      when e.state = 'listening' and l.event_name is null then 'unheard'
      when e.state = 'listening' and s.step ->> 'kind' not in ('wait_event', 'wait_reply') then 'listens_in_vain'
      else 'ended'
    end as why
  from journey.enrollment e
  left join journey.version v
    on v.workspace_id = e.workspace_id
    and v.journey_id = e.journey_id
    and v.no = e.version
  left join lateral (
    select p.step
    from jsonb_array_elements(v.plan -> 'steps') as p (step)
    where p.step ->> 'id' = e.step
  ) s on true
  left join journey.listening l
    on l.workspace_id = e.workspace_id
    and l.event_name = e.listens_to
    and l.journey_id = e.journey_id
    and l.version = e.version
    and l.role = 'wait'
  left join journey.ending n
    on n.workspace_id = e.workspace_id
    and n.journey_id = e.journey_id
    and n.told_at is not null
  where e.state <> 'left'
    and (
      v.no is null
      or (e.state in ('timer', 'listening') and s.step is null)
      or (e.state = 'listening' and (l.event_name is null or s.step ->> 'kind' not in ('wait_event', 'wait_reply')))
      or n.journey_id is not null
    );
