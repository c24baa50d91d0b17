import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { ahead, type Plan } from '../../../contract/group-plan.ts'
import { api, TypedConfirm, useDeed, useLoad, useText } from '../../ui/index.ts'
import { Field } from '../journeys/field.tsx'
import { planTexts } from './plan-text.ts'

const done = z.object({ ok: z.literal(true) })
type Deed = 'launch' | 'pause' | 'resume' | 'end'
const TO = { launch: 'running', pause: 'paused', resume: 'running', end: 'ended' } as const
const OF: Record<Plan['state'], readonly Deed[]> = {
  draft: ['launch', 'end'],
  running: ['pause', 'end'],
  paused: ['resume', 'end'],
  ended: [],
}

/** Starts, pauses, resumes and ends a plan, each after a question; the end, which is for good, after its name is typed. */
export function PlanDeeds({ plan }: { plan: Plan }) {
  const t = useText(planTexts)
  const [deed, setDeed] = useState<Deed | null>(null)
  return (
    <>
      {OF[plan.state].map((one) => (
        <Button
          key={one}
          type={one === 'launch' || one === 'resume' ? 'primary' : 'default'}
          danger={one === 'end'}
          onClick={() => setDeed(one)}
        >
          {t(one)}
        </Button>
      ))}
      {deed !== null && <Question plan={plan} deed={deed} close={() => setDeed(null)} />}
    </>
  )
}

function Question({ plan, deed, close }: { plan: Plan; deed: Deed; close: () => void }) {
  const t = useText(planTexts)
  const [reason, setReason] = useState('')
  const path = `/api/group-plans/${plan.id}`
  const turn = useDeed(() => api.put(`${path}/state`, done, { to: TO[deed], reason }), {
    refresh: ['/api/group-plans', path, `${path}/ahead`, `${path}/results`, `${path}/decisions`],
    done: close,
  })
  const asked = {
    open: true,
    title: t(`${deed}_title`),
    onCancel: close,
  }
  const why = (
    <Field label={t('why')}>
      {(id) => (
        <Input
          id={id}
          value={reason}
          maxLength={200}
          onChange={({ target }) => setReason(target.value)}
        />
      )}
    </Field>
  )
  if (deed === 'end')
    return (
      <TypedConfirm
        {...asked}
        what={plan.name}
        deed={t('end')}
        isBusy={turn.isBusy}
        onConfirm={() => turn.run(undefined)}
      >
        <p>{t('end_help')}</p>
        {why}
      </TypedConfirm>
    )
  return (
    <Modal
      {...asked}
      okText={t(deed)}
      cancelText={t('back')}
      confirmLoading={turn.isBusy}
      onOk={() => turn.run(undefined)}
    >
      {deed === 'launch' ? <Effect id={plan.id} /> : <p>{t(`${deed}_help`)}</p>}
      {deed !== 'launch' && why}
    </Modal>
  )
}

/** What a start means: so many groups, so many posts. */
function Effect({ id }: { id: string }) {
  const t = useText(planTexts)
  const { data } = useLoad(`/api/group-plans/${id}/ahead`, ahead)
  if (!data) return null
  const posts = data.items.reduce((sum, { groups }) => sum + groups.length, 0)
  return <p>{t('launch_help', { groups: data.groups.length, posts })}</p>
}
