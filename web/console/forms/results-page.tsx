import { App, Button, Progress } from 'antd'
import { z } from 'zod'
import {
  type Form,
  type FormResults,
  formResults,
  form as formShape,
} from '../../../contract/form.ts'
import {
  api,
  barChart,
  Card,
  Chart,
  Figures,
  Go,
  GoButton,
  Loaded,
  PageHead,
  useDeed,
  useFormat,
  useGo,
  useLoad,
  useMay,
  usePart,
  useText,
  useUndoToast,
} from '../../ui/index.ts'
import './forms.css'
import { ShareCard } from './share-card.tsx'
import { StateMark } from './state-mark.tsx'
import { texts } from './text.ts'

const REFRESH_MS = 5_000
const done = z.object({ ok: z.literal(true) })

/** What came of a form: how far people came, how long it took them, what they answered. */
export function FormResultsPage() {
  const id = usePart('id')
  const form = useLoad(`/api/forms/${id}`, formShape)
  const results = useLoad(`/api/forms/${id}/results`, formResults, { every: REFRESH_MS })
  return (
    <Loaded load={form} shape="report">
      {(found) => (
        <Loaded load={results} shape="report">
          {(came) => (
            <div className="kit-page">
              <PageHead
                title={found.name}
                sentence={
                  <>
                    <StateMark state={found.state} /> <Said form={found} came={came} />
                  </>
                }
                deeds={<Deeds form={found} />}
              />
              <Numbers id={id} came={came} />
              <div className="kit-two">
                <div className="kit-stack">
                  <Drop id={id} came={came} />
                  <Spread id={id} came={came} />
                </div>
                <div className="kit-stack">
                  <ShareCard form={found} />
                </div>
              </div>
            </div>
          )}
        </Loaded>
      )}
    </Loaded>
  )
}

function Said({ form, came }: { form: Form; came: FormResults }) {
  const t = useText(texts)
  if (form.published === null) return t('run_draft')
  if (came.opened === 0) return t('run_none')
  const { medianSeconds } = came
  const worst = [...came.questions].sort((a, b) => b.stopped - a.stopped)[0]
  return [
    t('run', { opened: came.opened, started: came.started, finished: came.finished }),
    medianSeconds === null ? '' : t('run_time', { seconds: Math.round(medianSeconds) }),
    worst && worst.stopped > 0
      ? t('run_stopped', { question: worst.title, count: worst.stopped })
      : '',
  ].join('')
}

function Numbers({ id, came }: { id: string; came: FormResults }) {
  const t = useText(texts)
  const { opened, started, finished, medianSeconds, averageScore } = came
  const answers = `/forms/${id}/answers`
  return (
    <Figures
      figures={[
        { label: t('figure_opened'), definition: t('define_opened'), value: opened },
        {
          label: t('figure_started'),
          definition: t('define_started'),
          value: started,
          to: answers,
        },
        {
          label: t('figure_finished'),
          definition: t('define_finished'),
          value: finished,
          to: `${answers}?state=finished`,
        },
        {
          label: t('figure_rate'),
          definition: t('define_rate'),
          value: opened === 0 ? null : finished / opened,
          kind: 'percent',
        },
        {
          label: t('figure_median'),
          definition: t('define_median'),
          value: medianSeconds === null ? null : Math.round(medianSeconds),
          unit: t('unit_seconds'),
        },
        ...(averageScore !== null && averageScore !== 0
          ? [
              {
                label: t('score_average'),
                definition: t('score_average'),
                value: averageScore,
                kind: 'decimal' as const,
              },
            ]
          : []),
      ]}
    />
  )
}

