import { RedoOutlined, UndoOutlined } from '@ant-design/icons'
import { Alert, Button, Input } from 'antd'
import { useEffect, useState } from 'react'
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
  useHouse,
  useKeys,
  useLoad,
  usePart,
  useText,
  useWhen,
} from '../../ui/index.ts'
import { done } from '../customers/words.ts'
import { useMe } from '../session/me.ts'
import { type KeptDraft, keepDraft, readDraft } from './kept-draft.ts'
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

/** `revision`: of the segment that it was made from; null of a new one. A save of somebody else in between is told. */
type Draft = { name: string; tree: Group; revision: number | null }

function Builder({ segment }: { segment: Segment | null }) {
  const t = useText(texts)
  const [original] = useState<Draft>(() => ({
    name: segment?.name ?? '',
    tree: asGroup(segment?.tree ?? { kind: 'all', of: [] }),
    revision: segment?.revision ?? null,
  }))
  const of = `${useMe().data?.staff.id}.${segment?.id ?? 'new'}`
  const [kept] = useState(() => readDraft(of))
  const draft = useSteps<Draft>(
    kept ? { name: kept.name, tree: kept.tree, revision: kept.revision } : original,
  )
  const { name, tree } = draft.now
  const isChanged = draft.now !== original
  const [learned, setLearned] = useState<SegmentNames>({})
  const names = { ...segment?.names, ...learned }
  const speech = useSpeech(names)
  const told = useTold()
  const save = useSave(segment?.id ?? null, () => keepDraft(of, undefined))
  useKeepDraft(of, isChanged ? draft.now : null)
  const isReady = name.trim() !== '' && unfinished(tree).length === 0
  const keep = (isLive: boolean) => isReady && save.run({ ...draft.now, name: name.trim(), isLive })
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
            {isChanged && <Button onClick={() => draft.change(original)}>{t('discard')}</Button>}
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
      {kept && isChanged && <KeptNote kept={kept} newest={segment?.revision ?? null} />}
      <Input
        aria-label={t('name')}
        className="segment-name"
        placeholder={t('name_hint')}
        size="large"
        maxLength={NAME_MAX}
        autoFocus={segment === null}
        value={name}
        onChange={({ target }) => draft.change({ ...draft.now, name: target.value })}
      />
      <Sentence>{describeTree(told(saidSoFar(tree)), speech)}</Sentence>
      <Workbench
        tree={tree}
        names={names}
        own={segment?.id}
        learn={(id, called) => setLearned((before) => ({ ...before, [id]: called }))}
        onChange={(next) => draft.change({ ...draft.now, tree: next })}
      />
    </div>
  )
}

/** What is changed is kept on this device until it is saved or taken back: leaving loses nothing. */
function useKeepDraft(of: string, draft: Draft | null): void {
  const house = useHouse()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the clock is another function at each drawing
  useEffect(() => {
    keepDraft(of, draft ? { ...draft, keptAt: house.now() } : undefined)
  }, [of, draft])
}

function KeptNote({ kept, newest }: { kept: KeptDraft; newest: number | null }) {
  const t = useText(texts)
  const when = useWhen()
  const isOlder = kept.revision !== newest
  return (
    <Alert
      type={isOlder ? 'warning' : 'info'}
      showIcon
      title={t('kept', { when: when(kept.keptAt) })}
      description={isOlder ? t('kept_older') : undefined}
    />
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
          isOfEarlierTree={answer.isOld}
          openCount={open.length}
          speech={speech}
          retry={answer.reload}
        />
      </div>
    </BooksProvider>
  )
}

type Kept = Draft & { isLive: boolean }

/** Makes or saves, then goes to the segment's page. */
function useSave(known: string | null, saved: () => void) {
  const go = useGo()
  const deed = useDeed(
    async ({ revision, ...kept }: Kept): Promise<string> => {
      if (known === null) return (await api.post('/api/segments', madeSegment, kept)).id
      await api.put(`/api/segments/${known}`, done, { ...kept, revision })
      return known
    },
    { refresh: ['/api/segments'] },
  )
  return {
    isBusy: deed.isBusy,
    run: async (kept: Kept) => {
      const id = await deed.runAndWait(kept)
      if (id === undefined) return
      saved()
      go(`/segments/${id}`)
    },
  }
}
