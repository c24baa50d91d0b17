import { Alert, Button, Form, Input, Modal, Select, Table, Tag } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import type { apiKey, madeKey, newKey } from '../../../contract/staff.ts'
import { CopyText } from '../../ui/copy-text.tsx'
import { useMay } from '../../ui/house.tsx'
import { useText } from '../../ui/language.ts'
import { Card } from '../../ui/pages/detail-page.tsx'
import { Empty } from '../../ui/states.tsx'
import { TypedConfirm } from '../../ui/typed-confirm.tsx'
import { When } from '../../ui/when.tsx'
import { texts } from './text.ts'

type Key = z.infer<typeof apiKey>
type NewKey = z.infer<typeof newKey>

/** The keys of the workspace; a new one is shown whole once. */
export function Keys({
  keys,
  made,
  isBusy,
  onMake,
  onRevoke,
}: {
  keys: readonly Key[]
  made: z.infer<typeof madeKey> | null
  isBusy: boolean
  onMake: (wanted: NewKey) => Promise<boolean>
  onRevoke: (key: Key) => Promise<boolean>
}) {
  const t = useText(texts)
  const mayWrite = useMay('developers.write')
  const [isMaking, setIsMaking] = useState(false)
  const [leaving, setLeaving] = useState<Key | null>(null)
  const make = (
    <Button type="primary" onClick={() => setIsMaking(true)}>
      {t('key_make')}
    </Button>
  )
  return (
    <Card title={t('keys')} extra={mayWrite ? make : undefined}>
      <p className="kit-soft">{t('keys_help')}</p>
      {made && (
        <Alert
          type="success"
          showIcon
          title={t('key_shown_once')}
          description={<CopyText text={made.secret} />}
        />
      )}
      {keys.length === 0 ? (
        <Empty what={t('key_none_what')} why={t('key_none_why')} />
      ) : (
        <KeyTable keys={keys} onRevoke={mayWrite ? setLeaving : undefined} />
      )}
      <MakeKey
        open={isMaking}
        isBusy={isBusy}
        onCancel={() => setIsMaking(false)}
        onMake={async (wanted) => {
          if (await onMake(wanted)) setIsMaking(false)
        }}
      />
      <TypedConfirm
        open={leaving !== null}
        title={t('key_revoke_title', { name: leaving?.name ?? '' })}
        what={leaving?.name ?? ''}
        deed={t('key_revoke')}
        isBusy={isBusy}
        onCancel={() => setLeaving(null)}
        onConfirm={() => {
          if (leaving) void onRevoke(leaving).then((done) => done && setLeaving(null))
        }}
      >
        <p>{t('key_revoke_what')}</p>
      </TypedConfirm>
    </Card>
  )
}

function KeyTable({
  keys,
  onRevoke,
}: {
  keys: readonly Key[]
  onRevoke: ((key: Key) => void) | undefined
}) {
  const t = useText(texts)
  return (
    <Table<Key>
      size="small"
      rowKey="id"
      dataSource={[...keys]}
      pagination={false}
      columns={[
        { title: t('key_name'), dataIndex: 'name' },
        {
          title: t('key_kind'),
          render: (_, key) => (key.kind === 'write' ? t('key_write') : t('key_api')),
        },
        { title: t('key_prefix'), render: (_, key) => <code>{key.prefix}…</code> },
        { title: t('key_made'), render: (_, key) => <When at={key.createdAt} /> },
        { title: t('key_used'), render: (_, key) => <When at={key.lastUsedAt} /> },
        {
          title: t('key_state'),
          render: (_, key) =>
            key.revokedAt === null ? (
              <Tag color="success">{t('key_active')}</Tag>
            ) : (
              <Tag>{t('key_revoked')}</Tag>
            ),
        },
        {
          title: '',
          render: (_, key) =>
            onRevoke && key.revokedAt === null ? (
              <Button size="small" danger onClick={() => onRevoke(key)}>
                {t('key_revoke')}
              </Button>
            ) : null,
        },
      ]}
    />
  )
}

function MakeKey({
  open,
  isBusy,
  onMake,
  onCancel,
}: {
  open: boolean
  isBusy: boolean
  onMake: (wanted: NewKey) => Promise<void>
  onCancel: () => void
}) {
  const t = useText(texts)
  const [form] = Form.useForm<NewKey>()
  return (
    <Modal
      open={open}
      title={t('key_make')}
      okText={t('key_make')}
      confirmLoading={isBusy}
      onCancel={onCancel}
      onOk={() => form.submit()}
      afterClose={() => form.resetFields()}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ kind: 'write', name: '' }}
        onFinish={(wanted) => void onMake(wanted)}
      >
        <Form.Item name="kind" label={t('key_kind')} help={t('keys_help')}>
          <Select
            options={[
              { value: 'write', label: t('key_write') },
              { value: 'api', label: t('key_api') },
            ]}
          />
        </Form.Item>
        <Form.Item name="name" label={t('key_name')} rules={[{ required: true, max: 80 }]}>
          <Input placeholder={t('key_name_hint')} autoComplete="off" />
        </Form.Item>
      </Form>
    </Modal>
  )
}
