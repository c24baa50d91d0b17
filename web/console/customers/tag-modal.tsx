import { Form, Input, Modal, Radio, Select } from 'antd'
import type { TagGroup } from '../../../contract/tag.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'

export type ChosenTag = { tagId: string; name: string; quote: string; sign: 1 | -1 }

type Groups = { items: TagGroup[] } | undefined

/** Tags on offer, as options: group · tag. */
export function tagOptions(groups: Groups): { value: string; label: string }[] {
  return (groups?.items ?? [])
    .filter(({ archivedAt }) => archivedAt === null)
    .flatMap((group) =>
      group.tags
        .filter(({ archivedAt }) => archivedAt === null)
        .map((tag) => ({ value: tag.id, label: `${group.name} · ${tag.name}` })),
    )
}

type Fields = { tagId: string; quote?: string; sign: 1 | -1 }

/** Chooses a tag and, for one customer, what it rests on. */
export function TagModal({
  open,
  title,
  groups,
  isBusy,
  isPlain = false,
  onTag,
  onCancel,
}: {
  open: boolean
  title: string
  groups: Groups
  isBusy: boolean
  /** Only the tag: for many customers at once. */
  isPlain?: boolean
  onTag: (tag: ChosenTag) => void
  onCancel: () => void
}) {
  const t = useText(texts)
  const [form] = Form.useForm<Fields>()
  const tags = (groups?.items ?? []).flatMap((group) => group.tags)
  const tag = ({ tagId, quote = '', sign }: Fields) => {
    const name = tags.find(({ id }) => id === tagId)?.name ?? ''
    onTag({ tagId, name, quote: quote.trim(), sign })
  }
  return (
    <Modal
      open={open}
      title={title}
      okText={title}
      confirmLoading={isBusy}
      onOk={form.submit}
      onCancel={onCancel}
      destroyOnHidden
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={{ sign: 1 }}
        onFinish={tag}
      >
        <Form.Item
          name="tagId"
          label={t('tag_choose')}
          rules={[{ required: true, message: t('tag_choose') }]}
        >
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={tagOptions(groups)}
            notFoundContent={t('tag_none')}
          />
        </Form.Item>
        <Form.Item name="sign" hidden={isPlain}>
          <Radio.Group
            options={[
              { value: 1, label: t('tag_sign_for') },
              { value: -1, label: t('tag_sign_against') },
            ]}
          />
        </Form.Item>
        <Form.Item name="quote" label={t('tag_quote')} hidden={isPlain}>
          <Input.TextArea maxLength={500} placeholder={t('tag_quote_hint')} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
