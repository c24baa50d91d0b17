import type { OfficialCheckKey, OfficialCheckup } from '../../contract/official.ts'
import type { Answer } from '../../wecom/index.ts'
import { ADDRESS_NOT_LISTED, type Follower, NO_RIGHT, type Weixin } from '../../weixin/index.ts'

export type OfficialCheck = OfficialCheckup['checks'][number]
/** The calls that are tried; none of them changes anything. */
type Checked = Pick<Weixin, 'followers' | 'follower' | 'templates'>
type Heard = { verifiedAt: Date | null; heardAt: Date | null; refusedReason: string | null }

/** WeChat names the address that it saw in its words. They are for people: nothing depends on them. */
const SEEN_ADDRESS = /invalid ip ([\d.]+|[\da-f:]+)/i
/** Followers who are looked at for a unionid. */
const FOLLOWERS_TRIED = 3

function check(
  key: OfficialCheckKey,
  outcome: OfficialCheck['outcome'],
  detail = '',
  errcode: number | null = null,
): OfficialCheck {
  return { key, outcome, errcode, detail }
}

/**
 * Tries every prerequisite of an official account against WeChat itself. Secret and address decide whether the rest can be
 * tried; the callback is proved by what was heard.
 */
export async function examine(weixin: Checked, heard: Heard): Promise<OfficialCheck[]> {
  const listed = await weixin.followers()
  const isReached = listed.ok || listed.errcode === NO_RIGHT
  const ground = groundOf(listed, isReached)
  if (!isReached) {
    const rest = (['followers_right', 'unionid', 'templates'] as const).map((key) =>
      check(key, 'skipped'),
    )
    return [...ground, ...rest, ...callbackChecks(heard)]
  }
  const openids = listed.ok ? listed.value.openids : []
  const right = listed.ok
    ? check('followers_right', 'good', String(listed.value.total))
    : check('followers_right', 'bad', '', listed.errcode)
  const templates = await weixin.templates()
  return [
    ...ground,
    right,
    await unionidCheck(weixin, openids),
    templates.ok
      ? check(
          'templates',
          templates.value.length > 0 ? 'good' : 'unknown',
          String(templates.value.length),
        )
      : check('templates', 'bad', '', templates.errcode),
    ...callbackChecks(heard),
  ]
}

function groundOf(listed: Answer<unknown>, isReached: boolean): OfficialCheck[] {
  if (isReached || listed.ok) return [check('secret', 'good'), check('address', 'good')]
  if (listed.errcode !== ADDRESS_NOT_LISTED)
    return [check('secret', 'bad', '', listed.errcode), check('address', 'skipped')]
  const seen = SEEN_ADDRESS.exec(listed.errmsg)?.[1] ?? ''
  // WeChat looks at the address before the secret: nothing is known of it yet.
  return [check('secret', 'unknown'), check('address', 'bad', seen, listed.errcode)]
}

/** Whether followers have a unionid, which joins them to the brand's other channels. */
async function unionidCheck(weixin: Checked, openids: readonly string[]): Promise<OfficialCheck> {
  for (const openid of openids.slice(0, FOLLOWERS_TRIED)) {
    const one: Answer<Follower> = await weixin.follower(openid)
    if (!one.ok) return check('unionid', 'bad', '', one.errcode)
    if (one.value.subscribe === 1) return check('unionid', one.value.unionid ? 'good' : 'bad')
  }
  return check('unionid', 'unknown')
}

/** WeChat proves the address when it is saved, and again with everything that it tells. */
function callbackChecks({ verifiedAt, heardAt, refusedReason }: Heard): OfficialCheck[] {
  const at = heardAt ?? verifiedAt
  const callback = at ? check('callback', 'good', at.toISOString()) : check('callback', 'unknown')
  // What comes in the open was refused: the signature of the plain mode does not cover what is told.
  const mode = refusedReason === 'plain' ? 'bad' : heardAt ? 'good' : 'unknown'
  return [callback, check('mode', mode)]
}
