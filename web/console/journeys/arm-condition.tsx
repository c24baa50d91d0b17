import { Button, Modal } from 'antd'
import { useState } from 'react'
import { conditionsOf, type SegmentNode, segmentTree } from '../../../contract/segment.ts'
import { describeTree } from '../../../contract/segment-sentence.ts'
import { useText } from '../../ui/index.ts'
import { useSpeech, useTold } from '../segments/speech.ts'
import { BooksProvider } from '../segments/tree-books.ts'
import { asGroup } from '../segments/tree-edit.ts'
import { TreeEditor } from '../segments/tree-editor.tsx'
import { SegmentField } from './segment-field.tsx'
import { texts } from './text.ts'
import { useTreeNames } from './tree-names.ts'

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
      {count > 0 && <Told tree={tree} />}
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

/** What the arm asks for, in a sentence, so that nobody has to open it to know. */
function Told({ tree }: { tree: SegmentNode }) {
  const { names } = useTreeNames()
  const speech = useSpeech(names)
  const told = useTold()
  return <p className="kit-soft">{describeTree(told(tree), speech)}</p>
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
  const [learned, setLearned] = useState<Record<string, string>>({})
  const { vocabulary, tagGroups, names } = useTreeNames()
  return (
    <Modal
      open
      width={900}
      title={t('arm_own')}
      okText={t('arm_ready')}
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
          vocabulary,
          tagGroups,
          names: { ...names, ...learned },
          own: undefined,
          learn: (id, name) => setLearned({ ...learned, [id]: name }),
        }}
      >
        <TreeEditor tree={now} onChange={setNow} />
      </BooksProvider>
    </Modal>
  )
}
