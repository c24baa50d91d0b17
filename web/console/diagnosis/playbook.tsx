import { combinationNumber, type Diagnosis } from '../../../contract/playbook.ts'
import { Go, useAddress, useFormat, useText } from '../../ui/index.ts'
import { playbookTexts } from './playbook-text.ts'
import { texts } from './text.ts'
import { isWorthSaying } from './verdict.ts'

const LISTS = ['carrier', 'content', 'rhythm', 'measures', 'avoid'] as const

/** The playbook of the nearest combination, or of the one that the address names (`?n=`). */
export function Playbook({ diagnosis }: { diagnosis: Diagnosis }) {
  const t = useText(texts)
  const says = useText(playbookTexts)
  const format = useFormat()
  const asked = combinationNumber.safeParse(Number(useAddress().get('n')))
  const [first, second] = diagnosis.combinations.topTwo
  const n = asked.success ? asked.data : (first?.combination ?? 6)
  const other = first?.combination === n ? second : first
  return (
    <section className="kit-stack">
      <h2>
        {t('playbook')} · {says(`p${n}_name`)}
      </h2>
      <p className="kit-soft">{t('playbook_suits', { what: says(`p${n}_like`) })}</p>
      <h3>{says('heading_heart')}</h3>
      <p>{says(`p${n}_heart`)}</p>
      {LISTS.map((list) => (
        <div key={list}>
          <h3>{says(`heading_${list}`)}</h3>
          <ul>
            {says(`p${n}_${list}`)
              .split('\n')
              .map((line) => (
                <li key={line}>{line}</li>
              ))}
          </ul>
        </div>
      ))}
      {other && isWorthSaying(other) && (
        <p>
          <Go
            to={`/diagnosis?${new URLSearchParams({ id: diagnosis.id, n: String(other.combination) })}`}
          >
            {t('playbook_second', {
              n: other.combination,
              share: format.percent(other.probability),
            })}
          </Go>
        </p>
      )}
    </section>
  )
}
