import { Tag } from 'antd'
import { touches } from '../../../contract/hook.ts'
import { Card, Explain, Go, useLoad, useText, When } from '../../ui/index.ts'
import { hookTexts } from './hook-text.ts'

const LIVE_MS = 5_000

/** A person's way to the brand: each contact with its source, the first and the latest marked. */
export function TouchesCard({ personId }: { personId: string }) {
  const t = useText(hookTexts)
  const load = useLoad(`/api/customers/${personId}/touches`, touches, { every: LIVE_MS })
  if (!load.data) return null
  const { items } = load.data
  return (
    <Card title={t('touches')} extra={<Explain what={t('touches')}>{t('touches_help')}</Explain>}>
      {items.length === 0 ? (
        <p className="kit-soft">{t('touches_none')}</p>
      ) : (
        <ol className="kit-stack">
          {items.map(({ at, kind, path, sourceId, subject }, place) => (
            <li key={`${at} ${kind} ${subject}`}>
              {t(`touch_${kind}`)}
              {subject !== '' && `「${subject}」`}{' '}
              {sourceId === null ? (
                <span className="kit-soft">{t('touch_nowhere')}</span>
              ) : (
                <Go to={`/sources?open=${sourceId}`}>{path.join(' / ')}</Go>
              )}{' '}
              {place === 0 && <Tag>{t('touch_first')}</Tag>}
              {place > 0 && place === items.length - 1 && <Tag>{t('touch_last')}</Tag>}
              <span className="kit-soft">
                <When at={at} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}
