import type { SourceReport } from '../../../contract/source-report.ts'
import { Day, useFormat, useText } from '../../ui/index.ts'
import { sourceTexts } from './source-text.ts'

/** The answer in words: who came, for how much, who stayed, where that is cheapest, and whether it is paid back. */
export function SourceSentence({ report, days }: { report: SourceReport; days: number }) {
  const t = useText(sourceTexts)
  const format = useFormat()
  const { total, nodes } = report
  const { people, cost, costPerPerson, leftEarly, due, retained, paidBackOn } = total
  if (people === 0) return <>{t('sentence_none', { days })}</>
  const count = format.count(people)
  const revenue = format.money(total.revenue)
  const [best] = nodes
    .flatMap(({ depth, kind, name, costPerRetained: each }) =>
      depth === 0 && kind === 'source' && each !== null ? [{ name, each }] : [],
    )
    .sort((a, b) => a.each - b.each)
  return (
    <>
      {costPerPerson === null
        ? t('sentence_free', { days, people: count })
        : t('sentence', {
            days,
            people: count,
            cost: format.money(cost),
            each: format.money(costPerPerson),
          })}
      {leftEarly > 0 && t('sentence_left', { left: format.count(leftEarly) })}
      {due > 0
        ? t('sentence_stayed', { due: format.count(due), retained: format.count(retained) })
        : t('sentence_not_due')}
      {best && t('sentence_best', { name: best.name, each: format.money(best.each) })}
      {cost === 0 && t('sentence_revenue', { revenue })}
      {cost > 0 &&
        (paidBackOn === null
          ? t('sentence_not_paid', { revenue })
          : t.rich('sentence_paid', { revenue, on: <Day on={paidBackOn} /> }))}
    </>
  )
}
