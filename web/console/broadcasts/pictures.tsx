import type { Broadcast, BroadcastResults } from '../../../contract/broadcast.ts'
import { barChart, Chart, Go, PlainTable, useFormat, useText, useWhen } from '../../ui/index.ts'
import { texts as deliveryTexts } from '../deliveries/text.ts'
import { StateTag } from '../deliveries/words.tsx'
import { texts } from './text.ts'
import { useReasonWord } from './words.ts'

const PICTURE_HEIGHT = 220

/** When it arrived. */
export function ByHour({ results: { hours } }: { results: BroadcastResults }) {
  const t = useText(texts)
  const when = useWhen()
  const format = useFormat()
  if (hours.length === 0) return <p className="kit-soft">{t('nobody_yet')}</p>
  return (
    <Chart
      label={t('by_hour')}
      height={PICTURE_HEIGHT}
      option={barChart({
        x: hours.map(({ at }) => when(at)),
        series: [{ name: t('people'), values: hours.map(({ sent }) => sent) }],
      })}
      table={{
        columns: [t('hour'), t('people')],
        rows: hours.map(({ at, sent }) => [when(at), format.count(sent)]),
      }}
    />
  )
}

/** What became of everybody, and why; each number opens the people. */
export function ByReason({ id, results }: { id: string; results: BroadcastResults }) {
  const t = useText(texts)
  const word = useText(deliveryTexts)
  const format = useFormat()
  const reasonWord = useReasonWord()
  const waiting = results.waiting.map(({ reason, people }) => [
    t('waiting'),
    reason === '' ? t('stands_waiting_plain') : reasonWord(reason),
    <Go key={reason} to={`/broadcasts/${id}/people?which=waiting`}>
      {format.count(people)}
    </Go>,
  ])
  const decided = results.states.map(({ state, reason, people }) => [
    <StateTag key={state} state={state} />,
    reason === null ? t('no_reason') : word(`reason_${reason}`),
    <Go
      key={`${state} ${reason}`}
      to={`/deliveries?broadcastId=${id}&state=${state}${reason === null ? '' : `&reason=${reason}`}`}
    >
      {format.count(people)}
    </Go>,
  ])
  if (waiting.length + decided.length === 0) return <p className="kit-soft">{t('nobody_yet')}</p>
  return (
    <PlainTable
      label={t('by_reason')}
      table={{
        columns: [t('result'), t('reason'), t('people')],
        rows: [...waiting, ...decided],
      }}
    />
  )
}

/** What was sent, whom it reached, and how often its link was opened. */
export function ByVariant({ found, results }: { found: Broadcast; results: BroadcastResults }) {
  const t = useText(texts)
  const format = useFormat()
  const variants = found.launch?.plan.variants ?? []
  return (
    <div className="kit-stack">
      {variants.map(({ id, content }, at) => {
        const arm = results.arms.find((one) => one.id === id)
        return (
          <section key={id}>
            {variants.length > 1 && <strong>{t('variant', { no: at + 1 })}</strong>}
            <p className="bcs-bubble">{content.text}</p>
            {content.link && <p className="kit-soft">{content.link.title}</p>}
            <p>
              {t('sent')}{' '}
              <Go to={`/deliveries?broadcastId=${found.id}&state=sent&arm=${id}`}>
                {format.count(arm?.sent ?? 0)}
              </Go>
              {content.link && (
                <>
                  {' · '}
                  {t('clicks')} {format.count(arm?.clicks ?? 0)}
                  {' · '}
                  {t('clicked')}{' '}
                  <Go to={`/deliveries?broadcastId=${found.id}&clicked=yes&arm=${id}`}>
                    {format.count(arm?.clicked ?? 0)}
                  </Go>
                </>
              )}
            </p>
          </section>
        )
      })}
      {variants.some(({ content }) => content.link) && (
        <p className="kit-soft">{t('clicks_help')}</p>
      )}
    </div>
  )
}
