import { App, Input, Radio } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import type { Journey } from '../../../contract/journey-view.ts'
import { api, TypedConfirm, useDeed, useText } from '../../ui/index.ts'
import { Field } from './field.tsx'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })

/** Ends an SOP for good: its name has to be typed. */
export function EndModal({ journey, close }: { journey: Journey; close: () => void }) {
  const t = useText(texts)
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
      title={t('end_title')}
      what={journey.name}
      deed={t('end')}
      isBusy={end.isBusy}
      onCancel={close}
      onConfirm={() => end.run({ mode, reason: reason.trim() || t('end'), confirm: journey.name })}
    >
      <div className="kit-stack">
        <p>{t('end_help')}</p>
        <Radio.Group
          value={mode}
          onChange={({ target }) => setMode(target.value === 'at_once' ? 'at_once' : 'finish')}
          options={[
            { value: 'finish', label: t('end_finish') },
            { value: 'at_once', label: t('end_at_once') },
          ]}
        />
        {mode === 'at_once' && <p className="kit-soft">{t('end_at_once_help')}</p>}
        <Field label={t('end_why')}>
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
