import { z } from 'zod'
import { type Controls, call, look } from './control.ts'
import { payManners } from './pay-office.ts'

/** The pretend WeChat Pay: the merchant's account, what the bank did, how it behaves, and customers who take their money. */
export const payControls: Controls = {
  'GET /sandbox/pay/account': look(({ stages: { pay } }) => {
    const { merchantKey: _theirs, ...account } = pay.account('')
    return account
  }),
  'GET /sandbox/pay': look(({ stages: { pay } }) => ({
    manner: pay.manner,
    asked: pay.asked,
    bills: [...pay.bills.values()],
  })),
  'POST /sandbox/pay/manner': call(
    z.object({ manner: z.enum(payManners) }),
    ({ stages }, { manner }) => {
      stages.pay.manner = manner
      return { manner }
    },
  ),
  'POST /sandbox/pay/receipt': call(
    z.object({ billNo: z.string(), how: z.enum(['confirm', 'overdue']).default('confirm') }),
    async ({ stages }, { billNo, how }) => ({ done: await stages.pay.settle(billNo, how) }),
  ),
}
