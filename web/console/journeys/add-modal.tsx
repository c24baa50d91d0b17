import { App, Modal } from 'antd'
import { useState } from 'react'
import { admission, type Journey } from '../../../contract/journey-view.ts'
import { api, useDeed, useText } from '../../ui/index.ts'
import { PersonField, type Picked } from './person-field.tsx'
import { texts } from './text.ts'

/** Puts people in by hand. */
export function AddModal({ journey, close }: { journey: Journey; close: () => void }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [picked, setPicked] = useState<Picked[]>([])
  const add = useDeed(
    (customerIds: string[]) =>
      api.post(`/api/journeys/${journey.id}/admissions`, admission, { customerIds }),
    {
      refresh: ['/api/journeys'],
      done: ({ people }) => {
        void message.success(t('added', { count: people }))
        close()
      },
    },
  )
  return (
    <Modal
      open
      title={t('add_people')}
      okText={t('add_people_deed', { count: picked.length })}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: picked.length === 0 }}
      confirmLoading={add.isBusy}
      onCancel={close}
      onOk={() => add.run(picked.map(({ value }) => value))}
    >
      <p>{t('add_people_help')}</p>
      <PersonField isMany label={t('add_people_hint')} picked={picked} onPick={setPicked} />
    </Modal>
  )
}
