import { Button } from 'antd'
import { z } from 'zod'
import { contactWays, type Source } from '../../../contract/acquisition.ts'
import {
  api,
  Day,
  Go,
  Money,
  PlainTable,
  useDeed,
  useFormat,
  useLoad,
  useText,
  useUndoToast,
} from '../../ui/index.ts'
import { SOURCE_REFRESH } from './source-modal.tsx'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })
const WAYS_SHOWN = 100

/** What stands below a source: its codes with their figures, and its costs. */
export function SourceInside({
  source,
  days,
  mayWrite,
}: {
  source: Source
  days: number
  mayWrite: boolean
}) {
  return (
    <div className="kit-two">
      <Ways source={source} days={days} />
      <Costs source={source} mayWrite={mayWrite} />
    </div>
  )
}

function Ways({ source, days }: { source: Source; days: number }) {
  const t = useText(texts)
  const format = useFormat()
  const load = useLoad('/api/contact-ways', contactWays, {
    query: { source: source.id, days, limit: WAYS_SHOWN, sort: '-added' },
  })
  const ways = load.data?.items ?? []
  return (
    <section>
      <h3>{t('source_ways')}</h3>
      {load.data && ways.length === 0 ? (
        <p className="kit-soft">{t('ways_none')}</p>
      ) : (
        <PlainTable
          label={t('source_ways')}
          table={{
            columns: [t('way_name'), t('added'), t('lost')],
            rows: ways.map(({ id, name, added, lost }) => [
              <Go key={id} to={`/contact-ways/${id}`}>
                {name}
              </Go>,
              format.count(added),
              format.count(lost),
            ]),
          }}
        />
      )}
    </section>
  )
}

function Costs({ source, mayWrite }: { source: Source; mayWrite: boolean }) {
  const t = useText(texts)
  const toast = useUndoToast()
  const back = useDeed((id: string) => api.put(`/api/source-costs/${id}`, done), {
    refresh: SOURCE_REFRESH,
  })
  const withdraw = useDeed((id: string) => api.del(`/api/source-costs/${id}`, done), {
    refresh: SOURCE_REFRESH,
    done: (_answer, id) => toast({ says: t('cost_withdrawn'), undo: () => back.run(id) }),
  })
  return (
    <section>
      <h3>{t('costs')}</h3>
      {source.costs.length === 0 ? (
        <p className="kit-soft">{t('costs_none')}</p>
      ) : (
        <ul className="kit-stack">
          {source.costs.map(({ id, amount, fromOn, toOn, note }) => (
            <li key={id} className="kit-row">
              <span>
                <Money minor={amount} />
                {' · '}
                <Day on={fromOn} /> – <Day on={toOn} />
                {note !== '' && <span className="kit-soft"> · {note}</span>}
              </span>
              {mayWrite && (
                <Button size="small" type="text" onClick={() => withdraw.run(id)}>
                  {t('cost_withdraw')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
