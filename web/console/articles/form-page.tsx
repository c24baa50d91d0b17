import { App, Button, Form, Input, Radio, Select } from 'antd'
import { z } from 'zod'
import {
  ARTICLE_TEXT_MAX,
  type Article,
  type ArticleBody,
  type ArticleKind,
  articleKinds,
  article as articleShape,
  madeArticle,
} from '../../../contract/article.ts'
import { hooks } from '../../../contract/hook.ts'
import { tagGroups } from '../../../contract/tag.ts'
import {
  api,
  Card,
  Explain,
  Go,
  Loaded,
  PageHead,
  useDeed,
  useGo,
  useLoad,
  usePart,
  useText,
} from '../../ui/index.ts'
import { tagOptions } from '../customers/tag-modal.tsx'
import './articles.css'
import { ArticlePreview } from './preview.tsx'
import { texts } from './text.ts'

type Fields = {
  kind: ArticleKind
  title: string
  summary: string
  body: string
  tagIds: string[]
  hookId?: string
}
type Saving = { kind: ArticleKind; body: ArticleBody; isPublished: boolean }
const PATH = '/api/articles'
const SHOWN = 200
const TAGS_MAX = 10
const done = z.object({ ok: z.literal(true) })

export function NewArticlePage() {
  return <ArticleForm article={null} />
}

export function EditArticlePage() {
  const id = usePart('id')
  const load = useLoad(`${PATH}/${id}`, articleShape)
  return (
    <Loaded load={load} shape="detail">
      {(one) => <ArticleForm key={one.id} article={one} />}
    </Loaded>
  )
}

/** An article is written, beside it a phone that shows it. */
function ArticleForm({ article: before }: { article: Article | null }) {
  const t = useText(texts)
  const go = useGo()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const typed = Form.useWatch([], form)
  const save = useDeed(
    async ({ kind, body, isPublished }: Saving) => {
      const saved = await saveArticle(before, kind, body)
      if (isPublished)
        await api.put(`${PATH}/${saved.id}/published`, done, { draftNo: saved.draftNo })
      return { ...saved, isPublished }
    },
    {
      refresh: [PATH, ...(before ? [`${PATH}/${before.id}`] : [])],
      done: ({ id, isPublished }) => {
        void message.success(t(isPublished ? 'published' : 'saved'))
        go(`/articles/${id}`)
      },
    },
  )
  // A story that is new has no permission yet: that is recorded on its page, and it is published there.
  const mayPublish = (typed?.kind ?? before?.kind) !== 'story' || Boolean(before?.permission)
  const submit = async (isPublished: boolean) => {
    const fields = await form.validateFields().catch(() => null)
    if (fields) save.run({ ...bodyOf(fields), isPublished })
  }
  return (
    <div className="kit-page">
      <PageHead title={before ? t('edit_title') : t('new')} help={t('help')} />
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={fieldsOf(before)}
        scrollToFirstError
      >
        <div className="art-editor">
          <div className="kit-stack">
            {before === null && <Kind />}
            <Written length={typed?.body?.length ?? 0} />
            <Answers />
            <div className="kit-deeds">
              {mayPublish && (
                <Button type="primary" loading={save.isBusy} onClick={() => void submit(true)}>
                  {t('save_publish')}
                </Button>
              )}
              <Button loading={save.isBusy} onClick={() => void submit(false)}>
                {t('save')}
              </Button>
              <Go to={before ? `/articles/${before.id}` : '/articles'}>{t('leave')}</Go>
            </div>
          </div>
          <Card title={t('preview')}>
            <ArticlePreview
              title={typed?.title ?? ''}
              summary={typed?.summary ?? ''}
              body={typed?.body ?? ''}
            />
          </Card>
        </div>
      </Form>
    </div>
  )
}

/** An article of the brand’s, or the story of a customer. */
function Kind() {
  const t = useText(texts)
  return (
    <Form.Item name="kind" label={t('kind')} extra={t('kind_help')}>
      <Radio.Group options={articleKinds.map((value) => ({ value, label: t(`kind_${value}`) }))} />
    </Form.Item>
  )
}

function Written({ length }: { length: number }) {
  const t = useText(texts)
  const needed = [{ required: true, whitespace: true, message: t('needed') }]
  return (
    <Card title={t('draft_body')}>
      <Form.Item name="title" label={t('draft_title')} rules={needed}>
        <Input maxLength={60} autoFocus />
      </Form.Item>
      <Form.Item name="summary" label={t('draft_summary')}>
        <Input maxLength={200} placeholder={t('draft_summary_hint')} />
      </Form.Item>
      <Form.Item
        name="body"
        label={
          <>
            {t('draft_body')} <Explain what={t('draft_body')}>{t('draft_body_help')}</Explain>
          </>
        }
        extra={t('characters', { count: length, most: ARTICLE_TEXT_MAX })}
        rules={needed}
      >
        <Input.TextArea maxLength={ARTICLE_TEXT_MAX} autoSize={{ minRows: 14, maxRows: 40 }} />
      </Form.Item>
      <p className="kit-soft">{t('draft_body_help')}</p>
    </Card>
  )
}

/** Which needs it answers, and what is offered at its end. */
function Answers() {
  const t = useText(texts)
  const tags = useLoad('/api/tag-groups', tagGroups)
  const offers = useLoad('/api/hooks', hooks, { query: { limit: SHOWN } })
  const open = (offers.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Card title={t('about')}>
      <Form.Item name="tagIds" label={t('draft_tags')} extra={t('draft_tags_help')}>
        <Select
          mode="multiple"
          maxCount={TAGS_MAX}
          showSearch={{ optionFilterProp: 'label' }}
          options={tagOptions(tags.data)}
        />
      </Form.Item>
      <Form.Item name="hookId" label={t('draft_hook')} extra={t('draft_hook_help')}>
        <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={open} />
      </Form.Item>
    </Card>
  )
}

/** @returns the draft's number as the server has it now. */
async function saveArticle(
  before: Article | null,
  kind: ArticleKind,
  body: ArticleBody,
): Promise<{ id: string; draftNo: number }> {
  if (before === null)
    return { ...(await api.post(PATH, madeArticle, { ...body, kind })), draftNo: 1 }
  const { id, draftNo } = before
  await api.put(`${PATH}/${id}`, done, { ...body, draftNo })
  return { id, draftNo: draftNo + 1 }
}

function fieldsOf(before: Article | null): Fields {
  if (!before) return { kind: 'article', title: '', summary: '', body: '', tagIds: [] }
  const { kind, title, summary, body, tagIds, hookId } = before
  return { kind, title, summary, body, tagIds, ...(hookId === null ? {} : { hookId }) }
}

function bodyOf({ kind = 'article', hookId, ...fields }: Fields): Omit<Saving, 'isPublished'> {
  return { kind, body: { ...fields, hookId: hookId ?? null } }
}
