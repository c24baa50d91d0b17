import { App, Modal, Select } from 'antd'
import { useState } from 'react'
import { associates } from '../../../contract/corp.ts'
import type { JourneyStep } from '../../../contract/journey.ts'
import { testMessageSent } from '../../../contract/journey-walkthrough.ts'
import { api, useDeed, useLoad, useText } from '../../ui/index.ts'
import { Field } from './field.tsx'
import { texts } from './try-text.ts'
import { useStepWord } from './words.ts'

/** One message of the draft to an associate, so that it is seen where associates read. */
export function TestModal({
  journeyId,
  draftNo,
  step,
  customerId,
  close,
}: {
  journeyId: string
  draftNo: number
  step: JourneyStep
  customerId: string | null
  close: () => void
}) {
  const t = useText(texts)
  const word = useStepWord()
  const { message } = App.useApp()
  const [userid, setUserid] = useState<string>()
  const items = useLoad('/api/associates', associates).data?.items ?? []
  const active = items.filter(({ isActive }) => isActive)
  const send = useDeed(
    (to: string) =>
      api.post(`/api/journeys/${journeyId}/test-messages`, testMessageSent, {
        draftNo,
        stepId: step.id,
        userid: to,
        customerId,
      }),
    {
      done: (_said, to) => {
        const who = active.find((one) => one.userid === to)?.name ?? to
        void message.success(t('test_sent', { who }))
        close()
      },
    },
  )
  return (
    <Modal
      open
      title={t('test_title')}
      okText={t('test_send')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: userid === undefined }}
      confirmLoading={send.isBusy}
      onOk={() => userid !== undefined && send.run(userid)}
      onCancel={close}
    >
      <div className="kit-stack">
        <p>{word(step).says}</p>
        <p className="kit-soft">{t('test_help')}</p>
        <Field label={t('test_to')}>
          {(id) => (
            <Select
              id={id}
              style={{ width: '100%' }}
              showSearch={{ optionFilterProp: 'label' }}
              value={userid}
              options={active.map((one) => ({
                value: one.userid,
                label: one.corp === '' ? one.name : `${one.name} · ${one.corp}`,
              }))}
              onChange={setUserid}
            />
          )}
        </Field>
      </div>
    </Modal>
  )
}
