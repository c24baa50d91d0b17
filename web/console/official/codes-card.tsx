import { App, Button, Form, Input, Modal, Select, Table } from 'antd'
import { useState } from 'react'
import { sources } from '../../../contract/acquisition.ts'
import {
  type NewOfficialCode,
  type OfficialCode,
  officialCodes,
} from '../../../contract/official.ts'
import {
  api,
  Card,
  Go,
  useDeed,
  useFormat,
  useLoad,
  useMay,
  useText,
  useWhen,
} from '../../ui/index.ts'
import { texts } from './text.ts'

const LIVE_MS = 5_000
const NAME_MAX = 40
const DAYS = [7, 30] as const
/** In the list of choices: what a form cannot hold is null. */
const FOR_EVER = 0

/** The codes by which people come to the account, and how many of them stayed. */
export function CodesCard({ accountId }: { accountId: string }) {
  const t = useText(texts)
  const mayMake = useMay('acquisition.write')
  const [isNew, setNew] = useState(false)
  const [shown, setShown] = useState<OfficialCode>()
  const path = `/api/official-accounts/${accountId}/codes`
  const load = useLoad(path, officialCodes, { every: LIVE_MS })
  const items = load.data?.items ?? []
  return (
    <Card
      title={t('codes')}
      extra={mayMake && <Button onClick={() => setNew(true)}>{t('code_new')}</Button>}
    >
      <div className="kit-stack">
        <p className="kit-soft">{t(items.length === 0 ? 'codes_none' : 'codes_what')}</p>
        {items.length > 0 && <Codes items={items} onShow={setShown} />}
      </div>
      <NewCode path={path} open={isNew} onClose={() => setNew(false)} />
      <Modal
        open={shown !== undefined}
        title={t('code_picture', { name: shown?.name ?? '' })}
        footer={null}
        onCancel={() => setShown(undefined)}
      >
        {shown && (
          <div className="kit-stack">
            <img
              src={`/api/official-codes/${shown.id}/picture`}
              alt={t('code_picture', { name: shown.name })}
            />
            <div>
              <Button href={`/api/official-codes/${shown.id}/picture?download=1`}>
                {t('code_download')}
              </Button>
            </div>
          </div>
        )}
      </Modal>
    </Card>
  )
}

function Codes({
  items,
  onShow,
}: {
  items: readonly OfficialCode[]
  onShow: (code: OfficialCode) => void
}) {
  const t = useText(texts)
  const format = useFormat()
  const known = useLoad('/api/sources', sources).data?.items ?? []
  const nameOf = (id: string) => known.find((one) => one.id === id)?.name ?? ''
  return (
    <Table<OfficialCode>
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={[...items]}
      columns={[
        {
          title: t('code_name'),
          render: (_, code) => (
            <Button type="link" onClick={() => onShow(code)}>
              {code.name}
            </Button>
          ),
        },
        {
          title: t('code_source'),
          render: (_, { sourceId }) => (
            <Go to={`/customers?from=${sourceId}`}>{nameOf(sourceId)}</Go>
          ),
        },
        {
          title: t('code_subscribed'),
          align: 'right',
          className: 'kit-number',
          render: (_, { subscribed }) => format.count(subscribed),
        },
        {
          title: t('code_left'),
          align: 'right',
          className: 'kit-number',
          render: (_, { left }) => format.count(left),
        },
        { title: t('code_until'), render: (_, code) => <Until code={code} /> },
      ]}
    />
  )
}

function Until({ code: { expiresAt } }: { code: OfficialCode }) {
  const t = useText(texts)
  const when = useWhen()
  if (expiresAt === null) return t('code_ever')
  return new Date(expiresAt).getTime() < Date.now() ? t('code_over') : when(expiresAt)
}

type Fields = { name: string; sourceId: string; days: number }

function NewCode({ path, open, onClose }: { path: string; open: boolean; onClose: () => void }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const known = useLoad('/api/sources', sources, { enabled: open }).data?.items ?? []
  const make = useDeed((wanted: NewOfficialCode) => api.post(path, officialCodes, wanted), {
    refresh: [path],
    done: () => {
      onClose()
      void message.success(t('code_made'))
    },
  })
  return (
    <Modal
      open={open}
      title={t('code_new')}
      okText={t('code_make')}
      confirmLoading={make.isBusy}
      onOk={() => form.submit()}
      onCancel={onClose}
      afterClose={() => form.resetFields()}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ days: FOR_EVER }}
        onFinish={({ days, ...wanted }) =>
          make.run({ ...wanted, days: days === FOR_EVER ? null : days })
        }
      >
        <Form.Item
          name="name"
          label={t('code_name')}
          rules={[{ required: true, message: t('name_needed') }]}
        >
          <Input maxLength={NAME_MAX} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="sourceId"
          label={t('code_source')}
          rules={[{ required: true, message: t('code_source_needed') }]}
        >
          <Select
            options={known
              .filter(({ archivedAt }) => archivedAt === null)
              .map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <Form.Item name="days" label={t('code_days')}>
          <Select
            options={[
              { value: FOR_EVER, label: t('code_for_ever') },
              ...DAYS.map((value) => ({ value, label: t('code_for_days', { count: value }) })),
            ]}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
