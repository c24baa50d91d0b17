import { App, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { type Trial, trials } from '../../../contract/journey-trials.ts'
import type { JourneyVersion } from '../../../contract/journey-view.ts'
import {
  api,
  Card,
  Explain,
  useDeed,
  useFormat,
  useLoad,
  useMay,
  useText,
  useWhen,
} from '../../ui/index.ts'
import { texts } from './text.ts'
import { trialTexts } from './trial-text.ts'
import { useArmWord, useStepWord } from './words.ts'

const REFRESH_MS = 15_000
const REASON_MIN = 2
const done = z.object({ ok: z.literal(true) })

/** Splits of a version whose arms are judged: what each brought, what holds, and choosing by hand. */
export function Trials({ journeyId, version }: { journeyId: string; version: JourneyVersion }) {
  const isJudged = version.plan.steps.some((step) => step.kind === 'split' && step.judge)
  const path = `/api/journeys/${journeyId}/versions/${version.no}/trials`
  const load = useLoad(path, trials, { every: REFRESH_MS, enabled: isJudged })
  if (!load.data) return null
  return load.data.items.map((trial) => (
    <TrialCard key={trial.stepId} path={path} trial={trial} version={version} />
  ))
}

type Props = { path: string; trial: Trial; version: JourneyVersion }

function TrialCard({ path, trial, version }: Props) {
  const t = useText(trialTexts)
  const mayWrite = useMay('journeys.write')
  const word = useStepWord(version.plan)
  const [asking, setAsking] = useState<{ arm: string | null }>()
  const step = version.plan.steps.find(({ id }) => id === trial.stepId)
  const { judge, winner, isByHand } = trial
  const { withinDays: days, people, measure } = judge
  return (
    <Card title={t('title', { step: step ? word(step).says : trial.stepName })}>
      <p className="kit-soft">
        {t('rule', { days, people, measure: t(`measure_${measure}`) })}
        <Explain what={t('judge')}>{t('judge_help')}</Explain>
      </p>
      <Says trial={trial} />
      <Arms trial={trial} use={mayWrite ? (arm) => setAsking({ arm }) : null} />
      {mayWrite && (
        <div className="kit-deeds">
          {winner !== null && (
            <Button onClick={() => setAsking({ arm: null })}>{t('use_chance')}</Button>
          )}
          {(isByHand || winner !== null) && <GiveBack path={`${path}/${trial.stepId}`} />}
        </div>
      )}
      <History trial={trial} />
      {asking && (
        <ChoiceModal
          path={`${path}/${trial.stepId}`}
          trial={trial}
          arm={asking.arm}
          close={() => setAsking(undefined)}
        />
      )}
    </Card>
  )
}

/** The word for an arm of a trial by its id. */
function useTrialArm(trial: Trial): (id: string | null) => string {
  const t = useText(trialTexts)
  const word = useArmWord()
  return (id) => {
    const at = trial.arms.findIndex((arm) => arm.id === id)
    const arm = trial.arms[at]
    return arm ? word(arm, at) : t('to_chance')
  }
}

function Says({ trial }: { trial: Trial }) {
  const t = useText(trialTexts)
  const says = useText(texts)
  const named = useTrialArm(trial)
  const { verdict, winner, isByHand, judge, choices } = trial
  const who = choices[0]?.by ?? says('someone')
  const share = String(judge.learnShare)
  const standing = () => {
    if (winner === null) return isByHand ? t('stands_hand_chance', { who }) : t('stands_chance')
    const arm = named(winner)
    return isByHand ? t('stands_hand', { who, arm, share }) : t('stands_rule', { arm, share })
  }
  return (
    <p>
      <strong>
        {verdict.says === 'too_few' || verdict.says === 'too_rare'
          ? t(`says_${verdict.says}`, { count: verdict.lacking })
          : t(`says_${verdict.says}`, { arm: named(verdict.arm) })}
      </strong>{' '}
      {standing()}
    </p>
  )
}

function Arms({ trial, use }: { trial: Trial; use: ((arm: string) => void) | null }) {
  const t = useText(trialTexts)
  const named = useTrialArm(trial)
  const format = useFormat()
  const { verdict, winner } = trial
  return (
    <table className="sop-numbers">
      <thead>
        <tr>
          <th>{t('arm')}</th>
          <th>
            {t('compared')}
            <Explain what={t('compared')}>{t('compared_help')}</Explain>
          </th>
          <th>{t('reacted')}</th>
          <th>{t('share')}</th>
          <th>{t('open')}</th>
          <th>
            {t('led')}
            <Explain what={t('led')}>{t('led_help')}</Explain>
          </th>
          {use && <th aria-label={t('use')} />}
        </tr>
      </thead>
      <tbody>
        {trial.arms.map(({ id, people, reacted, share, open, led }) => (
          <tr key={id}>
            <th scope="row">
              {named(id)}
              {verdict.arm === id &&
                verdict.against.map(({ arm, effect, lower, upper }) => (
                  <div key={arm} className="kit-soft">
                    {t('against', {
                      arm: named(arm),
                      effect: format.percent(effect, 1),
                      lower: format.percent(lower, 1),
                      upper: format.percent(upper, 1),
                    })}
                  </div>
                ))}
            </th>
            <td>{format.count(people)}</td>
            <td>{format.count(reacted)}</td>
            <td>
              {share ? format.percent(share.value, 1) : '—'}
              {share && (
                <div className="kit-soft">
                  {t('share_range', {
                    lower: format.percent(share.lower, 1),
                    upper: format.percent(share.upper, 1),
                  })}
                </div>
              )}
            </td>
            <td>{format.count(open)}</td>
            <td>{format.count(led)}</td>
            {use && (
              <td>
                {winner !== id && (
                  <Button type="link" size="small" onClick={() => use(id)}>
                    {t('use')}
                  </Button>
                )}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function GiveBack({ path }: { path: string }) {
  const t = useText(trialTexts)
  const { message } = App.useApp()
  const back = useDeed(() => api.put(path, done, { byRule: true }), {
    refresh: ['/api/journeys'],
    done: () => void message.success(t('given_back')),
  })
  return (
    <Button loading={back.isBusy} onClick={() => back.run(undefined)}>
      {t('by_rule')}
    </Button>
  )
}

function History({ trial }: { trial: Trial }) {
  const t = useText(trialTexts)
  const says = useText(texts)
  const named = useTrialArm(trial)
  const when = useWhen()
  if (trial.choices.length === 0) return null
  return (
    <details>
      <summary>{t('history')}</summary>
      {trial.choices.map(({ arm, at, by, isByRule, reason }) => (
        <p key={at}>
          {t('history_line', {
            when: when(at),
            who: isByRule ? t('history_rule') : (by ?? says('someone')),
            arm: named(arm),
            reason: isByRule ? t('reason_rule') : reason,
          })}
        </p>
      ))}
    </details>
  )
}

function ChoiceModal({
  path,
  trial,
  arm,
  close,
}: {
  path: string
  trial: Trial
  arm: string | null
  close: () => void
}) {
  const t = useText(trialTexts)
  const named = useTrialArm(trial)
  const { message } = App.useApp()
  const [form] = Form.useForm<{ reason: string }>()
  const choose = useDeed((body: { reason: string }) => api.put(path, done, { arm, ...body }), {
    refresh: ['/api/journeys'],
    done: () => {
      void message.success(t('used'))
      close()
    },
  })
  return (
    <Modal
      open
      title={arm === null ? t('chance_title') : t('use_title', { arm: named(arm) })}
      okText={arm === null ? t('use_chance') : t('use')}
      cancelText={t('cancel')}
      confirmLoading={choose.isBusy}
      onCancel={close}
      onOk={form.submit}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={choose.run}>
        <Form.Item
          name="reason"
          label={t('why')}
          rules={[{ required: true, min: REASON_MIN, message: t('why_needed') }]}
        >
          <Input maxLength={200} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  )
}
