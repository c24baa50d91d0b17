import type { Diagnosis } from '../../../contract/playbook.ts'
import { Go, PlainTable, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** What the input cannot tell and what would tell it; for a form also whether the house is ready. */
export function Gaps({ diagnosis }: { diagnosis: Diagnosis }) {
  const t = useText(texts)
  const { cannotTell, basis } = diagnosis
  const rows = cannotTell.map((gap) => [t(`gap_${gap}`), t(`bring_${gap}`)])
  const house = [
    t('gap_house'),
    <Go key="house" to="/diagnosis/new">
      {t('bring_house')}
    </Go>,
  ]
  return (
    <>
      <section>
        <h2>{t('cannot_tell')}</h2>
        {rows.length === 0 && basis === 'form' ? (
          <p>{t('nothing_missing')}</p>
        ) : (
          <PlainTable
            label={t('cannot_tell')}
            table={{
              columns: [t('cannot_tell'), t('bring')],
              rows: basis === 'data' ? [...rows, house] : rows,
            }}
          />
        )}
      </section>
      {diagnosis.readiness.length > 0 && <Readiness diagnosis={diagnosis} />}
    </>
  )
}

function Readiness({ diagnosis }: { diagnosis: Diagnosis }) {
  const t = useText(texts)
  const effect = diagnosis.firstEffectMonths ?? { from: 3, to: 6 }
  return (
    <section>
      <h2>{t('readiness')}</h2>
      <PlainTable
        label={t('readiness')}
        table={{
          columns: [t('readiness'), t('holds'), t('bring')],
          rows: diagnosis.readiness.map(({ point, state }) => [
            t(`readiness_${point}`),
            t(`state_${state}`),
            state === 'good'
              ? ''
              : point === 'patience'
                ? t('fix_patience', effect)
                : t(`fix_${point}`),
          ]),
        }}
      />
    </section>
  )
}
