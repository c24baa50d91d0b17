import { App, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { giftAddress, type RewardGrantDetail, rewardGrantDetail } from '../../../contract/reward.ts'
import { api, Loaded, useDeed, useLoad, useMay, useText, When } from '../../ui/index.ts'
import { GrantMark } from './state-mark.tsx'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })
const shownCode = z.object({ code: z.string() })
const LIVE_MS = 5_000
type Turn = 'freeze' | 'release' | 'cancel' | 'send'

/** One grant beside the list: what happened to it, and what may be done. */
export function GrantGlance({ id }: { id: string }) {
  const t = useText(texts)
  const load = useLoad(`/api/reward-grants/${id}`, rewardGrantDetail, { every: LIVE_MS })
  return (
    <Loaded load={load} shape="detail">
      {(row) => (
        <div className="kit-stack">
          <div>
            <GrantMark state={row.state} /> {row.reason}
          </div>
          <Deeds row={row} />
          <Private row={row} />
          <h3>{t('history')}</h3>
          {row.entries.map(({ id: key, kind, at, by, reason }) => (
            <div key={key}>
              <div className="kit-row">
                <span>{t(`entry_${kind}`)}</span>
                <span className="kit-soft">
                  {by} <When at={at} />
                </span>
              </div>
              {reason !== '' && <div className="kit-soft">{reason}</div>}
            </div>
          ))}
        </div>
      )}
    </Loaded>
  )
}

function turnsOf({ state, kind, hasAddress, sentAt }: RewardGrantDetail): readonly Turn[] {
  if (state === 'pending') return ['freeze', 'cancel']
  if (state === 'frozen') return ['release', 'cancel']
  if (state !== 'posted' || sentAt !== null) return []
  return [
    ...(kind === 'gift' && hasAddress ? (['send'] as const) : []),
    ...(kind === 'payment' ? [] : (['cancel'] as const)),
  ]
}

function Deeds({ row }: { row: RewardGrantDetail }) {
  const t = useText(texts)
  const mayWrite = useMay('rewards.write')
  const [turn, setTurn] = useState<Turn>()
  if (!mayWrite) return null
  const words = {
    freeze: t('freeze'),
    release: t('release'),
    cancel: row.state === 'posted' ? t('claw_back') : t('cancel'),
    send: t('send'),
  }
  return (
    <div className="kit-deeds">
      {turnsOf(row).map((one) => (
        <Button key={one} danger={one === 'cancel'} onClick={() => setTurn(one)}>
          {words[one]}
        </Button>
      ))}
      {turn && (
        <TurnModal id={row.id} turn={turn} title={words[turn]} close={() => setTurn(undefined)} />
      )}
    </div>
  )
}

function TurnModal({
  id,
  turn,
  title,
  close,
}: {
  id: string
  turn: Turn
  title: string
  close: () => void
}) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [form] = Form.useForm<{ words: string }>()
  const path = `/api/reward-grants/${id}`
  const act = (words: string) => {
    if (turn === 'send') return api.put(`${path}/parcel`, done, { parcel: words })
    if (turn === 'release') return api.del(`${path}/freeze`, done, { reason: words })
    const part = turn === 'freeze' ? 'freeze' : 'cancellation'
    return api.put(`${path}/${part}`, done, { reason: words })
  }
  const deed = useDeed(({ words = '' }: { words?: string }) => act(words), {
    refresh: ['/api/reward-grants', '/api/rewards'],
    done: () => {
      close()
      void message.success(t('done'))
    },
  })
  const isSend = turn === 'send'
  return (
    <Modal
      open
      title={title}
      okText={title}
      confirmLoading={deed.isBusy}
      onOk={() => form.submit()}
      onCancel={close}
    >
      {turn !== 'send' && <p className="kit-soft">{t(`${turn}_help`)}</p>}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={deed.run}>
        <Form.Item
          name="words"
          label={t(isSend ? 'parcel' : 'deed_why')}
          rules={isSend ? [] : [{ required: true, min: 2, message: t('needed') }]}
        >
          <Input maxLength={isSend ? 60 : 200} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  )
}

/** Codes and addresses are shown by name, and it is written down who looked. */
function Private({ row: { id, kind, state, hasAddress } }: { row: RewardGrantDetail }) {
  const t = useText(texts)
  const mayReveal = useMay('customers.reveal')
  const { modal } = App.useApp()
  const path = `/api/reward-grants/${id}`
  const code = useDeed(() => api.post(`${path}/code`, shownCode), {
    done: (answer) => modal.info({ title: t('code'), content: answer.code }),
  })
  const address = useDeed(() => api.post(`${path}/address`, giftAddress), {
    done: (answer) => modal.info({ title: t('address'), content: t('address_of', answer) }),
  })
  if (!mayReveal) return null
  return (
    <div className="kit-deeds">
      {kind === 'coupon' && state === 'posted' && (
        <Button onClick={() => code.run(undefined)}>{t('code')}</Button>
      )}
      {hasAddress && <Button onClick={() => address.run(undefined)}>{t('address')}</Button>}
    </div>
  )
}
