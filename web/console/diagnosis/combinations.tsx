import type { Diagnosis } from '../../../contract/playbook.ts'
import { barChart, Chart, Facts, Go, PlainTable, useFormat, useText } from '../../ui/index.ts'
import { playbookTexts } from './playbook-text.ts'
import { texts } from './text.ts'
import { cycleSaid, isWorthSaying, known, likely } from './verdict.ts'

const NUMBERS = [1, 2, 3, 4, 5, 6] as const
const AXES = [
  { axis: 'price', levels: ['low', 'mid', 'high'] },
  { axis: 'cycle', levels: ['short', 'long'] },
  { axis: 'frequency', levels: ['low', 'high'] },
] as const

/** The six combinations with their probabilities, and the three dimensions they come from. */
export function Combinations({ diagnosis }: { diagnosis: Diagnosis }) {
  const t = useText(texts)
  const says = useText(playbookTexts)
  const format = useFormat()
  const { cells, topTwo, nearestNotEqual } = diagnosis.combinations
  const shareOf = (n: number) =>
    cells
      .filter(({ combination }) => combination === n)
      .reduce((sum, { probability }) => sum + probability, 0)
  return (
    <section className="kit-stack">
      <Chart
        label={t('combinations')}
        height={260}
        option={barChart({
          x: NUMBERS.map((n) => says(`p${n}_name`)),
          series: [{ name: t('probability'), values: NUMBERS.map(shareOf) }],
          unit: 'percent',
          isAcross: true,
        })}
        table={{
          columns: [t('combination'), t('probability')],
          rows: NUMBERS.map((n) => [says(`p${n}_name`), likely(shareOf(n), t, format)]),
        }}
      />
      <PlainTable
        label={t('combinations')}
        table={{
          columns: [t('combination'), t('probability'), t('exactly'), t('show_playbook')],
          rows: topTwo
            .filter(isWorthSaying)
            .map(({ combination: n, probability, equalProbability }) => [
              says(`p${n}_name`),
              likely(probability, t, format),
              likely(equalProbability, t, format),
              <Go key={n} to={`/diagnosis?${addressWith(diagnosis.id, n)}`}>
                {t('playbook_of', { n })}
              </Go>,
            ]),
        }}
      />
      {nearestNotEqual && <p className="kit-soft">{t('nearest_note')}</p>}
      <Axes diagnosis={diagnosis} />
    </section>
  )
}

const addressWith = (id: string, n: number) => new URLSearchParams({ id, n: String(n) }).toString()

function Axes({ diagnosis }: { diagnosis: Diagnosis }) {
  const t = useText(texts)
  const format = useFormat()
  const { combinations, estimates, priceCuts, priceRule } = diagnosis
  const found = {
    price: known(estimates.orderValue, (value) => format.money(Math.round(value))),
    cycle: cycleSaid(estimates, t, format),
    frequency: known(estimates.purchasesPerYear, (value) => format.decimal(value, 1)),
  }
  const probability = (axis: (typeof AXES)[number]['axis'], level: string) =>
    combinations.cells
      .filter((cell) => cell[axis] === level)
      .reduce((sum, cell) => sum + cell.probability, 0)
  return (
    <>
      <h2>{t('axes')}</h2>
      <Facts
        facts={AXES.map(({ axis, levels }) => {
          const seen = found[axis]
          const shares = levels.map(
            (level) => `${t(`level_${level}`)} ${likely(probability(axis, level), t, format)}`,
          )
          const measured = seen ? t(`axis_value_${axis}`, seen) : t('axis_unknown')
          return { label: t(`axis_${axis}`), value: `${shares.join(' · ')} · ${measured}` }
        })}
      />
      <p className="kit-soft">
        {t(`price_rule_${priceRule}`, {
          low: format.money(Math.round(priceCuts.low)),
          high: format.money(Math.round(priceCuts.high)),
        })}
      </p>
    </>
  )
}
