import { Alert, App, Button, Checkbox, Input, Modal, Radio } from 'antd'
import { useId, useState } from 'react'
import type { Rehearsal } from '../../../contract/journey-rehearsal.ts'
import {
  approvalAsked,
  type Journey,
  type LaunchCheck,
  launchCheck,
  launched,
} from '../../../contract/journey-view.ts'
import {
  api,
  Failed,
  Progress,
  useDeed,
  useFormat,
  useGo,
  useLoad,
  useText,
  useWhen,
} from '../../ui/index.ts'
import { texts as beginTexts } from './begin-text.ts'
import { moveTexts } from './move-text.ts'
import { Reaches } from './reaches.tsx'
import { LaunchMarks } from './rehearsal-marks.tsx'
import { texts } from './text.ts'
import type { Draft } from './use-draft.ts'
import { useFestivalWord } from './use-festival-word.ts'
import { useProblemWord } from './words.ts'

const REASON_MIN = 2

/** Before the deed: what is wrong, who comes in, who can be reached and why the rest cannot. The button says how many. */
export function LaunchModal({
  journey,
  draft,
  rehearsal,
  close,
  onProblem,
}: {
  journey: Journey
  draft: Draft
  rehearsal: Rehearsal | null
  close: () => void
  onProblem: (stepId: string | null) => void
}) {
  const t = useText(texts)
  const go = useGo()
  const { message } = App.useApp()
  const [withThoseInside, setWithThoseInside] = useState(true)
  const onTheWay = journey.versions.reduce((sum, { inside }) => sum + inside, 0)
  const [moves, setMoves] = useState(false)
  // A new draft is a new question: nothing of the one before is shown.
  const load = useLoad(`/api/journeys/${journey.id}/check`, launchCheck, {
    query: { draft: draft.draftNo },
  })
  const check = load.data
  const audience = withThoseInside ? (check?.audience ?? 0) : 0
  const launch = useDeed(
    (body: unknown) => api.post(`/api/journeys/${journey.id}/versions`, launched, body),
    {
      refresh: ['/api/journeys'],
      done: ({ version }) => {
        void message.success(t('launched', { version }))
        go(moves ? `/journeys/${journey.id}/move` : `/journeys/${journey.id}`)
      },
    },
  )
  const [reason, setReason] = useState('')
  const ask = useDeed(
    (body: unknown) => api.post(`/api/journeys/${journey.id}/approvals`, approvalAsked, body),
    {
      refresh: ['/api/journeys', '/api/approvals', '/api/overview'],
      done: () => {
        void message.success(t('approval_asked'))
        close()
      },
    },
  )
  const limit = check?.approvalAbove ?? null
  const needsSecond = limit !== null && audience > limit
  const isReady =
    check !== undefined &&
    check.problems.length === 0 &&
    (!needsSecond || reason.trim().length >= REASON_MIN)
  // Refused, because more people match by now or somebody changed the draft: the look is taken again, and the button says
  // the new number.
  const deed = async (seen: LaunchCheck) => {
    const body = { draftNo: seen.draftNo, withThoseInside, audience }
    const done = needsSecond
      ? await ask.runAndWait({ ...body, reason: reason.trim() })
      : await launch.runAndWait(body)
    if (!done) load.reload()
  }
  const says = needsSecond ? 'approval_ask' : 'launch_deed'
  return (
    <Modal
      open
      width={680}
      title={t('launch_title')}
      okText={audience > 0 ? t(says, { count: audience }) : t('launch_deed_future')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: !isReady }}
      confirmLoading={launch.isBusy || ask.isBusy}
      onCancel={close}
      onOk={() => check && void deed(check)}
    >
      {load.problem && <Failed problem={load.problem} retry={load.reload} />}
      {load.isLoading && <Progress label={t('launch_looking')} done={0} total={null} />}
      {check && (
        <div className="kit-stack">
          <Problems check={check} onProblem={onProblem} />
          <LaunchMarks rehearsal={rehearsal} journeyId={journey.id} plan={draft.plan} />
          <Audience check={check} draft={draft} />
          {check.audience > 0 && (
            <Checkbox
              checked={withThoseInside}
              onChange={({ target }) => setWithThoseInside(target.checked)}
            >
              {t('launch_inside', { count: check.audience })}
            </Checkbox>
          )}
          <Reaches check={check} plan={draft.plan} />
          <Control check={check} audience={audience} />
          <p className="kit-soft">
            {t('launch_effects', { send: check.effects.send, tasks: check.effects.staffTask })}
          </p>
          <OnTheWay people={onTheWay} moves={moves} choose={setMoves} />
          {needsSecond && (
            <>
              <Alert type="warning" showIcon title={t('approval_needed', { count: limit })} />
              <label htmlFor="approval-why">{t('approval_why')}</label>
              <Input
                id="approval-why"
                value={reason}
                maxLength={200}
                onChange={({ target }) => setReason(target.value)}
              />
            </>
          )}
        </div>
      )}
    </Modal>
  )
}

