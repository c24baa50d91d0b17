import { App, AutoComplete, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { type QuickReply, quickReply, quickReplyPage } from '../../../contract/content.ts'
import {
  api,
  type Column,
  ListPage,
  useAddress,
  useDeed,
  useList,
  useLoad,
  useMay,
  useText,
  useUndoToast,
  When,
} from '../../ui/index.ts'
import { texts } from './text.ts'

const PATH = '/api/quick-replies'
const made = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
type Fields = { category: string; title: string; text: string }

/** Prepared answers for associates. */
export function RepliesPage() {
  const t = useText(texts)
  const address = useAddress()
  const mayWrite = useMay('messages.write')
  const [writing, setWriting] = useState<'new' | QuickReply>()
  const list = useList(PATH, quickReply, address.all)
  const all = useLoad(PATH, quickReplyPage, { query: { limit: 1 } })
  const categories = all.data?.categories ?? []
  const add = mayWrite && (
    <Button type="primary" onClick={() => setWriting('new')}>
      {t('reply_add')}
    </Button>
  )
  return (
    <>
      <ListPage<QuickReply>
        name="quick-replies"
        title={t('replies')}
        help={t('replies_help')}
        deeds={add}
        sentence={
          all.data &&
          t('replies_sentence', { count: all.data.total ?? 0, categories: categories.length })
        }
        list={list}
        idOf={({ id }) => id}
        nameOf={({ title }) => title}
        searchHint={t('search_replies')}
        filters={[
          {
            kind: 'choice',
            key: 'category',
            label: t('reply_category'),
            options: categories.map((value) => ({ value, label: value })),
          },
          {
            kind: 'choice',
            key: 'archived',
            label: t('state'),
            options: [{ value: 'yes', label: t('state_archived') }],
          },
        ]}
        columns={useColumns(mayWrite ? setWriting : undefined)}
        empty={{
          what: t('replies_empty'),
          why: t('replies_empty_why'),
          ...(add ? { action: add } : {}),
        }}
      />
      {writing && (
        <ReplyModal reply={writing} categories={categories} onClose={() => setWriting(undefined)} />
      )}
    </>
  )
}

function useColumns(onChange: ((reply: QuickReply) => void) | undefined): Column<QuickReply>[] {
  const t = useText(texts)
  const put = useArchiving()
  return [
    { key: 'category', title: t('reply_category'), width: 130, draw: ({ category }) => category },
    { key: 'title', title: t('reply_title'), width: 180, draw: ({ title }) => title },
    {
      key: 'text',
      title: t('reply_text'),
      draw: ({ text }) => <div className="kit-clamp">{text}</div>,
    },
    {
      key: 'uses',
      title: t('uses'),
      width: 130,
      draw: ({ uses }) => t('uses_of', { count: uses }),
    },
    {
      key: 'changed',
      title: t('changed'),
      width: 130,
      draw: ({ changedAt }) => <When at={changedAt} />,
    },
    ...(onChange
      ? [
          {
            key: 'deeds',
            title: '',
            width: 150,
            draw: (row: QuickReply) => (
              <div className="kit-deeds">
                <Button size="small" onClick={() => onChange(row)}>
                  {t('reply_edit')}
                </Button>
                <Button size="small" onClick={() => put(row, row.archivedAt === null)}>
                  {t(row.archivedAt === null ? 'archive' : 'unarchive')}
                </Button>
              </div>
            ),
          },
        ]
      : []),
  ]
}

function useArchiving(): (reply: QuickReply, isArchived: boolean) => void {
  const t = useText(texts)
  const undo = useUndoToast()
  const put = useDeed(
    ({ row, isArchived }: { row: QuickReply; isArchived: boolean }) => {
      const { category, title, text } = row
      return api.put(`${PATH}/${row.id}`, done, { category, title, text, isArchived })
    },
    {
      refresh: [PATH],
      done: (_answer, { row, isArchived }) => {
        if (!isArchived) return
        undo({
          says: t('archived', { title: row.title }),
          undo: () => put.run({ row, isArchived: false }),
        })
      },
    },
  )
  return (row, isArchived) => put.run({ row, isArchived })
}

function ReplyModal({
  reply,
  categories,
  onClose,
}: {
  reply: QuickReply | 'new'
  categories: readonly string[]
  onClose: () => void
}) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const save = useDeed(
    (fields: Fields): Promise<unknown> =>
      reply === 'new'
        ? api.post(PATH, made, fields)
        : api.put(`${PATH}/${reply.id}`, done, {
            ...fields,
            isArchived: reply.archivedAt !== null,
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
  return (
    <Modal
      open
      title={t(reply === 'new' ? 'reply_add' : 'reply_edit')}
      okText={t(reply === 'new' ? 'reply_add' : 'reply_edit')}
      confirmLoading={save.isBusy}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={reply === 'new' ? { category: '', title: '', text: '' } : reply}
        onFinish={save.run}
      >
        <Form.Item name="category" label={t('reply_category')} rules={[needed]}>
          <AutoComplete
            options={categories.map((value) => ({ value }))}
            placeholder={t('reply_category_hint')}
            maxLength={60}
          />
        </Form.Item>
        <Form.Item name="title" label={t('reply_title')} rules={[needed]}>
          <Input maxLength={60} placeholder={t('reply_title_hint')} />
        </Form.Item>
        <Form.Item name="text" label={t('reply_text')} rules={[needed]}>
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={2_000} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
