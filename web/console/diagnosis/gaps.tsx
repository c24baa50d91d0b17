import type { Diagnosis } from '../../../contract/playbook.ts'
import { Facts, Go, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** What the input cannot tell and what would tell it; for a form also whether the house is ready. */
export function Gaps({ diagnosis }: { diagnosis: Diagnosis }) {
  const t = useText(texts)
  const { cannotTell, basis } = diagnosis
  const facts = cannotTell.map((gap) => ({ label: t(`gap_${gap}`), value: t(`bring_${gap}`) }))
  const house = {
    label: t('gap_house'),
    value: <Go to="/diagnosis/new">{t('bring_house')}</Go>,
  }
  return (
    <>
      <section>
        <h2>{t('cannot_tell')}</h2>
        {facts.length === 0 && basis === 'form' ? (
          <p>{t('nothing_missing')}</p>
        ) : (
          <Facts facts={basis === 'data' ? [...facts, house] : facts} />
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
      <Facts
        facts={diagnosis.readiness.map(({ point, state }) => {
          const fix = point === 'patience' ? t('fix_patience', effect) : t(`fix_${point}`)
          const said = t(`state_${state}`)
          return {
            label: t(`readiness_${point}`),
            value: state === 'good' ? said : `${said} · ${fix}`,
          }
        })}
      />
    </section>
  )
}
