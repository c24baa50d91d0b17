import { useState } from 'react'
import type { JourneyPlan } from '../../../contract/journey.ts'
import type { RehearsalReport } from '../../../contract/journey-rehearsal.ts'
import {
  barChart,
  Card,
  Chart,
  Figures,
  lineChart,
  useFormat,
  useText,
  useWhen,
} from '../../ui/index.ts'
import { type Opened, PeopleModal } from './rehearsal-people.tsx'
import { AssociatesTable, Conflicts, Left, StepsTable } from './rehearsal-tables.tsx'
import { texts } from './rehearsal-text.ts'
import { useEventWord } from './words.ts'

/** What a rehearsal found, below its sentence: figures, days, steps, associates, conflicts, and how it was done. */
export function Report({
  report,
  plan,
  journeyId,
}: {
  report: RehearsalReport
  plan: JourneyPlan
  journeyId: string
}) {
  const [opened, setOpened] = useState<Opened>()
  const shown = { report, open: setOpened }
  return (
    <>
      <Numbers report={report} />
      <Days report={report} />
      <StepsTable {...shown} plan={plan} />
      <AssociatesTable {...shown} />
      <div className="kit-two">
        <Conflicts {...shown} />
        <Left {...shown} />
      </div>
      <Method report={report} plan={plan} />
      {opened && (
        <PeopleModal
          key={opened.what}
          journeyId={journeyId}
          opened={opened}
          close={() => setOpened(undefined)}
        />
      )}
    </>
  )
}

/** The answer in one sentence. */
export function useRehearsalSentence(): (report: RehearsalReport) => string {
  const t = useText(texts)
  return (report) => {
    const { entered, staff, days, steps, conflicts } = report
    if (entered === 0) return t('sentence_none')
    const sends = days.reduce((sum, one) => sum + one.sends, 0)
    const tasks = days.reduce((sum, one) => sum + one.tasks, 0)
    const over = conflicts
      .filter(({ reason }) => reason === 'wecom_quota' || reason === 'official_quota')
      .reduce((sum, { people }) => sum + people, 0)
    const late = steps.filter(({ noTime }) => noTime > 0).length
    const marked = steps.filter(({ marks }) => marks.length > 0).length
    const rest = {
      quota: over > 0 ? t('quota_over', { count: over }) : t('quota_ok'),
      steps: saysOfSteps(late, marked),
    }
    if (staff.associates === 0) return t('sentence_no_staff', { entered, sends, ...rest })
    const { associates, minutesPerDay: minutes } = staff
    return t('sentence', { entered, sends, tasks, associates, minutes, ...rest })
  }

  function saysOfSteps(late: number, marked: number): string {
    if (late > 0) return t('steps_no_time', { count: late })
    return marked > 0 ? t('steps_marked', { count: marked }) : t('steps_ok')
  }
}

function Numbers({ report: { entered, control, inside, staff } }: { report: RehearsalReport }) {
  const t = useText(texts)
  return (
    <Figures
      figures={[
        { label: t('figure_entered'), definition: t('define_entered'), value: entered },
        { label: t('figure_control'), definition: t('define_control'), value: control },
        { label: t('figure_inside'), definition: t('define_inside'), value: inside },
        {
          label: t('figure_minutes'),
          definition: t('define_minutes'),
          value: staff.minutesPerDay,
          unit: t('unit_minutes'),
        },
        { label: t('figure_no_time'), definition: t('define_no_time'), value: staff.noTime },
      ]}
    />
  )
}

function Days({ report: { days } }: { report: RehearsalReport }) {
  const t = useText(texts)
  const format = useFormat()
  const x = days.map(({ on }) => on.slice(5))
  const rows = days.map((one) => [
    format.day(one.on),
    one.entered,
    one.sends,
    one.tasks,
    one.minutes,
    one.available,
  ])
  const columns = [t('day'), t('entered'), t('sends'), t('tasks'), t('needed'), t('available')]
  return (
    <>
      <Card>
        <Chart
          label={t('by_day')}
          option={barChart({
            x,
            series: [
              { name: t('entered'), values: days.map((one) => one.entered) },
              { name: t('sends'), values: days.map((one) => one.sends) },
              { name: t('tasks'), values: days.map((one) => one.tasks) },
            ],
          })}
          table={{ columns, rows }}
        />
      </Card>
      {days.some(({ minutes }) => minutes > 0) && (
        <Card>
          <Chart
            label={t('by_day_minutes')}
            height={200}
            option={lineChart({
              x,
              series: [
                { name: t('needed'), values: days.map((one) => one.minutes) },
                {
                  name: t('available'),
                  values: days.map((one) => one.available),
                  isDashed: true,
                  isControl: true,
                },
              ],
            })}
            table={{ columns, rows }}
          />
        </Card>
      )}
    </>
  )
}

function Method({ report, plan }: { report: RehearsalReport; plan: JourneyPlan }) {
  const t = useText(texts)
  const when = useWhen()
  const event = useEventWord()
  const isByFollows = plan.triggers.some(
    (one) => one.kind === 'event' && one.event.name === 'follow.started',
  )
  const { sample, young, deafTo, grainMinutes, control } = report
  return (
    <Card>
      {sample && (
        <p>{t('sampled', { people: sample.people, of: sample.of, off: sample.offPerHundred })}</p>
      )}
      {young.map(({ name, since }) => (
        <p key={name}>{t('method_young', { name, when: when(since) })}</p>
      ))}
      {deafTo.length > 0 && <p>{t('method_deaf', { events: deafTo.map(event).join(' / ') })}</p>}
      <p className="kit-soft">{t('method_same')}</p>
      <p className="kit-soft">{t('method_past')}</p>
      <p className="kit-soft">{t('method_caps')}</p>
      {isByFollows && <p className="kit-soft">{t('method_found')}</p>}
      {plan.steps.some(({ kind }) => kind === 'wait_task') && (
        <p className="kit-soft">{t('method_tasks')}</p>
      )}
      <p className="kit-soft">{t('method_branch')}</p>
      <p className="kit-soft">
        {t('method_grain', { count: grainMinutes })} {t('method_refused')}
      </p>
      {control > 0 && <p className="kit-soft">{t('method_control')}</p>}
    </Card>
  )
}
