import type { Same } from '../../ui/index.ts'
import type { zh } from './text-zh.ts'

export const en: Same<typeof zh> = {
  title: 'Customer value',
  question: 'What are customers worth, when do they come again, who is best and who is leaving?',
  refit: 'Compute again',
  running: 'Computing again (since {{at}}). Below is the last result.',
  failed:
    'The last attempt did not finish ({{at}}). Below is an earlier result; you may try again.',
  as_of: 'As of {{at}}, observed until {{on}}',
  empty: 'What each customer is worth, whether they come again, and when',
  empty_why:
    'Nothing was computed yet. It runs by itself after an import; you may also start it now.',
  empty_running: 'Computing; this usually takes seconds.',
  empty_no_orders: 'There are no orders to compute with: they must be paid and name a buyer.',
  import: 'Import orders',
  sample:
    'In the next 12 months these 23,570 customers are expected to bring $6,412,000; the top 20% by spend brought 68% of revenue, and 412 of them have probably left.',

  sentence_value:
    'In the next 12 months these {{count}} customers are expected to bring {{value}} (95% interval {{low}} to {{high}}); ',
  sentence_top: 'the 20% who spent most brought {{share}} of revenue',
  sentence_leaving: ', and {{people}} of them have probably left.',
  sentence_leaving_people: '{{count}}',
  sentence_none_leaving: ', and none of them shows signs of leaving.',
  sentence_no_loss: '. No loss is visible in the data, so nobody is called gone.',
  sentence_refused:
    'Not enough data for a forecast: {{missing}}. Timing, classes and concentration below work all the same.',
  missing_customers: '{{need}} customers are needed, there are {{have}}',
  missing_repeat_purchases: '{{need}} repeat purchases are needed, there are {{have}}',
  missing_calibration_days: '{{need}} days of history are needed, there are {{have}}',
  missing_other: 'something is missing ({{need}} needed, {{have}} there)',

  view: 'Show',
  view_forecast: 'Value and leaving',
  view_timing: 'Time to return',
  view_rfm: 'RFM classes',
  view_cohorts: 'Monthly cohorts',
  people_best: 'The most valuable people',
  people_leaving: 'Good customers leaving',

  figure_ltv12: '12-month value',
  figure_ltv12_definition:
    'What present customers are expected to bring in 12 months: expected purchases × expected spend, at a margin of {{margin}}, discounted {{discount}} a year. New customers are not in it.',
  figure_each: 'Value per customer',
  figure_each_definition: 'The 12-month value divided by customers.',
  figure_purchases: 'Expected purchases',
  figure_purchases_definition:
    'Purchase days expected in the next 12 months; several orders of a day count once.',
  figure_top: 'Revenue of the top 20%',
  figure_top_definition:
    'Customers by spend descending: the share of revenue the first 20% brought.',
  figure_leaving: 'Good customers leaving',
  figure_leaving_definition:
    'Top 20% by spend (M score 5), two purchase days or more, chance of still being there below 30%. Chosen by what they have spent, because the expected value of somebody leaving is small by nature.',
  figure_customers: 'Customers who bought',
  figure_customers_definition: 'Paid orders of people we can recognize; merged ones count as one.',
  figure_repeat: 'Repeat purchases',
  figure_repeat_definition: 'Purchase days after each customer’s first.',
  days: 'days',
  period_next12: 'next 12 months',
  period_so_far: 'so far',

  chart_ltv: 'Spread of the 12-month value: what most are worth, and what a few are worth',
  chart_alive: 'Chance of still being there, people with two purchase days or more',
  people: 'People',
  range: 'Amount',
  ltv_sum: 'Expected value',
  chance: 'Chance of being there',
  spent: 'Spent',
  alive_once: {
    one: 'One more bought on a single day: this model cannot tell whether they are still there, so it does not guess.',
    other:
      '{{count}} more bought on a single day: this model cannot tell whether they are still there, so it does not guess.',
  },
  alive_hidden:
    'No loss is visible in these data, so the chance of being there is not shown; the forecast assumes that nobody leaves and is too high for it.',
  chart_top: 'Concentration: how many of the biggest spenders brought how much revenue',
  share_people: 'Share of customers (biggest spenders first)',
  share_revenue: 'Share of revenue',
  best_note:
    'The best 20% are {{count}} people: each worth {{from}} or more in 12 months, {{value}} together; they ordered {{orders}} times on average.',

  timing_sentence:
    'After the first purchase {{p30}} come again within 30 days and {{p365}} within a year; those who came again usually return after {{gap}} days.',
  timing_short:
    'Those who came again usually return after {{gap}} days. The history is too short for the share within a year.',
  timing_none: 'Nobody has bought again yet.',
  chart_timing:
    'Share who bought again within so many days (who has not yet come counts as waiting, not as lost)',
  gap_first_to_second: '1st to 2nd',
  gap_second_to_third: '2nd to 3rd',
  gap_later: 'every later one',
  within: 'within {{days}} days',
  gap: 'Which gap',
  gap_people: 'Cases',
  gap_events: 'Bought again',
  gap_quarter: 'A quarter by',
  gap_half: 'Half by',
  days_interval: '{{days}} days ({{low}} to {{high}})',
  days_only: '{{days}} days',
  not_reached: 'not yet',
  timing_use:
    'How to use it: remind a few days before a quarter have returned; who has not come when half have is worth a question.',

  rfm_sentence:
    '{{keep}} important customers have not come lately (important: keep); they spent {{spent}}. Begin with them.',
  rfm_none: 'Nobody has bought yet, so there are no classes.',
  chart_rfm: 'People in each of the eight classes',
  rfm_class: 'Class',
  rfm_share: 'Share of people',
  rfm_spent: 'Spent',
  rfm_spent_share: 'Share of spend',
  rfm_do: 'What to do first',
  rfm_important_value: 'Important: value',
  rfm_important_develop: 'Important: develop',
  rfm_important_keep: 'Important: keep',
  rfm_important_win_back: 'Important: win back',
  rfm_general_value: 'General: value',
  rfm_general_develop: 'General: develop',
  rfm_general_keep: 'General: keep',
  rfm_general_win_back: 'General: win back',
  do_important_value: 'recent, often, much: personal service, ask for introductions',
  do_important_develop: 'recent, much, seldom: show how to use it a second time',
  do_important_keep: 'often, much, not lately: a personal word, ask what is missing',
  do_important_win_back: 'much, seldom, long ago: talk once more about what they bought',
  do_general_value: 'recent, often, little: combinations and bundles',
  do_general_develop: 'recent, seldom, little: new; make the first experience good',
  do_general_keep: 'often, little, not lately: bring back by group activities',
  do_general_win_back: 'none high: leave in the official account, do not disturb',
  rfm_scores: 'Scores by fifths (5 is best)',
  rfm_score: 'Score',
  rfm_r: 'R recency',
  rfm_f: 'F frequency',
  rfm_m: 'M money',
  rfm_medians:
    'Borders: a last purchase within {{days}} days is recent; more than {{orders}} orders is often; more than {{spent}} is much (each the brand’s own median).',

  cohort_sentence:
    'The latest cohort with a full month after it is {{month}}: of {{count}} new customers {{share}} came again in the next month.',
  cohort_none: 'No cohort has a full month after it yet.',
  chart_cohorts: 'Share of each month’s new customers who bought in later months',
  cohort_month: 'First purchase in',
  cohort_offset: 'Months after the first purchase',
  cohort_people: 'New customers',
  cohort_revenue: 'Revenue so far',
  cohort_each: 'Revenue per customer',
  cohort_capped: 'The latest {{count}} months are shown.',

  doubts: 'How far to trust these numbers',
  backtest_done:
    'Tested on the past: from what was known before {{cut}}, purchases until {{until}} were forecast as {{predicted}}; there were {{actual}}.',
  backtest_good: 'The error is within a tenth.',
  backtest_fair: 'The error is within a quarter: usable with care.',
  backtest_over:
    'Too high by {{bias}}: fewer come than before, and the model thinks nothing changed. Read the forecast with a discount.',
  backtest_under:
    'Too low by {{bias}}: lately is better than before (or in season); the truth may be higher.',
  backtest_none: 'The history is too short to test the forecast on the past.',
  doubt_backtest_over:
    'Too high: over the latest known months the model said {{bias}} more than came.',
  doubt_backtest_under:
    'Too low: over the latest known months the model said {{bias}} less than came.',
  doubt_no_backtest: 'Not tested: the history is too short to hold the past against it.',
  doubt_spend_depends_on_frequency:
    'Spend and frequency go together (correlation {{correlation}}); the model assumes they do not, so large customers may be off.',
  doubt_starts_disagree:
    'Unstable fit: only {{agreeing}} of {{starts}} starts gave the same result.',
  doubt_short_history: 'The history is {{days}} days; the 36-month number is mostly conjecture.',
  doubt_orders_of_nobody: '{{orders}} orders name no buyer and belong to nobody here.',
  doubt_no_visible_loss:
    'No loss is visible in the data; the forecast assumes that nobody leaves and is too high for it.',
  doubt_loss_alike:
    'Everybody seems to leave as easily (about {{share}} after each purchase), so nobody stands out as leaving.',
  doubt_mean_spend_used:
    'Too few repeat buyers, or all spend alike: the plain mean was used for spend.',
  no_doubts: 'Nothing that needs a warning was found.',

  method_model:
    'Purchases: the BG/NBD model (Fader, Hardie & Lee 2005). Everybody buys at a pace of their own and may stay away for good after a purchase. Orders of one day are one purchase, days refunded to nothing do not count, days are the workspace’s own.',
  method_degenerate:
    'In these data “nobody leaves” and “some leave” cannot be told apart (reason: {{reason}}), so the NBD model is used and the chance of being there is not shown.',
  method_refused: 'No model was fitted because data are missing ({{missing}}).',
  reason_no_visible_loss: 'no visible loss',
  reason_parameters_not_determined: 'parameters not determined',
  method_parameters:
    'Parameters (± standard error): r = {{r}} ± {{rError}}, α = {{alpha}} ± {{alphaError}}, a = {{a}} ± {{aError}}, b = {{b}} ± {{bError}}; log-likelihood {{ll}}; {{agreeing}}/{{starts}} starts agree.',
  method_nbd: 'Parameters: r = {{r}}, α = {{alpha}}; log-likelihood {{ll}}.',
  method_spend:
    'Spend: the Gamma-Gamma model, p = {{p}}, q = {{q}}, v = {{v}}; {{mean}} a purchase on average; correlation of frequency and spend {{correlation}} (the nearer 0 the better).',
  method_mean: 'Spend: the plain mean {{mean}}.',
  method_value:
    'Value = margin × spend × expected purchases, discounted by month. The interval covers the parameters and the chance of buying, not that the future may differ; for that look at the test above.',
  method_timing:
    'Timing: Kaplan-Meier. Who has not come again counts as waiting until today, so young customers do not press the share down. Intervals are 95%.',
  method_rfm:
    'Scores are the brand’s own fifths; only strictly above a cut gains a point, equal values share a score. The eight classes are high or low against three medians.',
  method_top:
    'The interval of concentration comes from its influence function (Beach & Davidson 1983).',
  options: 'Computed with',
  margin: 'Margin',
  margin_help: 'At 100% revenue is shown; with your margin, gross profit.',
  discount: 'Discount a year',
  discount_help: 'How much less a unit of money is worth a year from now.',
  options_save: 'Save and compute again',
  percent_unit: '%',

  people_title: 'Customers by value',
  people_unnamed: 'Unnamed customer #{{no}}',
  people_sentence_ltv: '{{count}} customers by value of the next 12 months.',
  people_sentence_spent:
    '{{count}} customers; too few data for a forecast, so by what they spent so far.',
  people_sentence_p_alive:
    '{{count}} customers with two purchase days or more, most probably gone first.',
  people_sentence_leaving: '{{count}} of the biggest spenders have probably left, biggest first.',
  people_empty: 'Every customer by value',
  people_empty_why: 'Nothing was computed yet, or nobody matches.',
  to_value: 'See customer value',
  which: 'Who',
  which_p_alive: 'Most probably gone',
  which_leaving: 'Good customers leaving',
  filter_rfm: 'RFM class',
  column_person: 'Customer',
  column_ltv12: '12-month value',
  column_ltv36: '36-month value',
  column_alive: 'Chance of being there',
  column_alive_help: '0 to 100%. It cannot be told for a single purchase day and shows “—”.',
  column_expected: 'Expected purchases',
  column_orders: 'Orders',
  column_spent: 'Spent',
  column_last: 'Last purchase',
  column_rfm: 'RFM',
  last_bought: 'last bought {{on}}',

  person_title: 'Value and leaving',
  person_none: 'Has not bought yet, so there is no value to compute.',
  person_not_yet: 'Customer value was not computed yet.',
  person_ltv:
    'Expected to bring {{value}} in the next 12 months, more than {{share}} of customers.',
  person_likely: 'Probably still there ({{chance}})',
  person_unsure: 'Hard to say whether still there ({{chance}})',
  person_gone: 'Probably gone ({{chance}})',
  person_why:
    ': {{orders}} orders, the last {{days}} days ago; customers of this brand usually return after {{gap}} days.',
  person_once: 'Bought on one day only, so it cannot be told. Came {{days}} days ago.',
  person_no_loss: 'No loss is visible in the data, so nobody is called gone.',
  person_refused: 'Not enough data for a forecast; only the class is shown.',
  person_expected: 'Expected to buy',
  person_times: '{{count}} times',
  person_each: 'Spend each time',
}
