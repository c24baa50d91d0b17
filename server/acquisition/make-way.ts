import type { Answer, Wecom } from '../../wecom/index.ts'
import type { Clock, Tenant } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import { noteMade, type StoredWay, storedWay } from './contact-way.ts'

/** WeCom's bound of the name that its own console shows. */
const REMARK_CHARACTERS_MAX = 30

/**
 * Lets WeCom make a code. When it does not answer, the code counts as failed and can be made again: one that was made all
 * the same hangs nowhere and harms nobody.
 */
export async function makeAtWecom(
  deps: { db: Database; clock: Clock; wecom: MakingWecom },
  tenant: Pick<Tenant, 'id'>,
  id: string,
): Promise<void> {
  const way = await deps.db.inWorkspace(tenant.id, (tx) => storedWay(tx, tenant, id))
  if (!way || way.phase === 'live') return
  const made = await makeCall(deps.wecom, way)
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

export type MakingWecom = Pick<Wecom, 'addContactWay'>

/** The call that makes a code. */
export function makeCall(wecom: MakingWecom, way: AtWecom & Pick<StoredWay, 'state'>) {
  return wecom.addContactWay({
    userids: way.userids,
    state: way.state,
    remark: way.name.slice(0, REMARK_CHARACTERS_MAX),
    skipVerify: way.skipVerify,
  })
}

/** What WeCom keeps of a code beside its parameter. */
export type AtWecom = Pick<StoredWay, 'name' | 'userids' | 'skipVerify'>

/**
 * Writes a live code over at WeCom, whole: what a call leaves out WeCom may empty, so the associates always go with it
 * (document 92228: user and remark overwrite). Doing it twice is doing it once.
 */
export async function changeAtWecom(
  wecom: Pick<Wecom, 'updateContactWay'>,
  way: Pick<StoredWay, 'configId' | 'state'>,
  { name, userids, skipVerify }: AtWecom,
): Promise<Answer<null>> {
  if (way.configId === null) return { ok: true, value: null }
  return wecom.updateContactWay({
    configId: way.configId,
    userids,
    state: way.state,
    remark: name.slice(0, REMARK_CHARACTERS_MAX),
    skipVerify,
  })
}
