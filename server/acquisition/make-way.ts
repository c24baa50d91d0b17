import type { Wecom } from '../../wecom/index.ts'
import type { Clock, Tenant } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import { noteMade, storedWays } from './contact-way.ts'

/** WeCom's bound of the name that its own console shows. */
const REMARK_CHARACTERS_MAX = 30

/**
 * Lets WeCom make a code. When it does not answer, the code counts as failed and can be made again: one that was made all
 * the same hangs nowhere and harms nobody.
 */
export async function makeAtWecom(
  deps: { db: Database; clock: Clock; wecom: Pick<Wecom, 'addContactWay'> },
  tenant: Pick<Tenant, 'id'>,
  id: string,
): Promise<void> {
  const [way] = await deps.db.inWorkspace(tenant.id, (tx) => storedWays(tx, tenant, id))
  if (!way || way.phase === 'live') return
  const made = await deps.wecom.addContactWay({
    userids: way.userids,
    state: way.state,
    remark: way.name.slice(0, REMARK_CHARACTERS_MAX),
    skipVerify: true,
  })
  const now = deps.clock.now()
  await deps.db.inWorkspace(tenant.id, (tx) =>
    noteMade(tx, tenant, {
      id,
      now,
      ...(made.ok
        ? { configId: made.value.config_id, qrUrl: made.value.qr_code }
        : { errcode: made.errcode }),
    }),
  )
}
