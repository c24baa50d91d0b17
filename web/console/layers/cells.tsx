import { ties } from '../../../contract/delivery.ts'
import { rfmClassNames } from '../../../contract/insight.ts'
import type { LayerCell, LayersPage } from '../../../contract/layer.ts'
import { Go, PlainTable, useFormat, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const ROWS = [...rfmClassNames, null] as const

/** Classes of value down, ties across; each number opens its people. */
export function Cells({ page: { cells, hasValues } }: { page: LayersPage }) {
  const t = useText(texts)
  return (
    <section className="kit-card">
      <PlainTable
        label={t('cell_table')}
        table={{
          columns: [t('rfm_class'), ...ties.map((tie) => t(`tie_${tie}`)), t('all')],
          rows: ROWS.map((rfm) => {
            const own = cells.filter((cell) => cell.rfm === rfm)
            return [
              rfm === null ? t('never_bought') : t(`rfm_${rfm}`),
              ...ties.map((tie) => (
                <Cell
                  key={tie}
                  cells={own.filter((cell) => cell.tie === tie)}
                  to={`/layers/people?tie=${tie}&rfm=${rfm ?? 'none'}`}
                  hasValues={hasValues}
                />
              )),
              <Cell
                key="all"
                cells={own}
                to={`/layers/people?rfm=${rfm ?? 'none'}`}
                hasValues={hasValues}
              />,
            ]
          }),
        }}
      />
      <p className="kit-soft">{t('cell_help')}</p>
    </section>
  )
}

function Cell({ cells, to, hasValues }: { cells: LayerCell[]; to: string; hasValues: boolean }) {
  const t = useText(texts)
  const format = useFormat()
  const people = cells.reduce((sum, cell) => sum + cell.people, 0)
  const value90 = cells.reduce((sum, cell) => sum + cell.value90, 0)
  if (people === 0) return '—'
  return (
    <>
      <Go to={to}>{format.count(people)}</Go>
      {hasValues && value90 > 0 && (
        <div className="kit-soft">{t('expected', { money: format.moneyCompact(value90) })}</div>
      )}
    </>
  )
}
