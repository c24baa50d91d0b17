import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import { type Journey, journey as journeyShape } from '../../../contract/journey-view.ts'
import {
  Card,
  GoButton,
  Loaded,
  PageHead,
  useGo,
  useKeys,
  useLoad,
  useMay,
  usePart,
  useText,
} from '../../ui/index.ts'
import { ApprovalNote } from './approval-note.tsx'
import { Begins } from './begins.tsx'
import { change } from './draft.ts'
import { FlowPicture } from './flow-picture.tsx'
import './journeys.css'
import { LaunchModal } from './launch-modal.tsx'
import { PlanForm } from './plan-form.tsx'
import { marksOf, useRehearsal } from './rehearsal-marks.tsx'
import { texts as rehearsalTexts } from './rehearsal-text.ts'
import { StateMark } from './state-mark.tsx'
import { StepForm } from './step-form.tsx'
import { StepList } from './step-list.tsx'
import { texts } from './text.ts'
import { texts as tryTexts } from './try-text.ts'
import { type Draft, useDraft } from './use-draft.ts'
import { problemsHere, useProblemWord } from './words.ts'

/** An SOP as it is written: steps, picture, and what is chosen at the right. */
export function JourneyEditPage() {
  const id = usePart('id')
  const load = useLoad(`/api/journeys/${id}`, journeyShape)
  const [opened, setOpened] = useState(0)
  return (
    <Loaded load={load} shape="form">
      {(journey) => (
        <Editor
          key={`${journey.id} ${opened}`}
          journey={journey}
          reload={() => {
            load.reload()
            setOpened(opened + 1)
          }}
        />
      )}
    </Loaded>
  )
}

function Editor({ journey, reload }: { journey: Journey; reload: () => void }) {
  const t = useText(texts)
  const mayWrite = useMay('journeys.write')
  const draft = useDraft(journey)
  const [selected, setSelected] = useState<string | null>(null)
  const rehearsal = useRehearsal(journey.id, draft.draftNo)
  const [isLaunching, setIsLaunching] = useState(false)
  const { plan } = draft
  const problems = problemsHere(plan)
  const step = plan.steps.find(({ id }) => id === selected)
  const wrong = problems.flatMap(({ stepId }) => stepId ?? [])
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
            <StateMark state={journey.state} />{' '}
            {problems.length === 0 ? t('problems_none') : t('problems', { count: problems.length })}{' '}
            <span className="kit-soft" role="status">
              {t(`save_${draft.saving}`)}
            </span>
          </>
        }
        deeds={
          <EditorDeeds
            journey={journey}
            draft={draft}
            mayWrite={mayWrite}
            launch={() => setIsLaunching(true)}
          />
        }
      />
      <ApprovalNote journey={journey} />
      {draft.saving === 'conflict' && (
        <Alert
          type="warning"
          showIcon
          title={t('save_conflict')}
          action={<Button onClick={reload}>{t('save_reload')}</Button>}
        />
      )}
      <fieldset disabled={!mayWrite} className="sop-editor">
        <Card title={t('list')}>
          <StepList
            plan={plan}
            selected={selected}
            problems={problems}
            marks={marksOf(rehearsal)}
            onSelect={setSelected}
            onChange={(next) => draft.change({ plan: next })}
          />
        </Card>
        <Card title={t('picture')}>
          <Begins plan={plan} />
          <FlowPicture plan={plan} selected={selected} wrong={wrong} onSelect={setSelected} />
        </Card>
        <Card title={t(step ? `kind_${step.kind}` : 'plan')}>
          <Problems draft={draft} stepId={step?.id ?? null} />
          {step ? (
            <StepForm
              key={step.id}
              plan={plan}
              step={step}
              onChange={(next) => draft.change({ plan: change(plan, next) })}
            />
          ) : (
            <>
              <label htmlFor="sop-name">{t('name')}</label>
              <Input
                id="sop-name"
                value={draft.name}
                maxLength={60}
                status={draft.name.trim() === '' ? 'error' : ''}
                onChange={(event) => draft.change({ name: event.target.value })}
              />
              <PlanForm plan={plan} onChange={(next) => draft.change({ plan: next })} />
            </>
          )}
        </Card>
      </fieldset>
      {isLaunching && (
        <LaunchModal
          journey={journey}
          draft={draft}
          rehearsal={rehearsal}
          close={() => setIsLaunching(false)}
          onProblem={(stepId) => {
            setSelected(stepId)
            setIsLaunching(false)
          }}
        />
      )}
    </div>
  )
}

function EditorDeeds({
  journey,
  draft,
  mayWrite,
  launch,
}: {
  journey: Journey
  draft: Draft
  mayWrite: boolean
  launch: () => void
}) {
  const t = useText(texts)
  const rehearsalText = useText(rehearsalTexts)
  const tryText = useText(tryTexts)
  const go = useGo()
  const isOver = journey.state === 'ending' || journey.state === 'ended'
  return (
    <>
      {journey.versions.length > 0 && (
        <GoButton to={`/journeys/${journey.id}`}>{t('run_view')}</GoButton>
      )}
      <Button onClick={() => go(`/journeys/${journey.id}/preview`)}>{tryText('open')}</Button>
      <Button onClick={() => go(`/journeys/${journey.id}/rehearsal`)}>
        {rehearsalText('rehearse')}
      </Button>
      <Button disabled={!draft.undo} onClick={draft.undo}>
        {t('undo')}
      </Button>
      <Button disabled={!draft.redo} onClick={draft.redo}>
        {t('redo')}
      </Button>
      {mayWrite && !isOver && (
        <Button type="primary" disabled={draft.saving !== 'saved'} onClick={launch}>
          {t('check')}
        </Button>
      )}
    </>
  )
}

/** What is to be mended in the chosen step, or in the plan as a whole. */
function Problems({ draft, stepId }: { draft: Draft; stepId: string | null }) {
  const word = useProblemWord()
  const mine = problemsHere(draft.plan).filter((problem) => problem.stepId === stepId)
  return mine.map((problem) => (
    <Alert key={problem.code} type="warning" showIcon title={word(problem)} />
  ))
}
