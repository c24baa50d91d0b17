import type { Reply } from './api.ts'
import { type Corp, idOf, type Keeper, type World } from './world.ts'

const TOKEN_SECONDS = 7_200
/** Asked again within its life, the same token is given until this long before its end; the old one stays good to its own. */
const SAME_TOKEN_MS = 300_000

export function giveToken(world: World, query: URLSearchParams): Reply {
  const of = keeperOf(world.corp, query.get('corpsecret') ?? '')
  if (!of) return { errcode: 40001 }
  const now = world.clock.now().getTime()
  const held = world.corp.tokens.find(
    (one) => one.of === of && one.expiresAt.getTime() > now + SAME_TOKEN_MS,
  )
  const token = held ?? {
    token: idOf(world, 'tok'),
    expiresAt: new Date(now + TOKEN_SECONDS * 1000),
    of,
  }
  if (!held) world.corp.tokens.push(token)
  const seconds = Math.floor((token.expiresAt.getTime() - now) / 1000)
  return { errcode: 0, access_token: token.token, expires_in: seconds }
}

function keeperOf({ secret }: Corp, given: string): Keeper | null {
  if (given === secret) return 'app'
  if (given === `${secret}-contacts`) return 'contacts'
  return given === `${secret}-archive` ? 'archive' : null
}

/** Whose secret the token is from; null for a token that was never given. */
export function keeperOfToken({ corp }: World, token: string): Keeper | null {
  return corp.tokens.find((held) => held.token === token)?.of ?? null
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
