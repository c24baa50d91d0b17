import { Alert, App, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { type ChannelState, carrier, channelState } from '../../../contract/delivery.ts'
import { api, Go, useDeed, useLoad, useMay, useText, When } from '../../ui/index.ts'
import { texts as deliveryTexts } from '../deliveries/text.ts'
import { useJourneyName } from '../journeys/use-journey-name.ts'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })
const LOOK_MS = 5_000
const REASON_MIN = 2
const REFRESH = ['/api/channel', '/api/deliver', '/api/staff-tasks']

/** At the top of every page while nothing may leave, or something is stopped: it must not be forgotten. */
export function Brakes() {
  const load = useLoad('/api/channel', channelState, { every: LOOK_MS })
  const { fence = null, pauses = [] } = load.data ?? {}
  return (
    <>
      {fence && <Fenced since={fence.fencedAt} />}
      {pauses.map((one) => (
        <Stopped key={one.id} pause={one} />
      ))}
    </>
  )
}

function Fenced({ since }: { since: string }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const release = useDeed((reason: string) => api.del('/api/channel/fence', done, { reason }), {
    refresh: REFRESH,
    done: () => void message.success(t('fence_released')),
  })
  return (
    <Alert
      banner
      type="error"
      title={t('fenced')}
      description={
        <>
          {t('fenced_why')} {t('fenced_since')} <When at={since} />
        </>
      }
      action={
        useMay('workspace.write') && (
          <WithReason
            label={t('fence_release')}
            question={t('fence_reason')}
            isBusy={release.isBusy}
            onSay={release.run}
          />
        )
      }
    />
  )
}

function Stopped({ pause }: { pause: ChannelState['pauses'][number] }) {
  const t = useText(texts)
  const word = useText(deliveryTexts)
  const { message } = App.useApp()
  const way = carrier.safeParse(pause.subject)
  const isJourney = pause.scope === 'journey'
  const name = useJourneyName(isJourney ? pause.subject : null)
  const sop = name ? t('stopped_one', { name }) : t('stopped_journey')
  const wide = isJourney ? sop : t('stop_workspace')
  const isBroadcast = pause.scope === 'broadcast'
  const rest = isBroadcast ? t('stopped_broadcast') : wide
  const what = way.success ? word(`carrier_${way.data}`) : rest
  const lift = useDeed(
    (reason: string) => api.del(`/api/channel/pauses/${pause.id}`, done, { reason }),
    { refresh: REFRESH, done: () => void message.success(t('lifted', { what })) },
  )
  return (
    <Alert
      banner
      type="warning"
      title={t('stopped', { what })}
      description={
        <>
          {t('stopped_by', { who: pause.pausedBy ?? t('someone') })} <When at={pause.pausedAt} />{' '}
          {t('stopped_why', { reason: pause.reason })}{' '}
          {isJourney && <Go to={`/journeys/${pause.subject}`}>{t('stopped_open')}</Go>}
          {isBroadcast && <Go to={`/broadcasts/${pause.subject}`}>{t('stopped_open')}</Go>}
        </>
      }
      action={
        useMay('messages.write') && (
          <WithReason
            label={t('lift')}
            question={t('lift_reason')}
            isBusy={lift.isBusy}
            onSay={lift.run}
          />
        )
      }
    />
  )
}

/** A deed that somebody answers for: it asks why. */
function WithReason({
  label,
  question,
  isBusy,
  onSay,
}: {
  label: string
  question: string
  isBusy: boolean
  onSay: (reason: string) => void
}) {
  const t = useText(texts)
  const [isOpen, setIsOpen] = useState(false)
  const [form] = Form.useForm<{ reason: string }>()
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{label}</Button>
      <Modal
        open={isOpen}
        title={label}
        okText={label}
        cancelText={t('cancel')}
        confirmLoading={isBusy}
        onCancel={() => setIsOpen(false)}
        onOk={form.submit}
        destroyOnHidden
      >
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={({ reason }) => {
            setIsOpen(false)
            onSay(reason)
          }}
        >
          <Form.Item
            name="reason"
            label={question}
            rules={[{ required: true, min: REASON_MIN, message: t('why_needed') }]}
          >
            <Input maxLength={200} autoFocus />
          </Form.Item>
        </Form>
      </Modal>
    </>
  )
}
