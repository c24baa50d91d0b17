import type { Reply } from './api.ts'
import { idOf, type World } from './world.ts'

const TOKEN_SECONDS = 7_200
/** Asked again within its life, the same token is given until this long before its end; the old one stays good to its own. */
const SAME_TOKEN_MS = 300_000

export function giveToken(world: World, query: URLSearchParams): Reply {
  if (query.get('corpsecret') !== world.corp.secret) return { errcode: 40001 }
  const now = world.clock.now().getTime()
  const held = world.corp.tokens.find(({ expiresAt }) => expiresAt.getTime() > now + SAME_TOKEN_MS)
  const token = held ?? {
    token: idOf(world, 'tok'),
    expiresAt: new Date(now + TOKEN_SECONDS * 1000),
  }
  if (!held) world.corp.tokens.push(token)
  const seconds = Math.floor((token.expiresAt.getTime() - now) / 1000)
  return { errcode: 0, access_token: token.token, expires_in: seconds }
}

export function tokenState({ corp, clock }: World, token: string): 'good' | 'expired' | 'unknown' {
  const known = corp.tokens.find((held) => held.token === token)
  if (!known) return 'unknown'
  return known.expiresAt > clock.now() ? 'good' : 'expired'
}

/** WeCom may end a token before its time. */
export function endToken({ corp, clock }: World, token: string | null): void {
  const known = corp.tokens.find((held) => held.token === token)
  if (known) known.expiresAt = clock.now()
}
