import type { JourneyPlan } from '../../../contract/journey.ts'
import type { RehearsalReport, RehearsedStep } from '../../../contract/journey-rehearsal.ts'
import { Card, Go, PlainTable, useFormat, useText } from '../../ui/index.ts'
import { useReasonWord } from './reason-word.ts'
import { Marks } from './rehearsal-marks.tsx'
import { Count, type Opened } from './rehearsal-people.tsx'
import { texts } from './rehearsal-text.ts'
import { useLeftWord, useOutcomeWord, useStepWord } from './words.ts'

type Props = { report: RehearsalReport; open: (opened: Opened) => void }

/** Every step: who comes, who gets it, who does not and why, what associates need, and what is to be minded. */
export function StepsTable({ report, plan, open }: Props & { plan: JourneyPlan }) {
  const t = useText(texts)
  const word = useStepWord()
  return (
    <Card title={t('steps')}>
      <table className="sop-numbers">
        <thead>
          <tr>
            <th>{t('step')}</th>
            <th>{t('marks')}</th>
            <th>{t('came')}</th>
            <th>{t('planned')}</th>
            <th>{t('why_not')}</th>
            <th>{t('put_off')}</th>
            <th>{t('lacking')}</th>
            <th>{t('minutes')}</th>
          </tr>
        </thead>
        <tbody>
          {plan.steps.map((step) => {
            const found = report.steps.find(({ stepId }) => stepId === step.id)
            const { kind, says } = word(step)
            return (
              <tr key={step.id}>
                <th scope="row">
                  {says}
                  <div className="kit-soft">{kind}</div>
                </th>
                {found && <Cells step={found} plan={plan} says={says} open={open} />}
              </tr>
            )
          })}
        </tbody>
      </table>
    </Card>
  )
}

function Cells({
  step,
  plan,
  says,
  open,
}: {
  step: RehearsedStep
  plan: JourneyPlan
  says: string
  open: (opened: Opened) => void
}) {
  const t = useText(texts)
  const format = useFormat()
  const reason = useReasonWord()
  const outcome = useOutcomeWord(plan)
  const { stepId, carrier, came, planned, skipped, putOff, passed, minutes, marks, noTime } = step
  const count = (rest: string, of: string, people: number) => (
    <Count opened={{ what: `${stepId} ${rest}`, says: `${says} · ${of}`, people }} open={open} />
  )
  return (
    <>
      <td>
        <Marks marks={marks} />
        {noTime > 0 && count('no_time', t('associate_no_time'), noTime)}
      </td>
      <td className="kit-number">{format.count(came)}</td>
      <td>
        {carrier !== null && count('planned', t('planned'), planned)}
        {passed.map((one) => {
          const arm = plan.steps.some(({ id, kind }) => id === stepId && isFork(kind))
          const what = arm && !isHeard(one.reason) ? `arm ${one.reason}` : one.reason
          const passage = what.startsWith('arm ')
            ? { outcome: 'arm', detail: one.reason }
            : { outcome: one.reason, detail: '' }
          const of = outcome(stepId, passage)
          return (
            <div key={one.reason}>
              {of} {count(what, of, one.people)}
            </div>
          )
        })}
      </td>
      <td>
        {skipped.map((one) => (
          <div key={one.reason}>
            {reason(one.reason)} {count(`skipped ${one.reason}`, reason(one.reason), one.people)}
          </div>
        ))}
      </td>
      <td>
        {putOff.map((one) => (
          <div key={one.reason}>
            {reason(one.reason)} {count(`put_off ${one.reason}`, reason(one.reason), one.people)}
          </div>
        ))}
      </td>
      <td>
        <Lacking step={step} count={count} />
      </td>
      <td className="kit-number">{minutes > 0 && format.count(minutes)}</td>
    </>
  )
}

const isFork = (kind: string) => kind === 'branch' || kind === 'split' || kind === 'wait_task'
const isHeard = (said: string) => said === 'heard' || said === 'silent'

/** What the message says and nobody knows, of how many, and what they would read instead. */
function Lacking({
  step,
  count,
}: {
  step: RehearsedStep
  count: (rest: string, of: string, people: number) => React.ReactNode
}) {
  const t = useText(texts)
  return step.lacking.map(({ name, people, fallback, reads }) => (
    <div key={name}>
      {t('lacking_line', { name, people })}
      {people > fallback && t('lacking_nothing', { count: people - fallback })}
      {reads !== null && t('lacking_reads', { text: reads })}{' '}
      {count(`lacking ${name}`, t('lacking'), people)}
    </div>
  ))
}

/** What each associate would have to do, and on which days it is too much. */
export function AssociatesTable({ report, open }: Props) {
  const t = useText(texts)
  const format = useFormat()
  const { associates } = report
  if (associates.length === 0)
    return (
      <Card title={t('associates')}>
        <p className="kit-soft">{t('no_associates')}</p>
      </Card>
    )
  return (
    <Card title={t('associates')}>
      <PlainTable
        label={t('associates')}
        table={{
          columns: [
            t('associate'),
            t('associate_tasks'),
            t('associate_confirms'),
            t('associate_average'),
            t('associate_most'),
            t('associate_over'),
            t('associate_no_time'),
          ],
          rows: associates.map((one) => [
            one.name,
            one.tasks,
            one.confirms,
            t('minutes_of', { minutes: one.minutesPerDay }),
            t('most_on', { minutes: one.mostMinutes, on: format.day(one.mostOn) }),
            one.daysOver,
            <Count
              key={one.userid}
              opened={{ what: `no_time ${one.userid}`, says: one.name, people: one.noTime }}
              open={open}
            />,
          ]),
        }}
      />
    </Card>
  )
}

/** Where caps and quotas stood in the way, and whose messages had filled them. */
export function Conflicts({ report, open }: Props) {
  const t = useText(texts)
  const reason = useReasonWord()
  const { conflicts, rivals } = report
  return (
    <Card title={t('conflicts')}>
      {conflicts.length === 0 && <p className="kit-soft">{t('conflicts_none')}</p>}
      {conflicts.length > 0 && (
        <PlainTable
          label={t('conflicts')}
          table={{
            columns: [t('conflict_why'), t('conflict_people'), t('conflict_others')],
            rows: conflicts.map((one) => [
              reason(one.reason),
              <Count
                key={one.reason}
                opened={{
                  what: `conflict ${one.reason}`,
                  says: reason(one.reason),
                  people: one.people,
                }}
                open={open}
              />,
              one.byOthers,
            ]),
          }}
        />
      )}
      {rivals.length > 0 && (
        <p>
          {t('rivals')}{' '}
          {rivals.map(({ id, name, people }) => (
            <Go key={id} to={`/journeys/${id}`}>
              {t('rival', { name, people })}{' '}
            </Go>
          ))}
        </p>
      )}
    </Card>
  )
}

export function Left({ report, open }: Props) {
  const t = useText(texts)
  const word = useLeftWord()
  return (
    <Card title={t('left')}>
      {report.left.length === 0 && <p className="kit-soft">{t('left_none')}</p>}
      {report.left.map(({ reason, people }) => (
        <p key={reason} className="kit-row">
          <span>{word(reason)}</span>
          <Count opened={{ what: `left ${reason}`, says: word(reason), people }} open={open} />
        </p>
      ))}
    </Card>
  )
}
