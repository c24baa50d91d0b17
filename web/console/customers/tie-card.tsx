import { type PersonTie, personTie } from '../../../contract/tie.ts'
import { Card, Day, Explain, Facts, useFormat, useLoad, useText, useWhen } from '../../ui/index.ts'
import { texts } from './tie-text.ts'

/** How strong the tie to a person is, in words, and what it rests on. */
export function TieCard({ customerId }: { customerId: string }) {
  const t = useText(texts)
  const load = useLoad(`/api/ties/customers/${customerId}`, personTie)
  if (!load.data) return null
  return (
    <Card title={t('tie')}>
      <Told tie={load.data} />
    </Card>
  )
}

function Told({ tie: { level, since, before, reasons } }: { tie: PersonTie }) {
  const t = useText(texts)
  const format = useFormat()
  const when = useWhen()
  const moved = since !== null && before !== null
  return (
    <>
      <p>
        <strong>{t(`level_${level}`)}</strong> {t(`carrier_${level}`)}
      </p>
      {moved && (
        <p className="kit-soft">
          {t('moved', { when: when(since), before: t(`level_${before}`) })}
        </p>
      )}
      {reasons === null ? (
        <p className="kit-soft">{t('by_sign')}</p>
      ) : (
        <Facts
          facts={[
            { label: t('came'), value: t('times', { count: reasons.came }) },
            {
              label: t('spoken_to'),
              help: <Explain what={t('spoken_to')}>{t('spoken_to_help')}</Explain>,
              value: t('times', { count: reasons.spokenTo }),
            },
            {
              label: t('came_on'),
              value: reasons.cameOn === null ? t('long_ago') : <Day on={reasons.cameOn} />,
            },
            { label: t('both_ways'), value: t(bothWays(reasons.reciprocity)) },
            ...(reasons.chance === null || reasons.meanChance === null
              ? []
              : [
                  {
                    label: t('chance'),
                    help: <Explain what={t('chance')}>{t('chance_help')}</Explain>,
                    value: t('chance_of', {
                      chance: format.percent(reasons.chance),
                      mean: format.percent(reasons.meanChance),
                    }),
                  },
                ]),
          ]}
        />
      )}
      <p className="kit-soft">{t('mode')}</p>
    </>
  )
}

/** From which share of the smaller side on contact goes both ways. */
const BOTH_FROM = 0.3

function bothWays(reciprocity: number): 'one_way' | 'two_way' {
  return reciprocity >= BOTH_FROM ? 'two_way' : 'one_way'
}
