import { RedoOutlined, UndoOutlined } from '@ant-design/icons'
import { useBlocker } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { describeTree } from '../../../contract/segment-sentence.ts'
import {
  madeSegment,
  type Segment,
  type SegmentNames,
  segmentPreview,
  segment as segmentShape,
  segmentVocabulary,
} from '../../../contract/segment-view.ts'
import { tagGroups } from '../../../contract/tag.ts'
import {
  api,
  Card,
  Loaded,
  PageHead,
  Sentence,
  useAnswer,
  useDeed,
  useGo,
  useKeys,
  useLoad,
  usePart,
  useText,
} from '../../ui/index.ts'
import { done } from '../customers/words.ts'
import { PreviewPanel } from './preview-panel.tsx'
import { useSpeech, useTold } from './speech.ts'
import { useSteps } from './steps.ts'
import { texts } from './text.ts'
import { BooksProvider, emptyVocabulary } from './tree-books.ts'
import { asGroup, countableSoFar, type Group, nodeAt, saidSoFar, unfinished } from './tree-edit.ts'
import { TreeEditor } from './tree-editor.tsx'
import { useSettled } from './waiting.ts'

/** How long a tree stands still before it is counted. */
const COUNT_AFTER_MS = 350
const NAME_MAX = 60

/** A new segment. */
export function NewSegmentPage() {
  return <Builder key="new" segment={null} />
}

/** A segment that is there. */
export function EditSegmentPage() {
  const load = useLoad(`/api/segments/${usePart('id')}`, segmentShape)
  return (
    <Loaded load={load} shape="form">
      {/* A newer save of somebody else does not replace what is being edited: saving tells. */}
      {(segment) => <Builder key={segment.id} segment={segment} />}
    </Loaded>
  )
}

type Draft = { name: string; tree: Group }

function Builder({ segment }: { segment: Segment | null }) {
  const t = useText(texts)
  const [first] = useState<Draft>(() => ({
    name: segment?.name ?? '',
    tree: asGroup(segment?.tree ?? { kind: 'all', of: [] }),
  }))
  const draft = useSteps(first)
  const { name, tree } = draft.now
  const [learned, setLearned] = useState<SegmentNames>({})
  const names = { ...segment?.names, ...learned }
  const speech = useSpeech(names)
  const told = useTold()
  const save = useSave(segment)
  const isChanged = draft.now !== first
  useBlocker({
    shouldBlockFn: () => isChanged && !save.isSaved && !window.confirm(t('leave')),
    enableBeforeUnload: () => isChanged && !save.isSaved,
  })
  const isReady = name.trim() !== '' && unfinished(tree).length === 0
  const keep = (isLive: boolean) => isReady && save.run({ name: name.trim(), tree, isLive })
  useKeys([
    { key: 'mod+z', says: t('undo'), run: () => draft.undo?.() },
    { key: 'mod+y', says: t('redo'), run: () => draft.redo?.() },
    { key: 'mod+s', says: t('save'), run: () => keep(true), inFields: true },
  ])
  return (
    <div className="kit-page">
      <PageHead
        title={t(segment ? 'edit_title' : 'new_title')}
        help={t('builder_help')}
        deeds={
          <>
            <Button
              icon={<UndoOutlined />}
              aria-label={t('undo')}
              disabled={!draft.undo}
              onClick={draft.undo}
            />
            <Button
              icon={<RedoOutlined />}
              aria-label={t('redo')}
              disabled={!draft.redo}
              onClick={draft.redo}
            />
            {segment?.state !== 'live' && (
              <Button disabled={!isReady} loading={save.isBusy} onClick={() => keep(false)}>
                {t('save_draft')}
              </Button>
            )}
            <Button
              type="primary"
              disabled={!isReady}
              loading={save.isBusy}
              onClick={() => keep(true)}
            >
              {t(segment?.state === 'live' ? 'save' : 'save_live')}
            </Button>
          </>
        }
      />
      <Input
        aria-label={t('name')}
        className="segment-name"
        placeholder={t('name_hint')}
        size="large"
        maxLength={NAME_MAX}
        autoFocus={segment === null}
        value={name}
        onChange={({ target }) => draft.change({ name: target.value, tree })}
      />
      <Sentence>{describeTree(told(saidSoFar(tree)), speech)}</Sentence>
      <Workbench
        tree={tree}
        names={names}
        own={segment?.id}
        learn={(id, called) => setLearned((before) => ({ ...before, [id]: called }))}
        onChange={(next) => draft.change({ name, tree: next })}
      />
    </div>
  )
}

/** The tree at the left, who it is about at the right. */
function Workbench({
  tree,
  names,
  own,
  learn,
  onChange,
}: {
  tree: Group
  names: SegmentNames
  own: string | undefined
  learn: (id: string, name: string) => void
  onChange: (next: Group) => void
}) {
  const t = useText(texts)
  const vocabulary = useLoad('/api/segment-vocabulary', segmentVocabulary)
  const tags = useLoad('/api/tag-groups', tagGroups)
  const speech = useSpeech(names)
  const open = unfinished(tree)
  const settled = useSettled(tree, COUNT_AFTER_MS)
  const asked = countableSoFar(settled)
  const answer = useAnswer('/api/segments/preview', segmentPreview, {
    tree: asked,
    segmentId: own ?? null,
  })
  const isOld = answer.isOld || settled !== tree
  const counts = new Map(isOld ? [] : answer.data?.counts.map(({ path, count }) => [path, count]))
  for (const path of open) {
    counts.delete(path)
    const above = path.replace(/\.0$/, '')
    if (nodeAt(tree, above)?.kind === 'not') counts.delete(above)
  }
  return (
    <BooksProvider
      value={{
        vocabulary: vocabulary.data ?? emptyVocabulary,
        tagGroups: tags.data?.items ?? [],
        names,
        own,
        learn,
      }}
    >
      <div className="kit-two">
        <Card title={t('conditions')}>
          <TreeEditor tree={tree} onChange={onChange} counts={counts} isOld={isOld} />
        </Card>
        <PreviewPanel
          tree={asked}
          preview={answer.data}
          problem={answer.problem}
          isOld={isOld}
          openCount={open.length}
          speech={speech}
          retry={answer.reload}
        />
      </div>
    </BooksProvider>
  )
}

type Kept = { name: string; tree: Group; isLive: boolean }

/** Makes or saves, then goes to the segment's page. */
function useSave(segment: Segment | null) {
  const go = useGo()
  const [isSaved, setIsSaved] = useState(false)
  const deed = useDeed(
    async (kept: Kept): Promise<string> => {
      if (segment === null) return (await api.post('/api/segments', madeSegment, kept)).id
      const { id, revision } = segment
      await api.put(`/api/segments/${id}`, done, { ...kept, revision })
      return id
    },
    { refresh: ['/api/segments'], done: () => setIsSaved(true) },
  )
  return {
    isBusy: deed.isBusy,
    isSaved,
    run: async (kept: Kept) => {
      const id = await deed.runAndWait(kept)
      if (id !== undefined) go(`/segments/${id}`)
    },
  }
}
