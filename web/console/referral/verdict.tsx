import { App, Input, Modal } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import type { FriendLine } from '../../../contract/referral.ts'
import { api, useDeed, useText } from '../../ui/index.ts'
import { Field } from '../journeys/field.tsx'
import { texts } from './text.ts'

const NOTE_MIN = 2
const NOTE_MAX = 300
const done = z.object({ ok: z.literal(true), friends: z.number() })

/** Says of a friend whether they are real, with what it rests on: the first time, or against an earlier word. */
export function Verdict({
  id,
  friend,
  isReal,
  close,
}: {
  id: string
  friend: FriendLine
  isReal: boolean
  close: () => void
}) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [note, setNote] = useState('')
  const give = useDeed(
    () =>
      api.post(`/api/referrals/${id}/verdicts`, done, {
        ids: [friend.id],
        isReal,
        note: note.trim(),
      }),
    {
      refresh: ['/api/referrals'],
      done: () => {
        void message.success(t('verdict_done'))
        close()
      },
    },
  )
  const deed = t(isReal ? 'verdict_real' : 'verdict_fake')
  return (
    <Modal
      open
      title={t('verdict_title', { name: friend.customer.name || t('customer') })}
      okText={deed}
      cancelText={t('cancel')}
      okButtonProps={{ danger: !isReal, disabled: note.trim().length < NOTE_MIN }}
      confirmLoading={give.isBusy}
      onCancel={close}
      onOk={() => give.run(undefined)}
    >
      <Field label={t('verdict_note')}>
        {(field) => (
          <Input.TextArea
            id={field}
            rows={3}
            maxLength={NOTE_MAX}
            placeholder={t('verdict_note_hint')}
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
        )}
      </Field>
    </Modal>
  )
}
