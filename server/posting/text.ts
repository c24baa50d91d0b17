type Asked = { names: string; count: number; words: string }

/** What an owner reads in WeCom. Members of a company that uses WeCom read Chinese. */
export const ownerText = {
  byHand: ({ names, count, words }: Asked) =>
    `请在 ${count} 个群里做一件事（${names}${count > 5 ? ' 等' : ''}）：\n${words}\n做完后告诉运营同事一声。`,
  dayTaken: ({ names, count, words }: Asked) =>
    `今天 ${count} 个群（${names}${count > 5 ? ' 等' : ''}）已经群发过一次，这条不能再用群发发出。方便的话，请手动发到群里：\n${words}\n发完后告诉运营同事一声。`,
} as const
