import { officialLimits } from '../../../contract/official.ts'
import { Card, PlainTable, Progress, useFormat, useLoad, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const LIVE_MS = 10_000

/** What WeChat bounds, as used / allowed; and the calls of today. */
export function LimitsCard({ accountId }: { accountId: string }) {
  const t = useText(texts)
  const format = useFormat()
  const path = `/api/official-accounts/${accountId}/limits`
  const items = useLoad(path, officialLimits, { every: LIVE_MS }).data?.items ?? []
  const calls = items.filter(({ key, used }) => key === 'api_day' && used > 0)
  return (
    <Card title={t('limits')}>
      <div className="kit-stack">
        <p className="kit-soft">{t('limits_what')}</p>
        {items.map(({ key, used, allowed }) =>
          key === 'api_day' ? null : (
            <div key={key}>
              <span>{t(`limit_${key}`)}</span>
              <Progress label={t(`limit_${key}`)} done={used} total={allowed} />
            </div>
          ),
        )}
        {calls.length > 0 && (
          <details>
            <summary>{t('limits_calls')}</summary>
            <p className="kit-soft">{t('limits_calls_what')}</p>
            <PlainTable
              label={t('limits_calls')}
              table={{
                columns: [t('limit'), t('limit_used')],
                rows: calls.map(({ whose, used, allowed }) => [
                  whose,
                  `${format.count(used)} / ${format.count(allowed)}`,
                ]),
              }}
            />
          </details>
        )}
      </div>
    </Card>
  )
}
