import type { Refusal } from '../../wecom/index.ts'
import {
  ADDRESS_NOT_LISTED,
  BUSY,
  NO_RIGHT,
  RATE_LIMITED,
  TOO_OFTEN,
  WRONG_APP_ID,
  WRONG_APP_SECRET,
  WRONG_SECRET,
} from '../../weixin/index.ts'
import { Problem } from '../kernel/index.ts'

const MEANINGS = new Map<number, 'secret' | 'address' | 'right' | 'busy'>([
  [WRONG_SECRET, 'secret'],
  [WRONG_APP_ID, 'secret'],
  [WRONG_APP_SECRET, 'secret'],
  [ADDRESS_NOT_LISTED, 'address'],
  [NO_RIGHT, 'right'],
  [BUSY, 'busy'],
  [RATE_LIMITED, 'busy'],
  [TOO_OFTEN, 'busy'],
])

/** What WeChat's no means for whoever connects an account, as an error that says the next step. */
export function refusalProblem({ errcode }: Pick<Refusal, 'errcode'>): Problem {
  if (errcode === null) return new Problem('official_silent')
  const meaning = MEANINGS.get(errcode)
  return meaning
    ? new Problem(`official_refused_${meaning}`)
    : new Problem('official_refused', { errcode })
}
