import { defineTexts, type Same } from '../../ui/language.ts'

/** The six playbooks in words. A text with several lines is a list; both languages have the same lines. */
export const zh = {
  heading_heart: '核心',
  heading_carrier: '放在哪里',
  heading_content: '讲什么',
  heading_rhythm: 'SOP 怎么排',
  heading_measures: '看哪些数',
  heading_avoid: '不要做',

  p1_name: '组合 1：高客单 · 长周期 · 低频',
  p1_like: '车、房、婚礼、企业服务',
  p1_heart: '让价值看得见，让服务靠得住；用口碑和转介绍换下一单，而不是靠催。',
  p1_carrier:
    '顾问和客户一对一（企业微信），一个客户配一位固定的人\n签约后建专属服务群：顾问、交付、售后都在里面\n公众号放案例和产品更新，供客户决策时反复看',
  p1_content:
    '真实案例：问题、做法、结果、客户自己的评价\n产品又改进了什么，为什么改\n行业里别人怎么做，有哪些坑\n合作方和第三方的背书',
  p1_rhythm:
    '第一次咨询后当天：按他说的需求发一份对应的案例\n决策期每 7 到 10 天：解答一个他问过的问题，不催单\n成交后第 1、7、30 天：回访使用情况，有问题当天有人跟\n用顺手之后：请他介绍一位同行或朋友，双方都有礼\n到期或换新前 60 天：一起回顾用下来的效果，再谈续约',
  p1_measures: '问题的首次回复时间\n转介绍占新客的比例\n续约或回购率\n从咨询到成交的天数',
  p1_avoid:
    '不要天天群发优惠：客户买的是放心，不是便宜\n不要只盯单次转化率，复购间隔本来就长\n不要成交后就换人或没人理',

  p2_name: '组合 2：高客单 · 短周期 · 低频',
  p2_like: '法律、医疗、奢侈品',
  p2_heart: '需求来得急、来得少，重点在被找到：用专业内容在公域攒关注，来咨询的人再进私域成交。',
  p2_carrier:
    '媒体账号（视频号、公众号、小红书等）做主场，大部分关注者会一直留在那里\n来咨询的人加企业微信，一对一接住\n不必强拉进群：别人的急事不适合围观',
  p2_content:
    '一个案例讲清一个问题：怎么判断、怎么处理、要花多少\n怎么辨真假、怎么挑、怎么保养\n把常被问的问题做成可以被搜到的文章或短视频',
  p2_rhythm:
    '加上好友 5 分钟内：先问清情况，再给初步判断\n当天：发相似案例和费用范围\n第 2、3 天：他没决定就补充一个他担心的点，然后停下\n成交后第 7、30 天：回访结果，请他留下评价\n之后每季度一次：节日问候或一条有用的提醒，不推销',
  p2_measures:
    '内容带来的咨询数（关注者里约一成会来问，用自己的数校准）\n咨询的首次回复时间\n咨询到成交的比例\n搜索广告每个咨询的成本',
  p2_avoid:
    '不要把所有粉丝都往私域里拉\n不要用刷屏和抽奖换活跃\n不要拿「复购率低」否定这件事，它本来就低频',

  p3_name: '组合 3：高单价 · 长周期 · 高频',
  p3_like: '护肤、保健、健身',
  p3_heart: '效果要坚持才看得到：帮客户坚持下去，他看见变化就会一直买，还会带朋友来。',
  p3_carrier:
    '社群：同一目标的人一起打卡\n一位懂产品的老师做一对一，回答「我这样用对不对」\n朋友圈放别人的变化和自己的日常',
  p3_content:
    '用法细节：用量、顺序、时间、常见误用\n前后对比：同一个人、同样的光线、写明多少天\n群友的提问和经验，做成合集\n什么时候会看到什么变化，把期望说实在',
  p3_rhythm:
    '收货当天：教第一次怎么用\n第 3、7 天：问感受，答疑\n第 14、28 天：邀请拍一张对比，参加打卡\n快用完前 7 天：按他的用量提醒补货\n坚持满一个周期：请他分享，带朋友一起来有礼',
  p3_measures:
    '打卡参与率和坚持到第 28 天的人数\n第二次购买的比例和间隔\n补货提醒后的下单率\n老客带来的新客',
  p3_avoid:
    '不要夸大效果或承诺时间\n不要把群变成广告栏：先有人用得好，再谈新品\n不要在他还没用完时催着买',

  p4_name: '组合 4：中客单 · 短周期 · 低频',
  p4_like: '旅游、租房、搬家',
  p4_heart: '一年就用一两次：重点在拉新，老客在去年那个日子之前提醒一次，再请他介绍别人。',
  p4_carrier:
    '公众号或服务通知承接老客，平时少打扰\n企业微信一对一处理这一单的沟通\n和前后环节的商家互换优惠券（异业合作）',
  p4_content:
    '办这件事之前要准备什么，一张清单说完\n价格怎么算，哪些钱可以省\n本地、本季的实用信息',
  p4_rhythm:
    '下单后到服务前：逐步告知进度\n服务后第 1 天：请评价，送一张可转赠的券\n去年同一天的前一个月：提醒一次，附老客价\n介绍一位朋友成单：按合伙人计划给佣金或礼\n合作商家的客户成交后 3 天内：送上互相的券',
  p4_measures:
    '每个新客的成本，按来源分\n合作券的核销率\n周年提醒带来的下单（留一成不提醒作对照）\n转介绍成单数',
  p4_avoid: '不要要求客户下载 App 常驻\n不要天天推送：没有需求时都是打扰\n不要追求日活，追求被想起',

  p5_name: '组合 5：中客单 · 长周期 · 低频',
  p5_like: '教培、医美',
  p5_heart: '他一定会比较两三家：谁先让他信任，谁就成交。人设和专业比优惠重要。',
  p5_carrier:
    '老师或顾问的企业微信做一对一，头像、签名、朋友圈像一个可信的人\n体验课或面诊前的小群，人少、答疑快\n公众号或视频号放完整的讲解和口碑',
  p5_content:
    '坦白地比较：适合谁、不适合谁、价格怎么构成\n老师和团队的资质、方法背后的道理\n学员或顾客的过程和结果，经本人同意\n家人会担心的问题，逐条回答',
  p5_rhythm:
    '第一天：问清目标和顾虑，做记录\n第 2、3 天：给一份针对他的方案\n第 5 到 7 天：邀请体验或面谈\n体验后 24 小时：反馈他的表现或情况，而不是催单\n决策期每周一次：回答一个比较别家时的问题\n成交后每月：汇报进展，请他介绍同龄人家',
  p5_measures: '首次咨询到体验的比例\n体验到成交的比例和天数\n每位顾问的成交和退费\n口碑来源的占比',
  p5_avoid: '不要让不懂产品的人聊专业问题\n不要贬低别家\n不要用倒计时逼单：退费和差评会还回来',

  p6_name: '组合 6：低客单 · 短周期 · 高频',
  p6_like: '咖啡、日用品、餐饮',
  p6_heart: '替代品多、忠诚度低：常被看见，常有好处，让他想喝想用的时候第一个想到你。',
  p6_carrier:
    '门店社群和公众号就够了，不必做 App\n收银台、包装、小票上的活码是主要入口\n视频号直播给老客看制作和新品',
  p6_content:
    '今天、这周的优惠，一句话说完\n新品和联名，做成可转发的图\n店员的日常、制作过程，让品牌像个人',
  p6_rhythm:
    '入群当天：一张今天就能用的券\n每天一次固定时段：当日优惠或小游戏\n到他通常回购的日子没来：一张三天有效的券\n每周五：周末联名或拼团\n新品上市：先请常客试，收一句评价',
  p6_measures: '活动参与率\n7 天、30 天复购率\n每款产品的回购\n券的真实增量（留对照组）',
  p6_avoid:
    '不要做重运营的 App\n不要一对一频繁私聊：成本收不回来，也招人删\n不要只靠打折，留意只在打折时来的人的比例',
} as const

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

export const playbookTexts = defineTexts('playbook', { zh, en })
