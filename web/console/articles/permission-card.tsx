import { Button, DatePicker, Input, Modal, Radio } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { z } from 'zod'
import { type Article, newPermission, permissionWays } from '../../../contract/article.ts'
import {
  api,
  Card,
  Day,
  Facts,
  Go,
  useDeed,
  useFormat,
  useHouse,
  useMay,
  useText,
} from '../../ui/index.ts'
import { Field } from '../journeys/field.tsx'
import { PersonField, type Picked } from '../journeys/person-field.tsx'
import { storyTexts } from './story-text.ts'

const ON = 'YYYY-MM-DD'
const done = z.object({ ok: z.literal(true) })

/** Whether the customer whose story it is allows it; without, nobody can read it. */
export function PermissionCard({ article }: { article: Article }) {
  const t = useText(storyTexts)
  const mayWrite = useMay('messages.write')
  const [asking, setAsking] = useState<'record' | 'withdraw'>()
  const { kind, permission } = article
  if (kind !== 'story') return null
  const close = () => setAsking(undefined)
  return (
    <Card title={t('title')}>
      {permission === null ? (
        <p className="kit-soft">{t('none')}</p>
      ) : (
        <Facts
          facts={[
            {
              label: t('who'),
              value: permission.customer ? (
                <Go to={`/customers/${permission.customer.id}`}>
                  {permission.customer.name || `#${permission.customer.no}`}
                </Go>
              ) : (
                '—'
              ),
            },
            { label: t('how'), value: t(`how_${permission.how}`) },
            { label: t('given_on'), value: <Day on={permission.givenOn} /> },
            { label: t('proof'), value: permission.proof },
            { label: t('by'), value: permission.recordedBy ?? '—' },
          ]}
        />
      )}
      {mayWrite && permission === null && (
        <Button type="primary" onClick={() => setAsking('record')}>
          {t('record')}
        </Button>
      )}
      {mayWrite && permission !== null && (
        <Button danger onClick={() => setAsking('withdraw')}>
          {t('withdraw')}
        </Button>
      )}
      {asking === 'record' && <RecordModal id={article.id} onClose={close} />}
      {asking === 'withdraw' && <WithdrawModal article={article} onClose={close} />}
    </Card>
  )
}

function RecordModal({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useText(storyTexts)
  const { now } = useHouse()
  const format = useFormat()
  const [picked, setPicked] = useState<Picked[]>([])
  const [given, setGiven] = useState<{
    how: (typeof permissionWays)[number]
    proof: string
    givenOn: string
  }>({ how: 'chat', proof: '', givenOn: format.dayOf(now()) })
  const read = newPermission.safeParse({ ...given, customerId: picked[0]?.value })
  const save = useDeed(
    (body: z.infer<typeof newPermission>) => api.put(`/api/articles/${id}/permission`, done, body),
    { refresh: ['/api/articles', `/api/articles/${id}`], done: onClose },
  )
  return (
    <Modal
      open
      title={t('record')}
      okText={t('save')}
      okButtonProps={{ disabled: !read.success }}
      confirmLoading={save.isBusy}
      onCancel={onClose}
      onOk={() => read.success && save.run(read.data)}
    >
      <div className="kit-stack">
        <PersonField label={t('who')} picked={picked} onPick={setPicked} />
        <Field label={t('how')}>
          {(field) => (
            <Radio.Group
              id={field}
              value={given.how}
              options={permissionWays.map((value) => ({ value, label: t(`how_${value}`) }))}
              onChange={({ target }) => setGiven({ ...given, how: target.value })}
            />
          )}
        </Field>
        <Field label={t('given_on')}>
          {(field) => (
            <DatePicker
              id={field}
              allowClear={false}
              value={dayjs(given.givenOn)}
              onChange={(on) => on && setGiven({ ...given, givenOn: on.format(ON) })}
            />
          )}
        </Field>
        <Field label={t('proof')}>
          {(field) => (
            <Input.TextArea
              id={field}
              maxLength={500}
              autoSize={{ minRows: 2 }}
              placeholder={t('proof_hint')}
              value={given.proof}
              onChange={({ target }) => setGiven({ ...given, proof: target.value })}
            />
          )}
        </Field>
      </div>
    </Modal>
  )
}

function WithdrawModal({
  article: { id, title },
  onClose,
}: {
  article: Article
  onClose: () => void
}) {
  const t = useText(storyTexts)
  const [why, setWhy] = useState('')
  const path = `/api/articles/${id}`
  const withdraw = useDeed(() => api.put(`${path}/permission/withdrawal`, done, { why }), {
    refresh: ['/api/articles', path, '/api/materials'],
    done: onClose,
  })
  return (
    <Modal
      open
      title={t('withdraw_title', { name: title })}
      okText={t('withdraw')}
      okButtonProps={{ danger: true }}
      confirmLoading={withdraw.isBusy}
      onCancel={onClose}
      onOk={() => withdraw.run(undefined)}
    >
      <div className="kit-stack">
        <p>{t('withdraw_what')}</p>
        <Field label={t('why')}>
          {(field) => (
            <Input
              id={field}
              maxLength={300}
              value={why}
              onChange={({ target }) => setWhy(target.value)}
            />
          )}
        </Field>
      </div>
    </Modal>
  )
}

/** Puts it among the materials, or takes it away from there. */
export function OfferCard({ article: { id, isOffered, url } }: { article: Article }) {
  const t = useText(storyTexts)
  const mayWrite = useMay('messages.write')
  const path = `/api/articles/${id}`
  const put = useDeed(
    (wanted: boolean) => api.put(`${path}/offered`, done, { isOffered: wanted }),
    { refresh: [path, '/api/materials'] },
  )
  return (
    <Card title={t('offer')}>
      <p className="kit-soft">
        {t(isOffered ? 'offered' : url === null ? 'offer_not' : 'offer_no')}
      </p>
      {mayWrite && (isOffered || url !== null) && (
        <Button loading={put.isBusy} onClick={() => put.run(!isOffered)}>
          {t(isOffered ? 'offer_end' : 'offer_begin')}
        </Button>
      )}
    </Card>
  )
}
