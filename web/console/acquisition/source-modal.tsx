import { DatePicker, Form, Input, Modal, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { z } from 'zod'
import { type Source, traffics } from '../../../contract/acquisition.ts'
import { api, useDeed, useText } from '../../ui/index.ts'
import { sourceTexts } from './source-text.ts'

/** A new source below another, or one that is changed. */
export type SourceWish = { kind: 'new'; parentId: string | null } | { kind: 'edit'; source: Source }

type Fields = {
  name: string
  parentId: string
  traffic?: Source['traffic']
  owner?: string
  runs?: [Dayjs | null, Dayjs | null] | null
}
const TOP = 'top'
const ON = 'YYYY-MM-DD'
const NAME_MAX = 60
const OWNER_MAX = 40
const saved = z.union([z.object({ id: z.string() }), z.object({ ok: z.literal(true) })])
export const SOURCE_REFRESH = ['/api/sources', '/api/source-report', '/api/contact-ways']

/** What a source is called, what it stands below, who answers for it and while it runs. */
export function SourceModal({
  wish,
  sources,
  onClose,
}: {
  wish: SourceWish
  sources: readonly Source[]
  onClose: () => void
}) {
  const t = useText(sourceTexts)
  const [form] = Form.useForm<Fields>()
  const parentId = Form.useWatch('parentId', form)
  const before = wish.kind === 'edit' ? wish.source : undefined
  const save = useDeed(
    (body: object) =>
      before
        ? api.patch(`/api/sources/${before.id}`, saved, body)
        : api.post('/api/sources', saved, body),
    { refresh: SOURCE_REFRESH, done: onClose },
  )
  const parents = sources.filter(({ id, archivedAt }) => archivedAt === null && id !== before?.id)
  const submit = ({ runs, ...fields }: Fields) =>
    save.run({
      name: fields.name,
      parentId: fields.parentId === TOP ? null : fields.parentId,
      traffic: fields.parentId === TOP ? (fields.traffic ?? null) : null,
      owner: fields.owner ?? '',
      fromOn: runs?.[0]?.format(ON) ?? null,
      toOn: runs?.[1]?.format(ON) ?? null,
    })
  return (
    <Modal
      open
      title={before ? t('edit_title', { name: before.name }) : t('new_title')}
      okText={t('save')}
      confirmLoading={save.isBusy}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={fieldsOf(wish)}
        onFinish={submit}
      >
        <Form.Item
          name="name"
          label={t('name')}
          rules={[{ required: true, whitespace: true, message: t('name_needed') }]}
        >
          <Input maxLength={NAME_MAX} autoFocus autoComplete="off" />
        </Form.Item>
        <Form.Item name="parentId" label={t('parent')}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={[
              { value: TOP, label: t('parent_top') },
              ...parents.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </Form.Item>
        {parentId === TOP && (
          <Form.Item name="traffic" label={t('traffic')} extra={t('traffic_help')}>
            <Select
              allowClear
              options={traffics.map((one) => ({ value: one, label: t(`traffic_${one}`) }))}
            />
          </Form.Item>
        )}
        <Form.Item name="owner" label={t('owner')}>
          <Input maxLength={OWNER_MAX} placeholder={t('owner_hint')} autoComplete="off" />
        </Form.Item>
        <Form.Item name="runs" label={t('runs')}>
          <DatePicker.RangePicker allowEmpty={[true, true]} />
        </Form.Item>
      </Form>
    </Modal>
  )
}

function fieldsOf(wish: SourceWish): Fields {
  if (wish.kind === 'new') return { name: '', parentId: wish.parentId ?? TOP }
  const { name, parentId, traffic, owner, fromOn, toOn } = wish.source
  return {
    name,
    parentId: parentId ?? TOP,
    traffic,
    owner,
    runs: [fromOn === null ? null : dayjs(fromOn), toOn === null ? null : dayjs(toOn)],
  }
}
