import { Button } from 'antd'
import { type Diagnosis, diagnosis, newestDiagnosis } from '../../../contract/playbook.ts'
import {
  api,
  Empty,
  Go,
  Loaded,
  PageHead,
  ReportPage,
  useAddress,
  useDeed,
  useFormat,
  useLoad,
  useText,
  When,
} from '../../ui/index.ts'
import { CategoryForm } from './category-form.tsx'
import { Combinations } from './combinations.tsx'
import { Gaps } from './gaps.tsx'
import { Playbook } from './playbook.tsx'
import { Properties } from './properties.tsx'
import { texts } from './text.ts'
import { useReasons, useVerdictWords } from './verdict.ts'

/** The newest diagnosis, or the one that the address names. */
export function DiagnosisPage() {
  const id = useAddress().get('id')
  const load = useLoad('/api/diagnosis', newestDiagnosis, { query: { id } })
  return (
    <Loaded load={load} shape="report">
      {(data) => (data.diagnosis ? <Report diagnosis={data.diagnosis} /> : <Nothing />)}
    </Loaded>
  )
}

/** Diagnoses from orders and shows the result. */
function useDiagnoseData() {
  const address = useAddress()
  return useDeed(
    (category: { from: number; to: number } | null) =>
      api.post('/api/diagnoses', diagnosis, { basis: 'data', category }),
    { refresh: ['/api/diagnos'], done: () => address.change({ id: undefined, n: undefined }) },
  )
}

function Nothing() {
  const t = useText(texts)
  const deed = useDiagnoseData()
  return (
    <div className="kit-page">
      <PageHead title={t('title')} />
      <Empty
        what={t('empty')}
        why={t('empty_why')}
        action={
          <div className="kit-deeds">
            <Button type="primary" onClick={() => deed.run(null)} loading={deed.isBusy}>
              {t('make_data')}
            </Button>
            <Go to="/diagnosis/new">{t('make_form')}</Go>
          </div>
        }
        sample={<p className="kit-sentence">{t('sample')}</p>}
      />
    </div>
  )
}

function Report({ diagnosis: found }: { diagnosis: Diagnosis }) {
  const t = useText(texts)
  const verdict = useVerdictWords()
  const deed = useDiagnoseData()
  return (
    <ReportPage
      title={t('title')}
      question={t('question')}
      sentence={verdict(found)}
      deeds={
        <>
          <Go to="/diagnosis/history">{t('history')}</Go>
          <Go to="/diagnosis/new">{t('make_form')}</Go>
          <Button onClick={() => deed.run(null)} loading={deed.isBusy}>
            {t('make_data')}
          </Button>
        </>
      }
      figures={<Head diagnosis={found} />}
      picture={
        <div className="kit-stack">
          <Properties diagnosis={found} />
          <Combinations diagnosis={found} />
          {found.basis === 'data' && (
            <CategoryForm run={deed.run} isBusy={deed.isBusy} rule={found.priceRule} />
          )}
          <Gaps diagnosis={found} />
        </div>
      }
      table={<Playbook diagnosis={found} />}
      method={<Method basis={found.basis} />}
    />
  )
}

/** When and from what, why, and how long it takes. */
function Head({ diagnosis: found }: { diagnosis: Diagnosis }) {
  const t = useText(texts)
  const format = useFormat()
  const reasons = useReasons()
  const { sample, firstEffectMonths: effect, answers } = found
  const basis = sample
    ? t('basis_data', { count: sample.customers, days: format.count(sample.purchaseDays) })
    : t('basis_form')
  return (
    <>
      <p className="kit-soft">{t.rich('made', { at: <When at={found.madeAt} />, basis })}</p>
      {answers && answers.sells !== '' && <p>{t('sells', { what: answers.sells })}</p>}
      {reasons(found).map((reason) => (
        <p key={reason}>{reason}</p>
      ))}
      <p>
        <strong>{t('figure_effect')}</strong>{' '}
        {effect ? t('effect_months', effect) : t('effect_unknown')}{' '}
        <span className="kit-soft">{t('effect_help')}</span>
      </p>
    </>
  )
}

function Method({ basis }: { basis: Diagnosis['basis'] }) {
  const t = useText(texts)
  return (
    <div className="kit-stack">
      <p>{t('method_three')}</p>
      <p>{t('method_rate')}</p>
      <p>{t('method_cycle')}</p>
      <p>{t('method_frequency')}</p>
      <p>{t('method_cells')}</p>
      {basis === 'form' && <p>{t('method_form')}</p>}
    </div>
  )
}