/** Who is inside by older versions finishes by them, unless somebody chooses to move them after the launch. */
function OnTheWay({
  people,
  moves,
  choose,
}: {
  people: number
  moves: boolean
  choose: (moves: boolean) => void
}) {
  const t = useText(moveTexts)
  const id = useId()
  if (people === 0) return null
  return (
    <div>
      <p id={id}>{t('launch_choice', { people })}</p>
      <Radio.Group
        aria-labelledby={id}
        vertical
        value={moves}
        onChange={({ target }) => choose(target.value === true)}
        options={[
          { value: false, label: t('launch_finish') },
          { value: true, label: t('launch_move') },
        ]}
      />
    </div>
  )
}

function Problems({
  check: { problems },
  onProblem,
}: {
  check: LaunchCheck
  onProblem: (stepId: string | null) => void
}) {
  const t = useText(texts)
  const word = useProblemWord()
  if (problems.length === 0) return null
  return (
    <Alert
      type="warning"
      showIcon
      title={t('launch_problems', { count: problems.length })}
      description={problems.map((problem) => (
        <div key={`${problem.code} ${problem.stepId} ${problem.detail}`}>
          <Button type="link" size="small" onClick={() => onProblem(problem.stepId)}>
            {word(problem)}
          </Button>
        </div>
      ))}
    />
  )
}

/** Who comes in: now, and from now on. */
function Audience({ check, draft }: { check: LaunchCheck; draft: Draft }) {
  const t = useText(texts)
  const begin = useText(beginTexts)
  const festival = useFestivalWord()
  const when = useWhen()
  const format = useFormat()
  const kinds = new Set(draft.plan.triggers.map(({ kind }) => kind))
  return (
    <>
      {kinds.has('segment') && (
        <p>{t('launch_now', { matching: check.matching, audience: check.audience })}</p>
      )}
      {kinds.has('event') && (
        <p>
          {check.lastWeek === null
            ? t('launch_event_away')
            : t('launch_event', { people: check.lastWeek })}
        </p>
      )}
      {check.nextMonth !== null && <p>{t('launch_date', { people: check.nextMonth })}</p>}
      {check.festivals.map((next) => (
        <p key={`${next.festival} ${next.comeAt}`}>
          {begin('festival_next', {
            when: when(next.comeAt),
            festival: festival(next.festival),
            day: format.day(next.festivalOn),
            people: next.people,
          })}
        </p>
      ))}
      {kinds.has('manual') && kinds.size === 1 && <p>{t('launch_manual')}</p>}
    </>
  )
}

function Control({ check, audience }: { check: LaunchCheck; audience: number }) {
  const t = useText(texts)
  if (check.controlShare === 0) return <p>{t('launch_no_control')}</p>
  if (audience === 0)
    return <p>{t('launch_control_share', { people: Math.round(100 * check.controlShare) })}</p>
  return <p>{t('launch_control', { people: Math.round(audience * check.controlShare) })}</p>
}
