import { Alert, App, Button, Input } from 'antd'
import { useEffect, useState } from 'react'
import { z } from 'zod'
import {
  type Broadcast,
  type BroadcastCheck,
  broadcast,
  broadcastApprovalAsked,
  broadcastCheck,
} from '../../../contract/broadcast.ts'
import {
  api,
  GoButton,
  Loaded,
  useAddress,
  useDeed,
  useFormat,
  useGo,
  useLoad,
  useMay,
  usePart,
  useText,
  useWhen,
  WizardPage,
  type WizardStep,
} from '../../ui/index.ts'
import { Field } from '../journeys/field.tsx'
import { ApprovalNote } from './approval-note.tsx'
import { CheckStep } from './check-step.tsx'
import { texts } from './text.ts'
import { useAutosave } from './use-autosave.ts'
import { WhatStep } from './what-step.tsx'
import { WhenStep } from './when-step.tsx'
import { WhomStep } from './whom-step.tsx'

/** Somebody else may approve it meanwhile. */
const REFRESH_MS = 10_000
const done = z.object({ ok: z.literal(true) })

/** A broadcast from its first word to its launch; left at any time, continued later. */
export function BroadcastEditPage() {
  const t = useText(texts)
  const id = usePart('id')
  const load = useLoad(`/api/broadcasts/${id}`, broadcast, { every: REFRESH_MS })
  return (
    <Loaded load={load} shape="report">
      {(found) =>
        found.launch ? (
          <div className="kit-page">
            <Alert
              type="info"
              showIcon
              title={t('gone_on')}
              action={<GoButton to={`/broadcasts/${id}`}>{t('see_run')}</GoButton>}
            />
          </div>
        ) : (
          <Wizard key={found.id} found={found} />
        )
      }
    </Loaded>
  )
}

function Wizard({ found }: { found: Broadcast }) {
  const t = useText(texts)
  const format = useFormat()
  const when = useWhen()
  const draft = useAutosave(found)
  const { plan } = draft
  // A new draft is a new question: nothing of the one before is shown.
  const check = useLoad(`/api/broadcasts/${found.id}/check`, broadcastCheck, {
    query: { draft: draft.draftNo },
    enabled: plan.segmentId !== '',
  })
  const isWritten = plan.variants.every(({ content }) => content.text.trim() !== '')
  const show = useStep()
  const seen = draft.saving === 'saved' ? check.data : undefined
  const launch = useLaunch(found.id, seen)
  const steps: WizardStep[] = [
    {
      key: 'whom',
      title: t('step_whom'),
      ...(check.data && plan.segmentId !== ''
        ? { result: t('whom_result', { count: check.data.audience }) }
        : {}),
      content: <WhomStep draft={draft} check={check} />,
      isDone: plan.segmentId !== '',
      next: { isReady: plan.segmentId !== '', run: () => show('what') },
    },
    {
      key: 'what',
      title: t('step_what'),
      ...(isWritten ? { result: t('what_result', { count: plan.variants.length }) } : {}),
      content: <WhatStep draft={draft} />,
      isDone: isWritten,
      next: { isReady: isWritten, run: () => show('when') },
    },
    {
      key: 'when',
      title: t('step_when'),
      result: plan.start.kind === 'now' ? t('when_now') : when(plan.start.at),
      content: <WhenStep draft={draft} />,
      isDone: true,
      next: { isReady: true, run: () => show('check') },
    },
    {
      key: 'check',
      title: t('step_check'),
      content: (
        <>
          <CheckStep draft={draft} check={seen ? check : { ...check, data: seen }} />
          {launch.needsSecond && (
            <AskSecond
              limit={launch.needsSecond}
              reason={launch.reason}
              onChange={launch.setReason}
            />
          )}
        </>
      ),
      ...(launch.may && found.approval?.state !== 'open'
        ? {
            next: {
              label: t(launch.needsSecond ? 'launch_ask' : 'launch', {
                count: format.count(seen ? seen.audience - seen.control : 0),
              }),
              isReady: launch.isReady,
              isBusy: launch.isBusy,
              run: () => seen && launch.run(seen, check.reload),
            },
          }
        : {}),
      isDone: false,
    },
  ]
  return (
    <>
      <Saving saving={draft.saving} />
      <ApprovalNote found={found} />
      <WizardPage
        title={draft.name.trim() || t('new_name')}
        help={t('help')}
        steps={steps}
        leaveTo="/broadcasts"
      />
    </>
  )
}

/** The step is always in the address: what is written must not move whoever is writing to the next one. */
function useStep(): (step: string) => void {
  const address = useAddress()
  const isNamed = address.get('step') !== undefined
  const { change } = address
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, where no step is named; change is another function at each drawing
  useEffect(() => {
    if (!isNamed) change({ step: 'whom' })
  }, [isNamed])
  return (step) => change({ step }, { push: true })
}

function Saving({ saving }: { saving: ReturnType<typeof useAutosave>['saving'] }) {
  const t = useText(texts)
  if (saving === 'conflict')
    return (
      <Alert
        type="error"
        showIcon
        title={t('save_conflict')}
        action={<Button onClick={() => location.reload()}>{t('reload')}</Button>}
      />
    )
  const says = saving === 'failed' ? 'save_failed' : saving === 'saved' ? 'saved' : 'saving'
  return (
    <p className="kit-soft" role="status">
      {t(says)}
    </p>
  )
}

const REASON_MIN = 2

/** The deed, or a request for it where it is too large for one person. */
function useLaunch(id: string, seen: BroadcastCheck | undefined) {
  const t = useText(texts)
  const go = useGo()
  const { message } = App.useApp()
  const [reason, setReason] = useState('')
  const may = useMay('journeys.write')
  const launch = useDeed((body: unknown) => api.post(`/api/broadcasts/${id}/launch`, done, body), {
    refresh: ['/api/broadcasts', '/api/experiments'],
    done: () => {
      void message.success(t('launched'))
      go(`/broadcasts/${id}`)
    },
  })
  const ask = useDeed(
    (body: unknown) => api.post(`/api/broadcasts/${id}/approvals`, broadcastApprovalAsked, body),
    {
      refresh: ['/api/broadcasts', '/api/broadcast-approvals', '/api/overview'],
      done: () => void message.success(t('approval_asked')),
    },
  )
  const limit = seen?.approvalAbove ?? null
  const needsSecond = seen && limit !== null && seen.audience > limit ? limit : null
  const isWhole = seen !== undefined && seen.problems.length === 0
  return {
    may,
    needsSecond,
    reason,
    setReason,
    isReady: isWhole && (needsSecond === null || reason.trim().length >= REASON_MIN),
    isBusy: launch.isBusy || ask.isBusy,
    /** Refused, because more people match by now or somebody changed the draft: the look is taken again. */
    async run({ draftNo, audience }: BroadcastCheck, lookAgain: () => void) {
      const body = { draftNo, audience }
      const said = needsSecond
        ? await ask.runAndWait({ ...body, reason: reason.trim() })
        : await launch.runAndWait(body)
      if (!said) lookAgain()
    },
  }
}

function AskSecond({
  limit,
  reason,
  onChange,
}: {
  limit: number
  reason: string
  onChange: (reason: string) => void
}) {
  const t = useText(texts)
  return (
    <>
      <Alert type="warning" showIcon title={t('approval_needed', { count: limit })} />
      <Field label={t('approval_why')}>
        {(id) => (
          <Input
            id={id}
            value={reason}
            maxLength={200}
            onChange={({ target }) => onChange(target.value)}
          />
        )}
      </Field>
    </>
  )
}
