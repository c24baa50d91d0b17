import { Alert, App, Button } from 'antd'
import { useState } from 'react'
import {
  type Form,
  type FormPlan,
  formPublished,
  form as formShape,
} from '../../../contract/form.ts'
import { formProblems } from '../../../contract/form-problems.ts'
import {
  api,
  Card,
  GoButton,
  Loaded,
  PageHead,
  type PlanDraft,
  useDeed,
  useGo,
  useKeys,
  useLoad,
  useMay,
  usePart,
  usePlanDraft,
  useText,
} from '../../ui/index.ts'
import { change } from './draft.ts'
import './forms.css'
import { PhonePreview } from './phone-preview.tsx'
import { PlanForm } from './plan-form.tsx'
import { QuestionForm } from './question-form.tsx'
import { QuestionList } from './question-list.tsx'
import { StateMark } from './state-mark.tsx'
import { texts } from './text.ts'

type Draft = PlanDraft<FormPlan>

/** A form as it is written: questions left, what is chosen in the middle, the phone at the right. */
export function FormEditPage() {
  const id = usePart('id')
  const load = useLoad(`/api/forms/${id}`, formShape)
  const [opened, setOpened] = useState(0)
  return (
    <Loaded load={load} shape="form">
      {(form) => (
        <Editor
          key={`${form.id} ${opened}`}
          form={form}
          reload={() => {
            load.reload()
            setOpened(opened + 1)
          }}
        />
      )}
    </Loaded>
  )
}

function Editor({ form, reload }: { form: Form; reload: () => void }) {
  const t = useText(texts)
  const mayWrite = useMay('acquisition.write')
  const draft = usePlanDraft(
    { name: form.name, plan: form.draft.plan, draftNo: form.draft.no },
    { path: `/api/forms/${form.id}/draft`, list: '/api/forms', conflict: 'form_changed' },
  )
  const [selected, setSelected] = useState<string | null>(null)
  const { plan } = draft
  const problems = formProblems(plan)
  const at = plan.questions.findIndex(({ id }) => id === selected)
  const question = plan.questions[at]
  const set = (next: FormPlan) => draft.change({ plan: next })
  const mine = problems.filter((problem) => problem.question === (question?.id ?? ''))
  useKeys([
    { key: 'mod+z', says: t('undo'), run: () => draft.undo?.() },
    { key: 'mod+y', says: t('redo'), run: () => draft.redo?.() },
  ])
  return (
    <div className="kit-page">
      <PageHead
        title={draft.name}
        sentence={
          <>
            <StateMark state={form.state} />{' '}
            {problems.length === 0 ? t('problems_none') : t('problems', { count: problems.length })}{' '}
            <span className="kit-soft" role="status">
              {t(`save_${draft.saving}`)}
            </span>
          </>
        }
        deeds={
          <Deeds form={form} draft={draft} mayWrite={mayWrite} isWhole={problems.length === 0} />
        }
      />
      {draft.saving === 'conflict' && (
        <Alert
          type="warning"
          showIcon
          title={t('save_conflict')}
          action={<Button onClick={reload}>{t('save_reload')}</Button>}
        />
      )}
      {form.published?.isBehind && (
        <Alert
          type="info"
          showIcon
          title={t('published_note', { version: String(form.published.version) })}
        />
      )}
      <fieldset disabled={!mayWrite} className="frm-editor">
        <Card title={t('list')}>
          <QuestionList
            plan={plan}
            selected={selected}
            problems={problems}
            onSelect={setSelected}
            onChange={set}
          />
        </Card>
        <Card title={question ? `${t('question')} ${at + 1}` : t('whole')}>
          {mine.map(({ code }) => (
            <Alert key={code} type="warning" showIcon title={t(`problem_${code}`)} />
          ))}
          {question ? (
            <QuestionForm
              key={question.id}
              plan={plan}
              question={question}
              onChange={(next) => set(change(plan, next))}
            />
          ) : (
            <PlanForm
              name={draft.name}
              plan={plan}
              onRename={(name) => draft.change({ name })}
              onChange={set}
            />
          )}
        </Card>
        <Card title={t('phone')}>
          <p className="kit-soft">{t('phone_help')}</p>
          <PhonePreview plan={plan} selected={selected} onSelect={setSelected} />
        </Card>
      </fieldset>
    </div>
  )
}

function Deeds({
  form,
  draft,
  mayWrite,
  isWhole,
}: {
  form: Form
  draft: Draft
  mayWrite: boolean
  isWhole: boolean
}) {
  const t = useText(texts)
  const go = useGo()
  const { message } = App.useApp()
  const publish = useDeed(
    () => api.post(`/api/forms/${form.id}/published`, formPublished, { draftNo: draft.draftNo }),
    {
      refresh: ['/api/forms', `/api/forms/${form.id}`],
      done: () => {
        void message.success(t('published'))
        go(`/forms/${form.id}`)
      },
    },
  )
  return (
    <>
      {form.published && <GoButton to={`/forms/${form.id}`}>{t('results')}</GoButton>}
      <Button disabled={!draft.undo} onClick={draft.undo}>
        {t('undo')}
      </Button>
      <Button disabled={!draft.redo} onClick={draft.redo}>
        {t('redo')}
      </Button>
      {mayWrite && (
        <Button
          type="primary"
          disabled={draft.saving !== 'saved' || !isWhole}
          loading={publish.isBusy}
          onClick={() => publish.run(undefined)}
        >
          {t(form.published ? 'republish' : 'publish')}
        </Button>
      )}
    </>
  )
}
