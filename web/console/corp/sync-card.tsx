import { Alert } from 'antd'
import type { Corp, SyncPart } from '../../../contract/corp.ts'
import { Card, Progress, useFormat, useText, When } from '../../ui/index.ts'
import { texts } from './text.ts'

const MINUTE_S = 60

/** What was brought in, part by part; while it is at work, how far it is and how long it may still take. */
export function SyncCard({ corp }: { corp: Corp }) {
  const t = useText(texts)
  const { parts, remainingSeconds, unread } = corp.sync
  if (parts.length === 0) return null
  return (
    <Card title={t('sync_card')}>
      <div className="kit-stack" aria-live="polite">
        <p className="kit-soft">{t('sync_what')}</p>
        {parts.map((one) => (
          <Part key={one.part} one={one} />
        ))}
        {remainingSeconds !== null && (
          <p className="kit-soft">
            {remainingSeconds < MINUTE_S
              ? t('sync_soon')
              : t('sync_remaining', { count: Math.ceil(remainingSeconds / MINUTE_S) })}
          </p>
        )}
        {unread.length > 0 && (
          <Alert
            type="warning"
            showIcon
            title={t('sync_unread', {
              count: unread.length,
              who: unread.map(({ userid }) => userid.split('/').at(-1)).join('、'),
            })}
          />
        )}
      </div>
    </Card>
  )
}

function Part({ one }: { one: Corp['sync']['parts'][number] }) {
  const t = useText(texts)
  const format = useFormat()
  const name = usePartName()(one.part)
  if (one.endedAt !== null)
    return (
      <div className="kit-row">
        <span>{t('sync_part_done', { name, count: one.done })}</span>
        <span className="kit-soft">
          <When at={one.endedAt} />
        </span>
      </div>
    )
  if (one.done === 0 && one.total === null)
    return (
      <div className="kit-row">
        <span>{name}</span>
        <span className="kit-soft">{t('sync_part_waiting')}</span>
      </div>
    )
  const total = one.total ?? 0
  return (
    <div>
      <div className="kit-row">
        <span>{name}</span>
        <span className="kit-soft">
          {format.count(one.done)} / {format.count(total)}
        </span>
      </div>
      <Progress label={name} done={one.done} total={total} />
    </div>
  )
}

/** What a part of bringing in is called. */
export function usePartName(): (part: SyncPart) => string {
  const t = useText(texts)
  return (part) => t(`sync_part_${part}`)
}
