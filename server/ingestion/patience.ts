import { type Answer, RATE_LIMITED } from '../../wecom/index.ts'
import { type Api, type Budget, SYNC_SHARE } from '../corp/index.ts'
import { type Clock, type Outcome, ok, refused, type Tenant } from '../kernel/index.ts'

/** What asking for much needs: the shared budget, and a way to wait that ends when the process is to stop. */
export type Patience = {
  budget: Budget
  clock: Clock
  signal: AbortSignal
  /** Waits; comes back early when the signal is given. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Thrown between two pages when the process is to stop: whoever takes the job next goes on there. */
export class Stopped extends Error {}

/** A page is asked for so often in a row before the job is put off. */
const TRIES_MAX = 6
const RETRY_AFTER_MS = 500

/**
 * Asks WeCom for something that may be asked twice, within the half of the budget that bringing in may use: what is busy or
 * silent is asked again after a while, what WeCom refuses for good is told at once.
 * @returns on refusal `errcode` (null: silence), `errmsg` and `isRetried`: whether asking later may help.
 */
export async function askPatiently<T>(
  patience: Patience,
  tenant: Pick<Tenant, 'id'>,
  api: Api,
  call: () => Promise<Answer<T>>,
): Promise<Outcome<T, 'no_answer'>> {
  for (let tries = 1; ; tries++) {
    await waitForRoom(patience, tenant, api)
    const answer = await call()
    if (answer.ok) return ok(answer.value)
    const { errcode, errmsg, retry } = answer
    const isRetried = retry !== 'never'
    if (!isRetried || tries >= TRIES_MAX)
      return refused('no_answer', { errcode, errmsg, isRetried })
    if (errcode === RATE_LIMITED) await patience.budget.exhaust(tenant, api)
    else await patience.pause(RETRY_AFTER_MS * 2 ** (tries - 1), patience.signal)
  }
}

/** Waits until a call may be made. @throws Stopped when the process is to stop. */
export async function waitForRoom(
  { budget, clock, pause, signal }: Patience,
  tenant: Pick<Tenant, 'id'>,
  api: Api,
): Promise<void> {
  for (;;) {
    if (signal.aborted) throw new Stopped('stopped between two pages')
    const until = await budget.take(tenant, api, SYNC_SHARE)
    if (until === null) return
    await pause(until.getTime() - clock.now().getTime(), signal)
  }
}
