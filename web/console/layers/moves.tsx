import { ties } from '../../../contract/delivery.ts'
import type { LayersPage } from '../../../contract/layer.ts'
import { PlainTable, useFormat, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** Who was of which tie a month ago and is of which now; says so while there is only one month. */
export function Moves({ moves }: { moves: LayersPage['moves'] }) {
  const t = useText(texts)
  const format = useFormat()
  return (
    <section>
      <h3>{t('moves_title')}</h3>
      {moves === null ? (
        <p className="kit-soft">{t('moves_none')}</p>
      ) : (
        <>
          <p className="kit-soft">
            {t('moves_between', { from: format.day(moves.from.on), to: format.day(moves.to.on) })}
          </p>
          <PlainTable
            label={t('moves_title')}
            table={{
              columns: [t('was'), ...ties.map((tie) => t(`tie_${tie}`))],
              rows: ties.map((was) => [
                t(`tie_${was}`),
                ...ties.map((is) => {
                  const move = moves.ties.find(({ from, to }) => from === was && to === is)
                  return format.count(move?.people ?? 0)
                }),
              ]),
            }}
          />
        </>
      )}
    </section>
  )
}
