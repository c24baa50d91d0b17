import { App, DatePicker, Form, Input, Modal, Radio, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { z } from 'zod'
import type { Material } from '../../../contract/content.ts'
import { type Purpose, purposes } from '../../../contract/delivery.ts'
import { tagGroups } from '../../../contract/tag.ts'
import { api, useDeed, useLoad, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

type Fields = {
  title: string
  text: string
  purpose: Purpose
  tagIds: string[]
  story: string
  linkTitle: string
  linkUrl: string
  from: Dayjs | null
  until: Dayjs | null
}

const PATH = '/api/materials'
const ON = 'YYYY-MM-DD'
const made = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const EXAMPLE = '{{ customer.name | default: "您" }}'

/** One material of content, new or anew. */
export function MaterialModal({
  material,
  onClose,
}: {
  material: Material | 'new'
  onClose: () => void
}) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const options = useTagOptions()
  const save = useDeed(
    (fields: Fields): Promise<unknown> =>
      material === 'new'
        ? api.post(PATH, made, bodyOf(fields, null))
        : api.put(`${PATH}/${material.id}`, done, {
            ...bodyOf(fields, material),
            isArchived: material.archivedAt !== null,
          }),
    {
      refresh: [PATH],
      done: () => {
        onClose()
        void message.success(t('saved'))
      },
    },
  )
  const needed = { required: true, whitespace: true, message: t('needed') }
  const both = (other: 'linkTitle' | 'linkUrl') => ({
    validator: (_rule: unknown, value: string | undefined) =>
      (value ?? '') === '' && (form.getFieldValue(other) ?? '') !== ''
        ? Promise.reject(new Error(t('link_both')))
        : Promise.resolve(),
  })
  return (
    <Modal
      open
      width={640}
      title={t(material === 'new' ? 'material_add' : 'material_edit')}
      okText={t(material === 'new' ? 'material_add' : 'material_edit')}
      confirmLoading={save.isBusy}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={fieldsOf(material)}
        onFinish={save.run}
      >
        <Form.Item
          name="title"
          label={t('material_title')}
          extra={t('material_title_hint')}
          rules={[needed]}
        >
          <Input maxLength={60} autoFocus />
        </Form.Item>
        <Form.Item
          name="text"
          label={t('material_text')}
          extra={t('material_text_hint', { example: EXAMPLE })}
          rules={[needed]}
        >
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={2_000} />
        </Form.Item>
        <Form.Item name="purpose" label={t('material_purpose')}>
          <Radio.Group
            options={purposes.map((value) => ({ value, label: t(`purpose_${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="tagIds" label={t('material_tags')} extra={t('material_tags_hint')}>
          <Select mode="multiple" options={options} optionFilterProp="label" maxCount={10} />
        </Form.Item>
        <Form.Item name="story" label={t('material_story')}>
          <Input.TextArea
            autoSize={{ minRows: 2, maxRows: 5 }}
            maxLength={500}
            placeholder={t('material_story_hint')}
          />
        </Form.Item>
        <Form.Item name="linkTitle" label={t('material_link_title')} rules={[both('linkUrl')]}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item
          name="linkUrl"
          label={t('material_link_url')}
          extra={t('material_link_hint')}
          rules={[both('linkTitle'), { type: 'url', message: t('needed') }]}
        >
          <Input maxLength={1_500} placeholder="https://" />
        </Form.Item>
        <Form.Item label={t('material_days')} extra={t('material_days_hint')}>
          <div className="kit-deeds">
            <Form.Item name="from" noStyle>
              <DatePicker aria-label={t('material_days')} />
            </Form.Item>
            <span>–</span>
            <Form.Item name="until" noStyle>
              <DatePicker aria-label={t('material_days')} />
            </Form.Item>
          </div>
        </Form.Item>
      </Form>
    </Modal>
  )
}

function useTagOptions() {
  const groups = useLoad('/api/tag-groups', tagGroups)
  return (groups.data?.items ?? [])
    .filter(({ archivedAt }) => archivedAt === null)
    .map((group) => ({
      label: group.name,
      options: group.tags
        .filter(({ archivedAt }) => archivedAt === null)
        .map(({ id, name }) => ({ value: id, label: name })),
    }))
}

function fieldsOf(material: Material | 'new'): Fields {
  if (material === 'new')
    return {
      title: '',
      text: '',
      purpose: 'value',
      tagIds: [],
      story: '',
      linkTitle: '',
      linkUrl: '',
      from: null,
      until: null,
    }
  const { title, text, purpose, tagIds, story, link, fromOn, untilOn } = material
  return {
    title,
    text,
    purpose,
    tagIds,
    story,
    linkTitle: link?.title ?? '',
    linkUrl: link?.url ?? '',
    from: fromOn === null ? null : dayjs(fromOn),
    until: untilOn === null ? null : dayjs(untilOn),
  }
}

/** @param before what the form does not show of the link stays as it was. */
function bodyOf({ linkTitle, linkUrl, from, until, ...fields }: Fields, before: Material | null) {
  const link =
    linkUrl.trim() === '' ? null : { ...before?.link, title: linkTitle.trim(), url: linkUrl.trim() }
  return { ...fields, link, fromOn: from?.format(ON) ?? null, untilOn: until?.format(ON) ?? null }
}
