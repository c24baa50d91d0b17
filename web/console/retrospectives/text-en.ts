import type { Same } from '../../ui/index.ts'
import type { zh } from './text-zh.ts'

export const en: Same<typeof zh> = {
  title: 'Retrospective',
  list_title: 'Retrospectives',
  list_help:
    'Written by itself when an SOP ends: what was meant, how it compares with the control group, what it cost, what was decided.',
  list_sentence: {
    one: '{{count}} retrospective.',
    other: '{{count}} retrospectives, the newest first.',
  },
  column_title: 'What was done',
  column_verdict: 'Verdict',
  column_effect: 'Effect (95% interval)',
  column_net: 'Net',
  column_people: 'People',
  column_written: 'Written',
  column_decision: 'Decision',
  undecided: 'Not decided',
  interim: 'interim',
  untitled: 'SOP without a name',
  list_empty: 'Did what we did work?',
  list_empty_why:
    'When an SOP ends, its retrospective appears here: how many orders more than the control group, what it earned, what to do next.',
  list_empty_action: 'See the experiments',
  list_sample:
    'This worked: 3.1 orders more per 100 people (95% interval 1.2 to 5.0), ¥18,240 earned.',
  verdict_effective: 'Works',
  verdict_ineffective: 'Does not work',
  verdict_harmful: 'Harms',
  verdict_not_enough_evidence: 'Not enough evidence',
  verdict_untrustworthy: 'Data not to be trusted',
  question: 'Did “{{title}}” work?',
  effective_orders:
    'This worked: {{effect}} orders more per 100 people (95% interval {{low}} to {{high}})',
  effective_buyers:
    'This worked: {{effect}} buyers more per 100 people (95% interval {{low}} to {{high}})',
  effective_revenue: 'This worked: {{effect}} more per person (95% interval {{low}} to {{high}})',
  net_gain: ', {{net}} earned.',
  net_loss: ', but after its cost it lost {{net}}.',
  ineffective_orders:
    'This did not work: at most {{high}} orders more per 100 people, less than the {{worth}} worth having.',
  ineffective_buyers:
    'This did not work: at most {{high}} buyers more per 100 people, less than the {{worth}} worth having.',
  ineffective_revenue:
    'This did not work: at most {{high}} more per person, less than the {{worth}} worth having.',
  harmful_orders:
    'This did harm: orders per 100 people changed by {{effect}} (95% interval {{low}} to {{high}}).',
  harmful_buyers:
    'This did harm: buyers per 100 people changed by {{effect}} (95% interval {{low}} to {{high}}).',
  harmful_revenue:
    'This did harm: revenue per person changed by {{effect}} (95% interval {{low}} to {{high}}).',
  harmful_left: 'This did harm: no more sales to be seen, and {{more}} more of 100 people left.',
  harmful_opted_out:
    'This did harm: no more sales to be seen, and {{more}} more of 100 people opted out.',
  not_enough: {
    one: 'Not enough evidence: {{count}} more person is needed to tell.',
    other: 'Not enough evidence: {{count}} more people are needed to tell.',
  },
  not_enough_none:
    'Not enough evidence: without a control group nobody knows what would have happened anyway.',
  not_enough_nobody: 'Not enough evidence: too few people took part to compare anything.',
  not_enough_silent:
    'Not enough data: none of the {{treated}} who took part and none of the {{control}} in the control group has ordered yet, so there is nothing to compare. What is missing is orders: see that they are imported or connected, and look again once somebody has ordered.',
  no_data: 'not enough data',
  picture_silent: 'Nobody in either group has ordered yet, so there is no difference to draw.',
  seen_orders:
    'For now {{effect}} orders per 100 people ({{low}} to {{high}}): perhaps nothing, perhaps worth having.',
  seen_buyers:
    'For now {{effect}} buyers per 100 people ({{low}} to {{high}}): perhaps nothing, perhaps worth having.',
  seen_revenue:
    'For now {{effect}} per person ({{low}} to {{high}}): perhaps nothing, perhaps worth having.',
  untrustworthy:
    'Data not to be trusted: {{treated}} took part and {{control}} were held out, which does not fit the planned {{share}} (p = {{p}}). No conclusion is drawn.',
  also_left: ' At the same time {{more}} more of 100 people left.',
  also_opted_out: ' At the same time {{more}} more of 100 people opted out.',
  look_final: {
    one: 'The last look: everybody’s day is over.',
    other: 'The last look: everybody’s {{count}} days are over.',
  },
  look_planned:
    'Look {{no}} (planned), {{share}} of the information. The interval allows for looking several times: you may stop or go on by it.',
  look_peek:
    'Look {{no}} (unplanned), {{share}} of the information. The interval holds at any moment, so it is wider. Looking does no harm; deciding can wait.',
  figure_effect_orders: 'More orders per 100 people',
  figure_effect_buyers: 'More buyers per 100 people',
  figure_effect_revenue: 'More revenue per person',
  figure_effect_definition: {
    one: 'Those who took part minus the control group, by intention to treat, within {{count}} day; what the past year explains is taken off.',
    other:
      'Those who took part minus the control group, by intention to treat, within {{count}} days; what the past year explains is taken off.',
  },
  figure_revenue: 'More revenue',
  figure_revenue_definition:
    'More net revenue per person (paid minus refunded) times the people who took part.',
  figure_cost: 'Cost',
  figure_cost_definition:
    'Messages that left and associates’ time; the prices stand under “method” and can be changed.',
  figure_net: 'Net',
  figure_net_definition: 'More revenue × margin of {{margin}} − cost.',
  figure_people: 'Took part and held out',
  figure_people_definition:
    '{{treated}} took part, {{control}} were held out; only people who can be compared.',
  picture: 'Effect with its 95% interval: everybody, and by how often they had bought',
  all_people: 'Everybody',
  group_none: 'Never bought',
  group_once: 'Bought once',
  group_again: 'Bought twice or more',
  zero_line: 'no difference',
  worth_line: 'worth having',
  unit_orders: 'Orders per 100 people',
  unit_buyers: 'Buyers per 100 people',
  unit_revenue: 'Net revenue per person',
  column_metric: 'Measure',
  column_control: 'Held out',
  column_treated: 'Took part',
  column_difference: 'Difference (95% interval)',
  column_p: 'p',
  column_group: 'Who',
  column_shrunken: 'Drawn to the mean',
  metrics_table: 'Against the control group',
  groups_table: 'For whom',
  groups_note:
    'p is adjusted for asking several groups. Small groups deceive, so the effect drawn toward the mean stands beside.',
  metric_orders: 'Orders per 100 people',
  metric_buyers: 'Buyers per 100 people',
  metric_revenue: 'Net revenue per person',
  metric_capped: 'Net revenue per person (largest 0.1% capped)',
  why_table: 'Where the difference is',
  why_mix: 'Other people in the two groups (chance)',
  why_rate: 'The same people did more',
  why_buyers: 'More people bought',
  why_orders_each: 'Each buyer bought more often',
  why_order_value: 'Each order was larger',
  with_range: '{{value}} ({{low}} to {{high}})',
  with_people: '{{name}} ({{treated}} / {{control}})',
  column_part: 'Part',
  column_amount: 'How much',
  harm_table: 'Was there harm',
  harm_left: 'Deleted the associate',
  harm_opted_out: 'Opted out',
  money_table: 'Money',
  money_line_revenue: 'More revenue',
  money_line_margin: 'Margin of it ({{margin}})',
  money_line_cost: {
    one: 'Cost: {{messages}} messages, {{tasks}} tasks, {{count}} minute of staff',
    other: 'Cost: {{messages}} messages, {{tasks}} tasks, {{count}} minutes of staff',
  },
  money_line_net: 'Net',
  money_line_each: 'Cost of one order more',
  column_what: 'Item',
  column_value: 'Amount',
  column_range: '95% interval',
  doubts: 'Reasons to trust it less',
  no_doubts: 'None was found.',
  doubt_windows_open: {
    one: 'Some people’s day is not over; the figures will still move.',
    other: 'Some people’s {{count}} days are not over; the figures will still move.',
  },
  doubt_nobody_reached:
    'Not one message reached those who took part: this compares nothing with nothing.',
  doubt_history_behind: 'Some data were still on their way; look again later.',
  doubt_past_differs:
    'The groups differed before the start (p = {{p}}); something besides the division may be at work.',
  doubt_few_carry_it:
    'Without the best 1% of each group the direction turns: a few people carry the result.',
  doubt_cap_changes_it:
    'With the largest 0.1% capped, the conclusion about revenue would be another.',
  doubt_many_crossed:
    '{{count}} people stood in both groups after a merge and were left out: that is many.',
  people_line:
    '{{treated}} took part (a message left for {{reached}}), {{control}} were held out; {{crossed}} in both groups were left out, {{merged}} duplicates counted once.',
  method_itt: {
    one: 'Groups are compared as they were divided, not by who received something: the division follows from the number, nobody can choose. Orders paid within {{count}} day of entering count, refunds are taken off, a merged person counts once.',
    other:
      'Groups are compared as they were divided, not by who received something: the division follows from the number, nobody can choose. Orders paid within {{count}} days of entering count, refunds are taken off, a merged person counts once.',
  },
  method_cuped:
    'What each person did in the year before is taken off (CUPED). Here it lowered the variance by {{share}}; without it the effect is {{plain}}.',
  method_worth_lift:
    'The smallest effect worth having: {{share}} of the control group, that is {{worth}}. Fixed at the start.',
  method_worth_cost:
    'The smallest effect worth having: {{worth}}; less would not pay for its cost.',
  method_verdict:
    'It works when the whole interval is above zero; it does not when the whole interval is below what is worth having; while both are possible, the evidence is not enough, and the number of people missing is told.',
  method_looks:
    'Who looks often finds something by chance. Planned looks share one error of 5% (O’Brien-Fleming); unplanned ones use an interval that holds at any moment ({{low}} to {{high}}).',
  method_ratio:
    'Division: {{treated}} to {{control}}, p = {{p}}; below 0.001 the division is broken and the data are not to be trusted.',
  method_detectable:
    'The smallest effect that this precision finds four times in five: {{effect}}.',
  method_belief:
    'In other words: the effect is above zero with a chance of {{chance}}; doing it although it does nothing would lose {{loss}} on average.',
  method_before_silent: 'In the year before, nobody in either group had ordered.',
  method_before:
    'In the year before the start the groups differed by {{effect}} orders per person ({{low}} to {{high}}).',
  method_top: 'The best 1% of those who took part brought {{share}} of their revenue.',
  costs: 'What a touch costs',
  costs_default: 'These are our defaults; nobody has set them yet.',
  cost_message: 'A message (cents)',
  cost_staff_minute: 'A minute of an associate (cents)',
  cost_minutes_per_message: 'Minutes per message',
  cost_minutes_per_task: 'Minutes per task',
  costs_save: 'Save',
  costs_saved: 'Saved. The next look uses the new prices.',
  meant: 'What was meant: {{meant}}',
  meant_orders: {
    one: 'That those who take part order at least {{share}} more than the control group within {{count}} day.',
    other:
      'That those who take part order at least {{share}} more than the control group within {{count}} days.',
  },
  meant_buyers: {
    one: 'That at least {{share}} more of those who take part order within {{count}} day.',
    other: 'That at least {{share}} more of those who take part order within {{count}} days.',
  },
  meant_revenue: {
    one: 'That those who take part bring at least {{share}} more net revenue within {{count}} day.',
    other:
      'That those who take part bring at least {{share}} more net revenue within {{count}} days.',
  },
  decision: 'Decision',
  decision_none:
    'Nothing is decided yet. A retrospective needs a sequel: one sentence about what comes next.',
  decision_by: '{{name}}, {{at}}',
  decision_somebody: 'Somebody',
  decision_keep: 'Keep it',
  decision_change: 'Change it and go on',
  decision_stop: 'Stop it',
  decision_again: 'Do it again to see clearly',
  decision_kind: 'What to do',
  decision_note: 'Why, and what was learned',
  decision_next: 'Link to, or name of, what follows',
  decision_save: 'Record the decision',
  decision_saved: 'Recorded',
  decision_next_is: 'Next: {{next}}',
  note_needed: 'Say why in a few words.',
  look_now: 'Look again now',
  looked: 'Version {{version}} is written',
  look_help:
    'Recorded as an unplanned look. Looking changes nothing: the interval allows for it already.',
  versions: 'Other versions',
  version: 'Version {{version}}',
  cause_ended: 'written when the SOP ended',
  cause_planned_look: 'written at a planned look',
  cause_asked: 'written on demand',
  written: 'Version {{version}}, {{cause}}, data up to {{at}}.',
  to_journey: 'Open the SOP',
  back: 'All retrospectives',
}
