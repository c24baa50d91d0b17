import { Button, Modal } from 'antd'
import { useState } from 'react'
import { conditionsOf, type SegmentNode, segmentTree } from '../../../contract/segment.ts'
import { segmentVocabulary } from '../../../contract/segment-view.ts'
import { tagGroups } from '../../../contract/tag.ts'
import { useLoad, useText } from '../../ui/index.ts'
import { BooksProvider, emptyVocabulary } from '../segments/tree-books.ts'
import { asGroup } from '../segments/tree-edit.ts'
import { TreeEditor } from '../segments/tree-editor.tsx'
import { SegmentField } from './segment-field.tsx'
import { texts } from './text.ts'

/** Whom an arm is for: a segment, or conditions of its own. */
export function ArmCondition({
  tree,
  onChange,
}: {
  tree: SegmentNode
  onChange: (tree: SegmentNode) => void
}) {
  const t = useText(texts)
  const [isOpen, setIsOpen] = useState(false)
  const isSegment = tree.kind === 'segment'
  const count = isSegment ? 0 : conditionsOf(tree).length
  return (
    <>
      {count === 0 && (
        <SegmentField
          label={t('arm_segment')}
          segmentId={isSegment ? tree.segmentId : ''}
          onChange={(segmentId) => onChange({ kind: 'segment', segmentId })}
        />
      )}
      <Button size="small" onClick={() => setIsOpen(true)}>
        {count === 0 ? t('arm_own') : t('arm_tree', { count })}
      </Button>
      {isOpen && (
        <Conditions
          tree={isSegment && tree.segmentId === '' ? { kind: 'all', of: [] } : tree}
          close={() => setIsOpen(false)}
          onChange={onChange}
        />
      )}
    </>
  )
}

/** Conditions are written in the segments' own editor; half written ones do not get into the draft. */
function Conditions({
  tree,
  close,
  onChange,
}: {
  tree: SegmentNode
  close: () => void
  onChange: (tree: SegmentNode) => void
}) {
  const t = useText(texts)
  const [now, setNow] = useState(asGroup(tree))
  const [names, setNames] = useState<Record<string, string>>({})
  const vocabulary = useLoad('/api/segment-vocabulary', segmentVocabulary)
  const tags = useLoad('/api/tag-groups', tagGroups)
  return (
    <Modal
      open
      width={900}
      title={t('arm_own')}
      okText={t('arm_done')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: !segmentTree.safeParse(now).success }}
      onCancel={close}
      onOk={() => {
        onChange(now)
        close()
      }}
    >
      <BooksProvider
        value={{
          vocabulary: vocabulary.data ?? emptyVocabulary,
          tagGroups: tags.data?.items ?? [],
          names,
          own: undefined,
          learn: (id, name) => setNames({ ...names, [id]: name }),
        }}
      >
        <TreeEditor tree={now} onChange={setNow} />
      </BooksProvider>
    </Modal>
  )
}