/** How many people each question still had. */
function Drop({ id, came: { questions } }: { id: string; came: FormResults }) {
  const t = useText(texts)
  const format = useFormat()
  const go = useGo()
  const titles = questions.map(({ title }, at) => `${at + 1}. ${title}`)
  // Whole questions leave no room below the bars; the cards under them have the words.
  const short = questions.map(({ key }, at) => `${at + 1} ${key}`)
  return (
    <Card>
      <Chart
        label={t('drop')}
        option={barChart({
          x: short,
          series: [
            { name: t('drop_shown'), values: questions.map(({ shown }) => shown) },
            { name: t('drop_answered'), values: questions.map(({ answered }) => answered) },
          ],
        })}
        pick={({ index }) => {
          const question = questions[index]
          if (question) go(`/forms/${id}/answers?question=${question.id}`)
        }}
        table={{
          columns: [t('drop_question'), t('drop_shown'), t('drop_answered'), t('drop_stopped')],
          rows: questions.map((one, at) => [
            titles[at],
            format.count(one.shown),
            <Go key="answered" to={`/forms/${id}/answers?question=${one.id}`}>
              {format.count(one.answered)}
            </Go>,
            <Go key="stopped" to={`/forms/${id}/answers?stoppedAt=${one.id}`}>
              {format.count(one.stopped)}
            </Go>,
          ]),
        }}
      />
    </Card>
  )
}

/** What was answered to each question, with the people behind each number. */
function Spread({ id, came: { questions } }: { id: string; came: FormResults }) {
  const t = useText(texts)
  const format = useFormat()
  return questions.map((question, at) => {
    const most = Math.max(1, ...question.choices.map(({ count }) => count))
    const isWritten = question.choices.length === 0
    return (
      <Card key={question.id} title={`${at + 1}. ${question.title}`}>
        {question.answered === 0 && <p className="kit-soft">{t('spread_none')}</p>}
        {question.average !== null && (
          <p className="kit-soft">
            {t('spread_average', { value: format.decimal(question.average) })}
          </p>
        )}
        {isWritten && question.answered > 0 && (
          <Go to={`/forms/${id}/answers?question=${question.id}`}>
            {t('spread_written', { count: question.answered })}
          </Go>
        )}
        {question.answered > 0 && !isWritten && (
          <div className="frm-spread">
            {question.choices.map((choice) => (
              <Choice key={choice.id} id={id} question={question.id} choice={choice} most={most} />
            ))}
          </div>
        )}
      </Card>
    )
  })
}

function Choice({
  id,
  question,
  choice,
  most,
}: {
  id: string
  question: string
  choice: FormResults['questions'][number]['choices'][number]
  most: number
}) {
  const format = useFormat()
  const people = `/forms/${id}/answers?question=${question}&choice=${choice.id}`
  return (
    <>
      <span>{choice.text}</span>
      <Progress
        percent={(100 * choice.count) / most}
        showInfo={false}
        size="small"
        aria-label={`${choice.text}: ${choice.count}`}
      />
      <Go to={people}>{format.count(choice.count)}</Go>
    </>
  )
}

function Deeds({ form: { id, name, state, closedAt } }: { form: Form }) {
  const t = useText(texts)
  const go = useGo()
  const { message } = App.useApp()
  const undoable = useUndoToast()
  const mayWrite = useMay('acquisition.write')
  const refresh = ['/api/forms', `/api/forms/${id}`]
  const close = useDeed(
    (isClosed: boolean) => api.put(`/api/forms/${id}/closed`, done, { isClosed }),
    {
      refresh,
      done: () => void message.success(t(closedAt === null ? 'closed_done' : 'opened_done')),
    },
  )
  const restore = useDeed(() => api.put(`/api/forms/${id}/restored`, done, {}), { refresh })
  const drop = useDeed(() => api.del(`/api/forms/${id}`, done), {
    refresh: ['/api/forms'],
    done: () => {
      undoable({ says: t('deleted', { name }), undo: () => restore.run(undefined) })
      go('/forms')
    },
  })
  return (
    <>
      <GoButton to={`/forms/${id}/answers`}>{t('answers_all')}</GoButton>
      {mayWrite && (
        <>
          <GoButton to={`/forms/${id}/edit`}>{t('edit')}</GoButton>
          {state !== 'draft' && (
            <Button loading={close.isBusy} onClick={() => close.run(closedAt === null)}>
              {t(closedAt === null ? 'close' : 'open')}
            </Button>
          )}
          <Button danger loading={drop.isBusy} onClick={() => drop.run(undefined)}>
            {t('delete')}
          </Button>
        </>
      )}
    </>
  )
}
