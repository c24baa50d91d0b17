import { Segmented } from 'antd'
import { type Simulation, simulationDays } from '../../../contract/may-send.ts'
import { Go, PlainTable, useFormat, useText } from '../../ui/index.ts'
import { texts as deliveryTexts } from '../deliveries/text.ts'
import { texts } from './simulation-text.ts'
import { texts as policyTexts } from './text.ts'

export type Days = (typeof simulationDays)[number]

/** What changed rules would have changed, in a sentence and by SOP; nothing before something is changed. */
export function PreviewCard({
  preview,
  days,
  onDays,
}: {
  preview: Simulation | undefined
  days: Days
  onDays: (days: Days) => void
}) {
  const t = useText(texts)
  return (
    <div className="kit-stack" aria-live="polite">
      <Segmented<Days>
        value={days}
        onChange={onDays}
        options={simulationDays.map((value) => ({ value, label: t(`days_${value}`) }))}
      />
      {preview ? <Outcome preview={preview} /> : <p className="kit-soft">{t('waiting')}</p>}
      <p className="kit-soft">{t('method')}</p>
    </div>
  )
}

function Outcome({ preview }: { preview: Simulation }) {
  const t = useText(texts)
  const policy = useText(policyTexts)
  const reasonWord = useText(deliveryTexts)
  const { effects, refused, isCut, journeys } = preview
  if (effects === 0) return <p>{t('none')}</p>
  return (
    <>
      <p>
        <strong>
          <Change preview={preview} />
        </strong>
      </p>
      {isCut && <p className="kit-soft">{t('cut')}</p>}
      <PlainTable
        label={t('by_sop')}
        table={{
          columns: [t('sop'), t('meant'), t('now'), t('changed'), t('difference')],
          rows: journeys.map(({ journey, effects: meant, now, changed }) => [
            journey ? (
              <Go key={journey.id} to={`/journeys/${journey.id}`}>
                {journey.name}
              </Go>
            ) : (
              t('own')
            ),
            meant,
            now,
            changed,
            changed - now,
          ]),
        }}
      />
      {refused.length > 0 && (
        <>
          <p>{t('why')}</p>
          <ul>
            {refused.map(({ reason, count }) => (
              <li key={reason}>
                {policy('reason_of', { reason: reasonWord(`reason_${reason}`), count })}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

function Change({
  preview: { effects, now, changed, peopleLess, peopleMore },
}: {
  preview: Simulation
}) {
  const t = useText(texts)
  const format = useFormat()
  if (now === changed && peopleLess === 0) return t('same', { effects, now })
  const share = now === 0 ? format.count(changed) : format.percent(Math.abs(changed - now) / now, 1)
  return changed <= now
    ? t('fewer', { effects, now, changed, share, people: peopleLess })
    : t('more', { effects, now, changed, share, people: peopleMore })
}
