import { type CorpLimit, corpLimits, namedCalls } from '../../../contract/checkup.ts'
import { Card, PlainTable, Progress, useFormat, useLoad, useText } from '../../ui/index.ts'
import { checkTexts } from './checkup-text.ts'

const LIVE_MS = 10_000

/** What WeCom bounds, as used / allowed; and the calls of this minute. */
export function LimitsCard({ corpId }: { corpId: string }) {
  const t = useText(checkTexts)
  const load = useLoad(`/api/corps/${corpId}/limits`, corpLimits, { every: LIVE_MS })
  const items = load.data?.items ?? []
  const isCall = ({ key }: CorpLimit) => key === 'api_minute' || key === 'api_hour'
  const calls = items.filter((one) => isCall(one) && (one.key === 'api_minute' || one.used > 0))
  return (
    <Card title={t('limits')}>
      <div className="kit-stack">
        <p className="kit-soft">{t('limits_what')}</p>
        {items
          .filter((one) => !isCall(one))
          .map((one) => (
            <Limit key={`${one.key} ${one.whose}`} one={one} />
          ))}
        {calls.length > 0 && (
          <details>
            <summary>{t('limits_calls')}</summary>
            <p className="kit-soft">{t('limits_calls_what')}</p>
            <Calls calls={calls} />
          </details>
        )}
      </div>
    </Card>
  )
}

function Limit({ one }: { one: CorpLimit }) {
  const t = useText(checkTexts)
  const name = t(`limit_${one.key}`, { whose: one.whose })
  return (
    <div>
      <span>{name}</span>
      <Progress label={name} done={one.used} total={one.allowed} />
    </div>
  )
}

function Calls({ calls }: { calls: readonly CorpLimit[] }) {
  const t = useText(checkTexts)
  const format = useFormat()
  return (
    <PlainTable
      label={t('limits_calls')}
      table={{
        columns: [t('limit'), t('limit_used')],
        rows: calls.map(({ key, whose, used, allowed }) => {
          const named = Object.entries(namedCalls).find(([path]) => path === whose)
          return [
            t(`limit_${key}`, { whose: named ? t(`api_${named[1]}`) : whose }),
            `${format.count(used)} / ${format.count(allowed)}`,
          ]
        }),
      }}
    />
  )
}
