import { App, Input, Radio } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import type { Journey } from '../../../contract/journey-view.ts'
import { api, TypedConfirm, useDeed, useText } from '../../ui/index.ts'
import { endTexts } from './end-text.ts'
import { Field } from './field.tsx'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })

/** Ends an SOP for good: its name has to be typed. */
export function EndModal({ journey, close }: { journey: Journey; close: () => void }) {
  const t = useText(texts)
  const says = useText(endTexts)
  const { message } = App.useApp()
  const [mode, setMode] = useState<'finish' | 'at_once'>('finish')
  const [reason, setReason] = useState('')
  const end = useDeed(
    (body: unknown) => api.put(`/api/journeys/${journey.id}/ending`, done, body),
    {
      refresh: ['/api/journeys'],
      done: () => {
        void message.success(t('ended'))
        close()
      },
    },
  )
  return (
    <TypedConfirm
      open
      title={says('end_title')}
      what={journey.name}
      deed={t('end')}
      isBusy={end.isBusy}
      onCancel={close}
      onConfirm={() => end.run({ mode, reason: reason.trim() || t('end'), confirm: journey.name })}
    >
      <div className="kit-stack">
        <p>{says('end_help')}</p>
        <Radio.Group
          value={mode}
          onChange={({ target }) => setMode(target.value === 'at_once' ? 'at_once' : 'finish')}
          options={[
            { value: 'finish', label: says('end_finish') },
            { value: 'at_once', label: says('end_at_once') },
          ]}
        />
        {mode === 'at_once' && <p className="kit-soft">{says('end_at_once_help')}</p>}
        <Field label={says('end_why')}>
          {(id) => (
            <Input
              id={id}
              value={reason}
              maxLength={200}
              onChange={({ target }) => setReason(target.value)}
            />
          )}
        </Field>
      </div>
    </TypedConfirm>
  )
}
