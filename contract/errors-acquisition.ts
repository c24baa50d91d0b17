/** What can go wrong where people come from. */
export const acquisitionErrors = {
  source_too_deep: {
    status: 409,
    zh: '来源最多三层：渠道、活动、点位。请放到上一层，或者把二维码直接建在这一层。',
    en: 'Sources have three levels at most: channel, campaign, placement. Put it one level up, or hang the codes here.',
  },
  source_in_itself: {
    status: 409,
    zh: '不能把来源放到它自己下面。请选别的上级。',
    en: 'A source cannot stand below itself. Choose another one above it.',
  },
  cost_without_codes: {
    status: 409,
    zh: '这个来源下面没有可以分摊的渠道活码。请先建码，或者选「不分摊」。',
    en: 'There is no code below this source to divide the cost among. Make one first, or do not divide it.',
  },
  bill_unreadable: {
    status: 400,
    zh: '读不懂这份账单：{detail}。第一行要有「来源」「金额」「日期」三列（或「开始日期」「结束日期」）。',
    en: 'This bill cannot be read: {detail}. Its first line needs the columns 来源, 金额 and 日期 (or 开始日期 and 结束日期).',
  },
  bill_known: {
    status: 409,
    zh: '这份账单已经导入过了，不会再算一次。要重来，请先撤销上一次。',
    en: 'This bill was taken in before and is not counted twice. Undo the first time to do it again.',
  },
  bill_empty: {
    status: 400,
    zh: '没有一行可以导入。请按提示改好后再试。',
    en: 'No line of it can be taken in. Mend them as said and try again.',
  },
  hook_ended: {
    status: 409,
    zh: '这个抓手已经结束或归档了，不能再改库存。请新建一个。',
    en: 'This hook has ended or was put away. Make another one.',
  },
  stock_without_end: {
    status: 409,
    zh: '这个抓手不限量，不需要补库存。',
    en: 'This hook has no limit and needs no more stock.',
  },
  ways_unreadable: {
    status: 400,
    zh: '读不懂这张表：{detail}。第一行要有「名称」「来源」「导购」三列；「标签」「欢迎语」「每日上限」可以没有。',
    en: 'This table cannot be read: {detail}. Its first line needs the columns 名称, 来源 and 导购; 标签, 欢迎语 and 每日上限 are optional.',
  },
  ways_none: {
    status: 400,
    zh: '没有一行可以生成。请按提示改好后再试。',
    en: 'No code can be made of any line. Mend them as said and try again.',
  },
  ways_full: {
    status: 409,
    zh: '生成这些就超过企业微信允许的 {allowed} 张了。请先删掉不用的码。',
    en: 'With these WeCom’s limit of {allowed} codes would be passed. Delete codes that nobody uses first.',
  },
  batch_running: {
    status: 409,
    zh: '上一批还在生成，等它完成或停下后再开始。',
    en: 'The last table is still being worked through. Begin when it is done or stopped.',
  },
  way_in_batch: {
    status: 409,
    zh: '这张码在批量生成里排队，不用单独生成。',
    en: 'This code waits in a table that is being worked through; it need not be made by hand.',
  },
  schedule_stranger: {
    status: 409,
    zh: '班次里有不在这张码上的导购。请先把她加到码上，再排班。',
    en: 'A shift names an associate who does not stand on the code. Add her to the code first.',
  },
} as const
