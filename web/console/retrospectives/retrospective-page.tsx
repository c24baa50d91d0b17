import { Alert, Button } from 'antd'
import {
  type Findings,
  type Retrospective,
  retrospective,
} from '../../../contract/retrospective.ts'
import {
  api,
  Explain,
  type FigureProps,
  Figures,
  Go,
  Loaded,
  ReportPage,
  useDeed,
  useFormat,
  useGo,
  useLoad,
  useMay,
  usePart,
  useText,
  useWhen,
} from '../../ui/index.ts'
import { DecisionCard } from './decision.tsx'
import { EffectPicture } from './effect-picture.tsx'
import { Method } from './method.tsx'
import { Tables } from './tables.tsx'
import { texts } from './text.ts'
import { VerdictTag } from './verdict-tag.tsx'
import { chanceWords, isSilent, PER_PEOPLE, useVerdictSentence } from './words.ts'

/** Did it work: a dated answer with everything that it rests on, and what was decided. */
export function RetrospectivePage() {
  const id = usePart('id')
  const load = useLoad(`/api/retrospectives/${id}`, retrospective)
  return (
    <Loaded load={load} shape="report">
      {(report) => <Report report={report} />}
    </Loaded>
  )
}

function Report({ report }: { report: Retrospective }) {
  const t = useText(texts)
  const { findings } = report
  const sentence = useVerdictSentence()(findings)
  return (
    <ReportPage
      title={t('title')}
      question={t('question', { title: findings.question.title || t('untitled') })}
      sentence={
        <>
          <VerdictTag verdict={findings.verdict} />
          {sentence}
        </>
      }
      deeds={<Deeds report={report} />}
      figures={
        <>
          <Standing report={report} />
          <Figures figures={useFigures(findings)} />
        </>
      }
      picture={
        isSilent(findings.primary) ? (
          <p className="kit-soft">{t('picture_silent')}</p>
        ) : (
          <EffectPicture findings={findings} />
        )
      }
      table={
        <div className="kit-stack">
          <Tables findings={findings} />
          <DecisionCard report={report} />
          <Versions report={report} />
        </div>
      }
      method={<Method findings={findings} />}
    />
  )
}

function Deeds({ report }: { report: Retrospective }) {
  const t = useText(texts)
  const go = useGo()
  const mayLook = useMay('customers.write')
  const look = useDeed(
    () => api.post('/api/retrospectives', retrospective, { experimentId: report.experimentId }),
    {
      refresh: ['/api/retrospectives', '/api/experiments'],
      done: (written) => go(`/retrospectives/${written.id}`),
    },
  )
  return (
    <>
      <Go to="/retrospectives">{t('back')}</Go>
      {mayLook && (
        <>
          <Button onClick={() => look.run(undefined)} loading={look.isBusy}>
            {t('look_now')}
          </Button>
          <Explain what={t('look_now')}>{t('look_help')}</Explain>
        </>
      )}
    </>
  )
}

/** When it was written and of what kind this look is; what to be careful about stands above the figures. */
function Standing({ report }: { report: Retrospective }) {
  const t = useText(texts)
  const when = useWhen()
  const format = useFormat()
  const { findings, version, cause, asOf } = report
  const { look, question, people } = findings
  const share = format.percent(look.fraction)
  const words = {
    final: t('look_final', { count: question.windowDays }),
    planned: t('look_planned', { no: look.no, share }),
    peek: t('look_peek', { no: look.no, share }),
  }[look.kind]
  return (
    <>
      <p className="kit-soft">
        {t('written', { version, cause: t(`cause_${cause}`), at: when(asOf) })} {words}
      </p>
      <p>
        {t('meant', {
          meant:
            question.meant ||
            t(`meant_${question.metric}`, {
              count: question.windowDays,
              share: format.percent(question.smallestLift),
            }),
        })}
      </p>
      <p className="kit-soft">
        {t('people_line', {
          treated: people.treated,
          reached: people.reached,
          control: people.control,
          crossed: people.crossed,
          merged: people.merged,
        })}
      </p>
      <Doubts findings={findings} />
    </>
  )
}

function Doubts({ findings }: { findings: Findings }) {
  const t = useText(texts)
  const format = useFormat()
  if (findings.doubts.length === 0) return null
  const { windowDays: days } = findings.question
  const says = (code: Findings['doubts'][number]) => {
    if (code === 'windows_open') return t('doubt_windows_open', { count: days })
    if (code === 'past_differs')
      return t('doubt_past_differs', { p: chanceWords(findings.luck.before.p, format) })
    if (code === 'many_crossed') return t('doubt_many_crossed', { count: findings.people.crossed })
    return t(`doubt_${code}`)
  }
  return (
    <Alert
      role="note"
      type="warning"
      showIcon
      title={t('doubts')}
      description={
        <ul>
          {findings.doubts.map((code) => (
            <li key={code}>{says(code)}</li>
          ))}
        </ul>
      }
    />
  )
}

function useFigures({ primary, question, money, people }: Findings): FigureProps[] {
  const t = useText(texts)
  const format = useFormat()
  const { metric, windowDays: days } = question
  const scale = metric === 'revenue' ? 1 : PER_PEOPLE
  return [
    {
      label: t(`figure_effect_${metric}`),
      kind: metric === 'revenue' ? 'money' : 'decimal',
      ...estimated({ ...primary, value: primary.effect }, scale),
      definition: t('figure_effect_definition', { count: days }),
    },
    {
      label: t('figure_revenue'),
      kind: 'money',
      ...estimated(money.revenue),
      definition: t('figure_revenue_definition'),
    },
    {
      label: t('figure_cost'),
      value: money.cost,
      kind: 'money',
      definition: t('figure_cost_definition'),
    },
    {
      label: t('figure_net'),
      kind: 'money',
      ...estimated(money.net),
      definition: t('figure_net_definition', { margin: format.percent(money.marginPercent / 100) }),
    },
    {
      label: t('figure_people'),
      value: people.treated + people.control,
      definition: t('figure_people_definition', {
        treated: people.treated,
        control: people.control,
      }),
    },
  ]
}

type Estimate = { value: number; lower: number; upper: number }

/** A number with its interval. Where nobody ordered there is no estimate, and nothing is shown as if there were one. */
function estimated(
  { value, lower, upper }: Estimate,
  scale = 1,
): Pick<FigureProps, 'value' | 'interval'> {
  if (lower === upper) return { value: value === 0 ? null : value * scale }
  return { value: value * scale, interval: { low: lower * scale, high: upper * scale } }
}

function Versions({ report }: { report: Retrospective }) {
  const t = useText(texts)
  const when = useWhen()
  if (report.versions.length === 0) return null
  return (
    <section>
      <h3>{t('versions')}</h3>
      <ul>
        {report.versions.map(({ id, version, writtenAt, verdict }) => (
          <li key={id}>
            <Go to={`/retrospectives/${id}`}>{t('version', { version })}</Go>{' '}
            <VerdictTag verdict={verdict} />
            <span className="kit-soft">{when(writtenAt)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
