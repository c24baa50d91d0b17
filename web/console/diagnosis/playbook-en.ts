import type { Same } from '../../ui/index.ts'
import type { zh } from './playbook-zh.ts'

export const en: Same<typeof zh> = {
  heading_heart: 'The heart of it',
  heading_carrier: 'Where to speak',
  heading_content: 'What to speak about',
  heading_rhythm: 'The rhythm (SOP)',
  heading_measures: 'What to watch',
  heading_avoid: 'What not to do',

  p1_name: 'Combination 1: high price, long cycle, rare',
  p1_like: 'cars, homes, weddings, business services',
  p1_heart:
    'Make the value visible and the service dependable; the next order comes by word of mouth, not by pushing.',
  p1_carrier:
    'One adviser for one customer, one to one (WeCom)\nA service group after signing: adviser, delivery and support together\nAn official account with cases and product news, to be read again while deciding',
  p1_content:
    'Real cases: problem, approach, result, in the customer’s own words\nWhat was improved in the product, and why\nHow others in the trade do it, and the pitfalls\nPartners and third parties who vouch for you',
  p1_rhythm:
    'On the day of the first question: one case that fits what was asked\nWhile deciding, every 7 to 10 days: answer one of their questions, do not press\n1, 7 and 30 days after signing: ask how it goes; a problem gets a person the same day\nOnce it runs well: ask for one introduction, with a gift for both\n60 days before renewal: look back at the results together, then talk about the contract',
  p1_measures:
    'Time to the first answer\nShare of new customers who were introduced\nRenewal or repurchase rate\nDays from question to order',
  p1_avoid:
    'No daily discount broadcasts: they buy confidence, not cheapness\nDo not stare at one conversion rate; the gap between orders is long by nature\nDo not change the person, or vanish, after signing',

  p2_name: 'Combination 2: high price, short cycle, rare',
  p2_like: 'legal advice, medical care, luxury',
  p2_heart:
    'The need is urgent and rare, so be found: gather attention in public with expert content; those who ask come into the private domain and buy.',
  p2_carrier:
    'Media accounts are the main stage; most followers will always stay there\nThose who ask are added on WeCom and answered one to one\nNo need to pull people into groups: somebody’s emergency wants no audience',
  p2_content:
    'One case explains one question: how to judge, what to do, what it costs\nHow to tell real from fake, how to choose, how to take care\nTurn frequent questions into articles and clips that search finds',
  p2_rhythm:
    'Within 5 minutes of being added: ask about the situation, then give a first judgment\nThe same day: a similar case and a range of cost\nOn days 2 and 3: address one worry, then stop\n7 and 30 days after the order: ask about the result and for a review\nOnce a quarter after that: a greeting or one useful reminder, no selling',
  p2_measures:
    'Questions that content brings (about a tenth of followers ask; calibrate with your own numbers)\nTime to the first answer\nShare of questions that become orders\nCost of one question from search ads',
  p2_avoid:
    'Do not pull every follower into the private domain\nDo not buy activity with floods of posts and draws\nDo not reject it for a low repurchase rate; it is rare by nature',

  p3_name: 'Combination 3: high price, long cycle, frequent',
  p3_like: 'skin care, health products, fitness',
  p3_heart:
    'Results need persistence: help people keep going; who sees a change keeps buying and brings friends.',
  p3_carrier:
    'Groups: people with one goal check in together\nOne person who knows the product, one to one, for “am I doing this right?”\nMoments with other people’s changes and your own days',
  p3_content:
    'How to use it: amount, order, time, common mistakes\nBefore and after: the same person, the same light, the number of days stated\nQuestions and experience of the group, collected\nWhat changes when: honest expectations',
  p3_rhythm:
    'On the day it arrives: how to use it the first time\nOn days 3 and 7: ask how it feels, answer questions\nOn days 14 and 28: invite a comparison photo and the check-in\n7 days before it runs out: a reminder by their own use\nAfter one full cycle: ask them to share; a gift for coming with a friend',
  p3_measures:
    'Check-in participation, and people still there on day 28\nShare and gap of the second purchase\nOrders after a refill reminder\nNew customers brought by old ones',
  p3_avoid:
    'No exaggerated effects and no promised dates\nDo not turn the group into a notice board: good use first, new products later\nDo not push a sale before they have used it up',

  p4_name: 'Combination 4: middle price, short cycle, rare',
  p4_like: 'travel, rentals, moving house',
  p4_heart:
    'Used once or twice a year: win new people; remind old ones once before last year’s date, and ask for introductions.',
  p4_carrier:
    'An official account or service notices for old customers, quiet most of the time\nOne to one on WeCom while an order runs\nCoupons exchanged with shops before and after you in the chain (partners)',
  p4_content:
    'What to prepare beforehand, on one list\nHow the price is made up and where to save\nUseful local and seasonal information',
  p4_rhythm:
    'From order to service: tell each step\nOne day after: ask for a review, give a coupon that can be passed on\nOne month before last year’s date: one reminder with a returning customer’s price\nFor an introduced friend who orders: a commission or gift under the affiliate plan\nWithin 3 days of a partner’s sale: exchange coupons',
  p4_measures:
    'Cost of a new customer, by source\nRedemption of partner coupons\nOrders from the yearly reminder (leave a tenth without it to compare)\nOrders by introduction',
  p4_avoid:
    'Do not demand that people install and keep an app\nNo daily pushes: without a need everything disturbs\nDo not chase daily activity; chase being remembered',

  p5_name: 'Combination 5: middle price, long cycle, rare',
  p5_like: 'training and tutoring, aesthetic medicine',
  p5_heart:
    'They will compare two or three providers: who is trusted first, sells. Person and knowledge weigh more than discounts.',
  p5_carrier:
    'The teacher’s or adviser’s WeCom, one to one, with a face, a line and moments of a trustworthy person\nA small group before the trial lesson or consultation: few people, quick answers\nAn official or video account with full explanations and word of mouth',
  p5_content:
    'An honest comparison: for whom, not for whom, what the price is made of\nThe team’s qualification and the reason behind the method\nThe course and result of others, with their consent\nWhat the family worries about, answered point by point',
  p5_rhythm:
    'On day 1: ask about goals and worries, and write them down\nOn days 2 and 3: a plan made for them\nOn days 5 to 7: invite to a trial or a talk\nWithin 24 hours of it: tell them what you saw, instead of pressing\nWhile deciding, once a week: answer one question from comparing others\nEvery month after the order: report progress; ask for an introduction',
  p5_measures:
    'Share of first questions that reach a trial\nShare and days from trial to order\nOrders and refunds of each adviser\nShare that came by word of mouth',
  p5_avoid:
    'Nobody without knowledge answers expert questions\nDo not run others down\nNo countdown pressure: refunds and bad reviews pay it back',

  p6_name: 'Combination 6: low price, short cycle, frequent',
  p6_like: 'coffee, daily goods, restaurants',
  p6_heart:
    'Substitutes are many and loyalty is thin: be seen often, be generous often, be the first to come to mind.',
  p6_carrier:
    'Shop groups and an official account are enough; no app\nCodes at the till, on the package and the receipt are the main entrance\nLive video for regulars: making of, new products',
  p6_content:
    'The offer of today or this week in one sentence\nNew products and collaborations as pictures to pass on\nThe staff’s days and how it is made: a brand like a person',
  p6_rhythm:
    'On joining: a coupon that works today\nOnce a day at a fixed hour: the day’s offer or a small game\nWhen their usual day passes without them: a coupon for three days\nEvery Friday: a weekend collaboration or group buy\nFor a new product: regulars try it first and give one sentence',
  p6_measures:
    'Participation in campaigns\nRepurchase within 7 and 30 days\nRepurchase of each product\nThe true gain from coupons (keep a control group)',
  p6_avoid:
    'No heavy app\nNo frequent one-to-one chats: the cost never comes back, and people delete you\nNot by discounts alone; watch the share who come only for them',
}
