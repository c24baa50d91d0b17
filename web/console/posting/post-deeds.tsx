import { App, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { type GroupPost, ownersReminded } from '../../../contract/group-post.ts'
import { api, useDeed, useMay, useText } from '../../ui/index.ts'
import { Field } from '../journeys/field.tsx'
import { texts } from './text.ts'

const REASON_MIN = 2
const done = z.object({ ok: z.literal(true) })

/** Calls the post back from owners who have not confirmed. */
export function Cancel({ post: { id, state, counts } }: { post: GroupPost }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const mayWrite = useMay('journeys.write')
  const [isOpen, setIsOpen] = useState(false)
  const [reason, setReason] = useState('')
  const cancel = useDeed(
    () => api.put(`/api/group-posts/${id}/cancellation`, done, { reason: reason.trim() }),
    {
      refresh: ['/api/group-posts'],
      done: () => {
        void message.success(t('cancelled'))
        setIsOpen(false)
      },
    },
  )
  if (!mayWrite || state === 'ended' || state === 'cancelled') return null
  return (
    <>
      <Button danger onClick={() => setIsOpen(true)}>
        {t('cancel')}
      </Button>
      <Modal
        open={isOpen}
        title={t('cancel')}
        okText={t('cancel')}
        cancelText={t('back')}
        okButtonProps={{ danger: true, disabled: reason.trim().length < REASON_MIN }}
        confirmLoading={cancel.isBusy}
        onCancel={() => setIsOpen(false)}
        onOk={() => cancel.run(undefined)}
      >
        <p>{t('cancel_help', { count: counts.sent + counts.done })}</p>
        <Field label={t('why')}>
          {(field) => (
            <Input
              id={field}
              value={reason}
              maxLength={200}
              onChange={({ target }) => setReason(target.value)}
            />
          )}
        </Field>
      </Modal>
    </>
  )
}

/** Lets WeCom remind everybody who has not confirmed. */
export function Remind({ post: { id, counts } }: { post: GroupPost }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const mayWrite = useMay('journeys.write')
  const remind = useDeed(() => api.post(`/api/group-posts/${id}/reminders`, ownersReminded, {}), {
    done: (came) => void message.info(t('reminded', came)),
  })
  if (!mayWrite || counts.handed === 0) return null
  return (
    <Button loading={remind.isBusy} onClick={() => remind.run(undefined)}>
      {t('remind')}
    </Button>
  )
}
