import type { Answer } from '../../wecom/index.ts'
import { type Follower, NO_SUCH_OPENID } from '../../weixin/index.ts'
import { receive } from '../event/index.ts'
import { companyOf, type Log, presentOf, type Tenant, wireIdOf } from '../kernel/index.ts'
import { accountsOf, type OfficialDeps } from '../official/index.ts'
import { type Rounds, sql, startRounds, tenantsDue } from '../postgres/index.ts'
import { OFFICIAL, OFFICIAL_FOLLOWERS, type ReadFollower } from './official-decode.ts'
import { grantWishes, putOffWishes, takeWishes, type Wish } from './wish.ts'

const WISHES_A_GO = 64
const AT_ONCE = 8
const IDLE_MS = 250

export type FollowerReaderDeps = OfficialDeps & { log: Log; tenants: () => Promise<Tenant[]> }

/** Reads who follows the official accounts: callbacks bring an openid alone. Any number of processes may read. */
export function startFollowerReader(deps: FollowerReaderDeps): Rounds {
  return startRounds({
    log: deps.log,
    waits: 'the reader of followers waits',
    idleMs: IDLE_MS,
    due: () =>
      tenantsDue(deps, sql`select w.id from ingestion.wishes_due(${deps.clock.now()}) as w (id)`),
    step: async (tenant) => (await readFollowers(deps, tenant)) > 0,
  })
}

type Asked = { wish: Wish; answer: Answer<ReadFollower> }

/** Reads what is due of one workspace. @returns how many were asked for. */
export async function readFollowers(
  deps: Omit<FollowerReaderDeps, 'tenants' | 'log'>,
  tenant: Tenant,
): Promise<number> {
  const accounts = new Map((await accountsOf(deps, tenant)).map((one) => [one.appId, one.weixin]))
  if (accounts.size === 0) return 0
  const wishes = await deps.db.inWorkspace(tenant.id, (tx) =>
    takeWishes(tx, tenant.id, {
      companies: [...accounts.keys()],
      now: deps.clock.now(),
      most: WISHES_A_GO,
    }),
  )
  if (wishes.length === 0) return 0
  const readAt = presentOf(tenant, deps.clock)
  const asked: Asked[] = []
  for (let at = 0; at < wishes.length; at += AT_ONCE) {
    const some = wishes.slice(at, at + AT_ONCE).flatMap((wish) => {
      const weixin = accounts.get(companyOf(wish.wireId))
      return weixin ? [{ wish, weixin }] : []
    })
    asked.push(
      ...(await Promise.all(
        some.map(async ({ wish, weixin }) => ({
          wish,
          answer: readOf(await weixin.follower(wireIdOf(wish.wireId)), wish, readAt),
        })),
      )),
    )
  }
  await keep(deps, tenant, asked)
  return wishes.length
}

function readOf(answer: Answer<Follower>, { wireId }: Wish, readAt: Date): Answer<ReadFollower> {
  const of = { appId: companyOf(wireId), openid: wireIdOf(wireId), readAt }
  const nobody = { unionid: null, isSubscribed: false, subscribedAt: null, cameBy: '', scene: '' }
  if (!answer.ok)
    return answer.errcode === NO_SUCH_OPENID ? { ok: true, value: { ...of, ...nobody } } : answer
  const { subscribe, unionid, subscribe_time, subscribe_scene, qr_scene_str, qr_scene } =
    answer.value
  if (subscribe !== 1) return { ok: true, value: { ...of, ...nobody } }
  return {
    ok: true,
    value: {
      ...of,
      unionid: unionid ?? null,
      isSubscribed: true,
      subscribedAt: subscribe_time === undefined ? null : new Date(subscribe_time * 1_000),
      cameBy: subscribe_scene,
      scene: qr_scene_str || (qr_scene === '0' ? '' : qr_scene),
    },
  }
}

async function keep(
  deps: Pick<OfficialDeps, 'db' | 'clock'>,
  tenant: Tenant,
  asked: readonly Asked[],
): Promise<void> {
  const read = asked.flatMap(({ wish, answer }) =>
    answer.ok ? [{ wish, value: answer.value }] : [],
  )
  const failed = asked.flatMap(({ wish, answer }) =>
    answer.ok
      ? []
      : [
          {
            ...wish,
            error: `${answer.errcode ?? ''} ${answer.errmsg}`.trim(),
            heldUntil: answer.heldUntil,
          },
        ],
  )
  const now = deps.clock.now()
  await deps.db.inWorkspace(tenant.id, async (tx) => {
    if (read.length > 0)
      await receive(tx, {
        tenantId: tenant.id,
        lane: 'transactional',
        kind: OFFICIAL_FOLLOWERS,
        source: OFFICIAL,
        items: read.length,
        body: read.map(({ value }) => JSON.stringify(value)).join('\n'),
        receivedAt: now,
      })
    await grantWishes(
      tx,
      tenant.id,
      read.map(({ wish }) => wish),
    )
    await putOffWishes(tx, tenant.id, failed, now)
  })
}
