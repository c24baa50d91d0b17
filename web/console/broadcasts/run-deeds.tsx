import { App, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { type Broadcast, type BroadcastResults, retried } from '../../../contract/broadcast.ts'
import { api, TypedConfirm, useDeed, useFormat, useMay, useText } from '../../ui/index.ts'
import { Field } from '../journeys/field.tsx'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })
const REASON_MIN = 2
const REFRESH = ['/api/broadcasts', '/api/channel']

/** The brakes of a broadcast, and another try for those who got nothing. */
export function RunDeeds({
  found,
  results,
}: {
  found: Broadcast
  results: BroadcastResults | undefined
}) {
  const t = useText(texts)
  const mayWrite = useMay('journeys.write')
  const [modal, setModal] = useState<'pause' | 'cancel' | 'retry'>()
  const close = () => setModal(undefined)
  const resume = useDeed(() => api.del(`/api/broadcasts/${found.id}/pause`, done), {
    refresh: REFRESH,
  })
  if (!mayWrite) return null
  const { state } = found
  const isOpen = state === 'freezing' || state === 'waiting' || state === 'sending'
  const retryable = results?.retryable ?? 0
  const mayRetry = retryable > 0 && state !== 'cancelled' && state !== 'cancelling'
  return (
    <>
      {mayRetry && (
        <Button onClick={() => setModal('retry')}>
          <RetryLabel count={retryable} />
        </Button>
      )}
      {isOpen && <Button onClick={() => setModal('pause')}>{t('pause')}</Button>}
      {state === 'paused' && (
        <Button type="primary" loading={resume.isBusy} onClick={() => resume.run(undefined)}>
          {t('resume')}
        </Button>
      )}
      {(isOpen || state === 'paused') && (
        <Button danger onClick={() => setModal('cancel')}>
          {t('cancel')}
        </Button>
      )}
      {modal === 'pause' && <PauseModal found={found} close={close} />}
      {modal === 'cancel' && <CancelModal found={found} close={close} />}
      {modal === 'retry' && <RetryModal found={found} people={retryable} close={close} />}
    </>
  )
}

function RetryLabel({ count }: { count: number }) {
  const t = useText(texts)
  const format = useFormat()
  return <>{t('retry', { count: format.count(count) })}</>
}

function PauseModal({ found, close }: { found: Broadcast; close: () => void }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [reason, setReason] = useState('')
  const pause = useDeed(
    () => api.put(`/api/broadcasts/${found.id}/pause`, done, { reason: reason.trim() }),
    {
      refresh: REFRESH,
      done: () => {
        void message.success(t('paused'))
        close()
      },
    },
  )
  return (
    <Modal
      open
      title={t('pause')}
      okText={t('pause')}
      cancelText={t('back')}
      okButtonProps={{ disabled: reason.trim().length < REASON_MIN }}
      confirmLoading={pause.isBusy}
      onCancel={close}
      onOk={() => pause.run(undefined)}
    >
      <p>{t('pause_help')}</p>
      <Why reason={reason} onChange={setReason} />
    </Modal>
  )
}

function Why({ reason, onChange }: { reason: string; onChange: (reason: string) => void }) {
  const t = useText(texts)
  return (
    <Field label={t('why')}>
      {(id) => (
        <Input
          id={id}
          value={reason}
          maxLength={200}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}

function CancelModal({ found, close }: { found: Broadcast; close: () => void }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [reason, setReason] = useState('')
  const cancel = useDeed(
    (body: unknown) => api.put(`/api/broadcasts/${found.id}/cancellation`, done, body),
    {
      refresh: REFRESH,
      done: () => {
        void message.success(t('cancel_done'))
        close()
      },
    },
  )
  return (
    <TypedConfirm
      open
      title={t('cancel_title')}
      what={found.name}
      deed={t('cancel')}
      isBusy={cancel.isBusy}
      onCancel={close}
      onConfirm={() =>
        cancel.run({ reason: reason.trim() || t('cancel_title'), confirm: found.name })
      }
    >
      <div className="kit-stack">
        <p>{t('cancel_help')}</p>
        <Why reason={reason} onChange={setReason} />
      </div>
    </TypedConfirm>
  )
}

function RetryModal({
  found,
  people,
  close,
}: {
  found: Broadcast
  people: number
  close: () => void
}) {
  const t = useText(texts)
  const format = useFormat()
  const { message } = App.useApp()
  const retry = useDeed(
    () => api.post(`/api/broadcasts/${found.id}/retries`, retried, { people }),
    {
      refresh: REFRESH,
      done: ({ people: count }) => {
        void message.success(t('retried', { count }))
        close()
      },
    },
  )
  const says = t('retry', { count: format.count(people) })
  return (
    <Modal
      open
      title={says}
      okText={says}
      cancelText={t('back')}
      confirmLoading={retry.isBusy}
      onCancel={close}
      onOk={() => retry.run(undefined)}
    >
      <p>{t('retry_help')}</p>
    </Modal>
  )
}
