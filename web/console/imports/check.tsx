import { Alert } from 'antd'
import type { ImportKind, ImportPreview } from '../../../contract/import.ts'
import {
  Facts,
  type FigureProps,
  Figures,
  Go,
  Sentence,
  useFormat,
  useText,
  useWhen,
} from '../../ui/index.ts'
import { texts } from './text.ts'

/** What the file comes to, to be compared with what the person knows, before anything is written. */
export function Check({ kind, preview }: { kind: ImportKind; preview: ImportPreview }) {
  const t = useText(texts)
  const format = useFormat()
  const { rows, people, isWhole, failed, unpaid, cancelled, firstAt, lastAt } = preview.totals
  const day = (at: string) => format.day(format.dayOf(at))
  const orders = (count: number) => t('orders_count', { count })
  return (
    <div className="kit-stack">
      <h2>{t('check_title')}</h2>
      <Sentence>
        {t(isWhole ? 'check_whole' : 'check_part', { rows, people })}
        {firstAt !== null &&
          lastAt !== null &&
          t('check_dates', { from: day(firstAt), to: day(lastAt) })}
        {failed > 0 ? t('check_failed', { count: failed }) : ''}
      </Sentence>
      <SameFile of={preview.sameAs} />
      <Figures figures={useFigures(kind, preview)} />
      {kind === 'orders' && (
        <Facts
          facts={[
            { label: t('unpaid'), value: orders(unpaid) },
            { label: t('cancelled'), value: orders(cancelled) },
          ]}
        />
      )}
      <p className="kit-soft">{t('check_look')}</p>
    </div>
  )
}

function SameFile({ of }: { of: ImportPreview['sameAs'] }) {
  const t = useText(texts)
  const when = useWhen()
  if (of === null) return null
  const no = <Go to={`/imports/${of.id}`}>{t('number', { no: of.no })}</Go>
  const says = <p>{t.rich('same_as', { no, when: when(of.at) })}</p>
  return <Alert type="warning" showIcon title={says} />
}

function useFigures(kind: ImportKind, { totals }: ImportPreview): FigureProps[] {
  const t = useText(texts)
  const { rows, failed, isWhole } = totals
  const period = isWhole ? t('period_whole') : t('period_part', { rows })
  const figure = (key: 'readable' | 'people' | 'amount' | 'paid' | 'refunded', value: number) => ({
    label: t(key),
    value,
    definition: t(`${key}_about`),
    period,
  })
  const people = [figure('readable', rows - failed), figure('people', totals.people)]
  if (kind === 'customers') return people
  return [
    ...people,
    { ...figure('amount', totals.amount), kind: 'money' },
    { ...figure('paid', totals.paid), kind: 'money' },
    { ...figure('refunded', totals.refunded), kind: 'money' },
  ]
}
