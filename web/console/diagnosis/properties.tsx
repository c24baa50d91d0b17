import type { Diagnosis, Property } from '../../../contract/playbook.ts'
import { Explain, Facts, type Formats, useFormat, useText } from '../../ui/index.ts'
import { texts } from './text.ts'
import { cycleSaid, known, likely, type SayDiagnosis } from './verdict.ts'

const NAMES = ['repurchase', 'retention', 'sharing'] as const

/** 强复购性, 维系属性, 适合分享: what holds, how sure, and what it was judged by. */
export function Properties({ diagnosis }: { diagnosis: Diagnosis }) {
  const t = useText(texts)
  const format = useFormat()
  return (
    <section>
      <h2>{t('properties')}</h2>
      <Facts
        facts={NAMES.map((name) => {
          const property = diagnosis.properties[name]
          const said = [
            t(`holds_${property.holds}`),
            certainty(property, t, format),
            measured(diagnosis, name, t, format),
          ]
          return {
            label: t(`property_${name}`),
            help: <Explain what={t(`property_${name}`)}>{t(`property_${name}_help`)}</Explain>,
            value: said.filter((part) => part !== '').join(' · '),
          }
        })}
      />
    </section>
  )
}

function certainty(property: Property, t: SayDiagnosis, format: Formats): string {
  if (property.holds === 'unknown') return ''
  const share = t('certainty_yes', { share: likely(property.probability, t, format) })
  if (property.holds === 'undecided') {
    const what = t(`needed_${property.needed.what}`, { count: property.needed.n })
    return `${share} · ${t('needed', { what })}`
  }
  return property.nearThreshold ? `${share} · ${t('near_threshold')}` : share
}

function measured(
  { estimates, basis }: Diagnosis,
  name: (typeof NAMES)[number],
  t: SayDiagnosis,
  format: Formats,
): string {
  const of = {
    repurchase: known(estimates.repurchaseRate, (value) => format.percent(value)),
    retention: cycleSaid(estimates, t, format),
    sharing: known(estimates.shareRate, (value) => format.percent(value, 1)),
  }[name]
  if (!of) return t('measured_none')
  const keys = {
    repurchase: 'measured_rate',
    retention: 'measured_decision',
    sharing: 'measured_share',
  } as const
  const said = t(keys[name], of)
  return basis === 'form' ? `${said} · ${t('from_answers')}` : said
}
