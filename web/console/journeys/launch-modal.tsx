import { Alert, App, Button, Checkbox, Modal } from 'antd'
import { useState } from 'react'
import {
  type Journey,
  type LaunchCheck,
  launchCheck,
  launched,
} from '../../../contract/journey-view.ts'
import {
  api,
  Failed,
  PlainTable,
  Progress,
  useDeed,
  useFormat,
  useGo,
  useLoad,
  useText,
} from '../../ui/index.ts'
import { texts as deliveryTexts } from '../deliveries/text.ts'
import { texts } from './text.ts'
import type { Draft } from './use-draft.ts'
import { useProblemWord, useStepWord } from './words.ts'

/** Before the deed: what is wrong, who comes in, who can be reached and why the rest cannot. The button says how many. */
export function LaunchModal({
  journey,
  draft,
  close,
  onProblem,
}: {
  journey: Journey
  draft: Draft
  close: () => void
  onProblem: (stepId: string | null) => void
}) {
  const t = useText(texts)
  const go = useGo()
  const { message } = App.useApp()
  const [withThoseInside, setWithThoseInside] = useState(true)
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
        go(`/journeys/${journey.id}`)
      },
    },
  )
  const isReady = check !== undefined && check.problems.length === 0
  // Refused, because more people match by now or somebody changed the draft: the look is taken again, and the button says
  // the new number.
  const deed = async (seen: LaunchCheck) => {
    const done = await launch.runAndWait({ draftNo: seen.draftNo, withThoseInside, audience })
    if (!done) load.reload()
  }
  return (
    <Modal
      open
      width={680}
      title={t('launch_title')}
      okText={audience > 0 ? t('launch_deed', { count: audience }) : t('launch_deed_future')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: !isReady }}
      confirmLoading={launch.isBusy}
      onCancel={close}
      onOk={() => check && void deed(check)}
    >
      {load.problem && <Failed problem={load.problem} retry={load.reload} />}
      {load.isLoading && <Progress label={t('launch_looking')} done={0} total={null} />}
      {check && (
        <div className="kit-stack">
          <Problems check={check} onProblem={onProblem} />
          <Audience check={check} draft={draft} />
          {check.audience > 0 && (
            <Checkbox
              checked={withThoseInside}
              onChange={({ target }) => setWithThoseInside(target.checked)}
            >
              {t('launch_inside', { count: check.audience })}
            </Checkbox>
          )}
          <Reaches check={check} draft={draft} />
          <Control check={check} audience={audience} />
          <p className="kit-soft">
            {t('launch_effects', { send: check.effects.send, tasks: check.effects.staffTask })}
          </p>
          {journey.versions.length > 0 && <p className="kit-soft">{t('launch_version')}</p>}
        </div>
      )}
    </Modal>
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
      {kinds.has('manual') && kinds.size === 1 && <p>{t('launch_manual')}</p>}
    </>
  )
}

/** What people would get first, by the way that they go: how many are reached, and why the rest are not. */
function Reaches({ check, draft }: { check: LaunchCheck; draft: Draft }) {
  const t = useText(texts)
  const { reaches, audience, lookedAt } = check
  if (reaches.length === 0) return null
  const without = audience - reaches.reduce((sum, one) => sum + one.come, 0)
  return (
    <>
      {reaches.length > 1 && <p>{t('launch_forked', { count: reaches.length })}</p>}
      {reaches.map((reach) => (
        <Reach key={reach.stepId} reach={reach} draft={draft} isOnly={reaches.length === 1} />
      ))}
      {/* Estimates are rounded one by one, so that a few may be missing in their sum. */}
      {without > (lookedAt < audience ? reaches.length : 0) && (
        <p>{t('launch_unwritten', { count: without })}</p>
      )}
      {lookedAt < audience && (
        <p className="kit-soft">{t('launch_sampled', { count: lookedAt })}</p>
      )}
    </>
  )
}

function Reach({
  reach,
  draft,
  isOnly,
}: {
  reach: LaunchCheck['reaches'][number]
  draft: Draft
  isOnly: boolean
}) {
  const t = useText(texts)
  const word = useText(deliveryTexts)
  const step = useStepWord()
  const format = useFormat()
  const found = draft.plan.steps.find(({ id }) => id === reach.stepId)
  const rows = [
    ...reach.later.map((one) => ({ ...one, when: t('launch_later') })),
    ...reach.never.map((one) => ({ ...one, when: t('launch_never') })),
  ]
  const said = {
    step: found ? step(found).says : reach.stepId,
    come: reach.come,
    now: reach.now,
    senders: reach.senders,
  }
  const says = reach.isAtMost ? 'launch_reach_most' : isOnly ? 'launch_reach' : 'launch_reach_arm'
  return (
    <>
      <p>
        {t(says, said)} {rows.length === 0 && t('launch_all_reached')}
      </p>
      {rows.length > 0 && (
        <PlainTable
          label={t('launch_why')}
          table={{
            columns: [t('launch_why'), '', t('launch_people')],
            rows: rows.map(({ reason, people, when }) => [
              word(`reason_${reason}`),
              when,
              format.count(people),
            ]),
          }}
        />
      )}
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
