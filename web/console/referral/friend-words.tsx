import { Tag } from 'antd'
import type { FriendLine } from '../../../contract/referral.ts'
import { useText, useWhen } from '../../ui/index.ts'
import { texts } from './text.ts'

const REFUSALS = ['not_new', 'self', 'too_many', 'not_live'] as const
const REASONS = [
  'self_invite',
  'known_before',
  'same_wechat',
  'shared_network',
  'same_device',
  'same_phone',
  'burst',
  'star',
  'never_acted',
  'quick_leaver',
] as const
const TONES = { waiting: 'processing', counted: 'success' } as const
const toneOf = (state: FriendLine['state']) =>
  state === 'waiting' || state === 'counted' ? TONES[state] : undefined

/** How a friend stands, with why not. */
export function FriendState({ friend }: { friend: FriendLine }) {
  const t = useText(texts)
  const { state, refusal, suspicion } = friend
  const why = REFUSALS.find((one) => one === refusal)
  const color = toneOf(state)
  return (
    <>
      <Tag {...(color ? { color } : {})}>{t(`friend_${state}`)}</Tag>
      {why !== undefined && <span className="kit-soft">{t(`refusal_${why}`)}</span>}
      {suspicion !== 'none' && (
        <Tag color={suspicion === 'open' ? 'warning' : 'default'}>
          {t(`suspicion_${suspicion}`)}
        </Tag>
      )}
    </>
  )
}

/** What speaks against a friend, in words. */
export function Reasons({ friend: { reasons } }: { friend: FriendLine }) {
  const t = useText(texts)
  const words = reasons.flatMap((reason) => {
    const known = REASONS.find((one) => one === reason)
    return known === undefined ? [] : [t(`reason_${known}`)]
  })
  return <>{words.join(' · ')}</>
}

/** Who looked at a friend, and what they saw. */
export function Looked({ friend: { lookedAt, lookedBy, note } }: { friend: FriendLine }) {
  const t = useText(texts)
  const when = useWhen()
  if (lookedAt === null) return null
  return (
    <div className="kit-soft">
      {t('looked', { who: lookedBy ?? t('someone'), when: when(lookedAt), note: note ?? '' })}
    </div>
  )
}
