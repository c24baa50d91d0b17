export type Stage = 'unpaid' | 'paid' | 'refunded' | 'cancelled' | 'paid_then_cancelled' | 'unknown'

const WORDS: [RegExp, 'unpaid' | 'paid' | 'refunded' | 'closed'][] = [
  [
    /^(待付款|等待买家付款|未付款|未支付|待支付|unpaid|pending|created|new|open|awaitingpayment)$/,
    'unpaid',
  ],
  [/^(已退款|退款成功|全额退款|已全额退款|退款完成|refunded|returned)$/, 'refunded'],
  [
    /^(交易关闭|已取消|已关闭|订单关闭|订单取消|取消|作废|cancell?ed|closed|void|voided)$/,
    'closed',
  ],
  [
    /^(已付款|已支付|买家已付款.*|待发货|已发货|部分发货|卖家已发货.*|已签收|交易成功|交易完成|已完成|完成|成功|部分退款|退款中|paid|completed?|success(ful)?|shipped|delivered|fulfilled|processing|done|partially_?refunded)$/,
    'paid',
  ],
]

/**
 * What became of an order, from what a row says. Files differ in how they say it: by a word, by an empty time of payment,
 * by a paid amount of zero. A trade that was "closed" after all of it was given back was refunded, not cancelled; one
 * whose money is not explained by a refund was cancelled after payment.
 * @param said.paidAt null: the file has no such column; @param said.paid null: no such column or empty.
 */
export function stageOf(said: {
  state: string
  paidAt: boolean | null
  paid: number | null
  refunded: number
  amount: number
}): Stage {
  const word = said.state === '' ? null : wordOf(said.state)
  if (word === undefined) return 'unknown'
  const wasPaid = said.paidAt ?? isPaidWithout(said, word)
  if (word === 'unpaid') return 'unpaid'
  if (word === 'closed') {
    if (!wasPaid) return 'cancelled'
    return said.refunded > 0 ? 'paid' : 'paid_then_cancelled'
  }
  if (word === 'refunded') return 'refunded'
  return wasPaid ? 'paid' : 'unpaid'
}

function wordOf(state: string): 'unpaid' | 'paid' | 'refunded' | 'closed' | undefined {
  const plain = state.normalize('NFKC').toLowerCase().replace(/[\s-]/g, '')
  return WORDS.find(([pattern]) => pattern.test(plain))?.[1]
}

/** Without a time of payment: a trade without a word to the contrary was paid, unless its paid amount is zero. */
function isPaidWithout(
  said: { paid: number | null; refunded: number; amount: number },
  word: 'unpaid' | 'paid' | 'refunded' | 'closed' | null,
): boolean {
  if (word === 'closed') return said.refunded > 0 || (said.paid ?? 0) > 0
  if (word !== null) return word !== 'unpaid'
  return said.paid === null || said.paid > 0 || said.refunded > 0 || said.amount === 0
}
