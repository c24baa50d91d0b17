import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  CopyOutlined,
  DeleteOutlined,
  PlusOutlined,
  StopOutlined,
} from '@ant-design/icons'
import { Button, Dropdown, Segmented, Tag, Tooltip } from 'antd'
import { Fragment, type ReactNode } from 'react'
import {
  SEGMENT_LIMITS,
  type SegmentCondition,
  type SegmentNode,
} from '../../../contract/segment.ts'
import { useFormat, useText } from '../../ui/index.ts'
import { ALL_KINDS, freshCondition } from './fresh.ts'
import { LeafEditor } from './leaf-editor.tsx'
import { texts } from './text.ts'
import { addTo, excludeAt, type Group, isGroup, moveBy, nodeAt, replaceAt } from './tree-edit.ts'
import './segments.css'

type Counts = ReadonlyMap<string, number>

export type TreeEditorProps = {
  /** A group at the top: see `asGroup`. */
  tree: Group
  onChange: (next: Group) => void
  /** How many people each node holds for, by path; left out where nobody counts (branches of an SOP). */
  counts?: Counts | undefined
  /** The counts are of an older tree. */
  isOld?: boolean
  /** Kinds of conditions that may be added. */
  kinds?: readonly SegmentCondition['kind'][]
}

type Editing = Required<Pick<TreeEditorProps, 'kinds'>> & {
  counts: Counts | undefined
  isOld: boolean
  tree: Group
  change: (next: SegmentNode | null) => void
}

/**
 * Edits a tree: groups in which all or any of the conditions hold, conditions of every kind, each of which can be left out
 * instead. It keeps nothing itself, so that whoever shows it can undo. Needs `BooksProvider` around it.
 */
export function TreeEditor({
  tree,
  onChange,
  counts,
  isOld = false,
  kinds = ALL_KINDS,
}: TreeEditorProps) {
  const change = (next: SegmentNode | null) => {
    if (next === null) onChange({ kind: 'all', of: [] })
    else if (isGroup(next)) onChange(next)
    else onChange({ kind: 'all', of: [next] })
  }
  const editing: Editing = { tree, change, counts, isOld, kinds }
  return <GroupBox group={tree} path="" editing={editing} deeds={null} />
}

function GroupBox({
  group,
  path,
  editing,
  deeds,
}: {
  group: Group
  path: string
  editing: Editing
  deeds: ReactNode
}) {
  const t = useText(texts)
  const { tree, change } = editing
  const isDeep = path.split('.').filter(Boolean).length >= SEGMENT_LIMITS.depth - 1
  return (
    <fieldset className="segment-group" aria-label={t(`group_${group.kind}`)}>
      <div className="segment-line">
        <Segmented<Group['kind']>
          size="small"
          aria-label={t('group')}
          value={group.kind}
          onChange={(kind) => change(replaceAt(tree, path, { kind, of: group.of }))}
          options={(['all', 'any'] as const).map((kind) => ({
            value: kind,
            label: t(`group_${kind}`),
          }))}
        />
        <Count path={path} editing={editing} />
        {deeds}
      </div>
      {group.of.map((child, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a node has nothing of its own but its place.
        <Fragment key={at}>
          {at > 0 && <div className="segment-joint kit-soft">{t(`joint_${group.kind}`)}</div>}
          <Item node={child} path={path === '' ? String(at) : `${path}.${at}`} editing={editing} />
        </Fragment>
      ))}
      {group.of.length === 0 && (
        <p className="kit-soft">{t(group.kind === 'all' ? 'group_everybody' : 'group_nobody')}</p>
      )}
      <div className="segment-line">
        <AddButton
          kinds={editing.kinds}
          add={(condition) => change(addTo(tree, path, condition))}
        />
        {!isDeep && (
          <Button
            type="text"
            size="small"
            onClick={() =>
              change(addTo(tree, path, { kind: group.kind === 'all' ? 'any' : 'all', of: [] }))
            }
          >
            {t('add_group')}
          </Button>
        )}
      </div>
    </fieldset>
  )
}

function AddButton({
  kinds,
  add,
}: {
  kinds: readonly SegmentCondition['kind'][]
  add: (condition: SegmentCondition) => void
}) {
  const t = useText(texts)
  const items = kinds.map((kind) => ({
    key: kind,
    label: t(`kind_${kind}`),
    onClick: () => add(freshCondition(kind)),
  }))
  return (
    <Dropdown trigger={['click']} menu={{ items }}>
      <Button size="small" icon={<PlusOutlined />}>
        {t('add')}
      </Button>
    </Dropdown>
  )
}

/** A condition or a group inside of a group; behind "not" it is what is left out. */
function Item({ node, path, editing }: { node: SegmentNode; path: string; editing: Editing }) {
  const isOut = node.kind === 'not'
  const inner = isOut ? node.of : node
  const innerPath = isOut ? `${path}.0` : path
  const deeds = <ItemDeeds path={path} isOut={isOut} editing={editing} />
  // "Not not" can come in by the API: the inner one is edited as an item of its own.
  if (inner.kind === 'not') return <Item node={inner} path={innerPath} editing={editing} />
  if (isGroup(inner))
    return (
      <div className={isOut ? 'segment-out' : undefined}>
        <GroupBox group={inner} path={innerPath} editing={editing} deeds={deeds} />
      </div>
    )
  return <LeafRow node={inner} path={path} innerPath={innerPath} editing={editing} deeds={deeds} />
}

function LeafRow({
  node,
  path,
  innerPath,
  editing,
  deeds,
}: {
  node: SegmentCondition
  path: string
  innerPath: string
  editing: Editing
  deeds: ReactNode
}) {
  const t = useText(texts)
  const isOut = path !== innerPath
  return (
    <div className={isOut ? 'segment-leaf segment-out' : 'segment-leaf'}>
      <div className="segment-line">
        {isOut && <Tag color="error">{t('out')}</Tag>}
        <strong>{t(`kind_${node.kind}`)}</strong>
        <Count path={path} editing={editing} />
        {deeds}
      </div>
      <div className="segment-line">
        <LeafEditor
          value={node}
          onChange={(next) => editing.change(replaceAt(editing.tree, innerPath, next))}
        />
      </div>
    </div>
  )
}

function Count({ path, editing }: { path: string; editing: Editing }) {
  const t = useText(texts)
  const format = useFormat()
  const count = editing.counts?.get(path)
  if (editing.counts === undefined) return null
  const says = count === undefined ? t('count_waiting') : t('count', { count: format.count(count) })
  return (
    <span
      className={`segment-count kit-number${editing.isOld ? ' kit-soft' : ''}`}
      data-path={path}
      aria-live="polite"
    >
      {says}
    </span>
  )
}

function ItemDeeds({
  path,
  isOut,
  editing: { tree, change },
}: {
  path: string
  isOut: boolean
  editing: Editing
}) {
  const t = useText(texts)
  const above = path.split('.').slice(0, -1).join('.')
  const copy = () => {
    const node = nodeAt(tree, path)
    if (node) change(addTo(tree, above, node))
  }
  const deeds = [
    {
      key: isOut ? 'take_in' : 'leave_out',
      icon: <StopOutlined />,
      run: () => change(excludeAt(tree, path)),
    },
    { key: 'up', icon: <ArrowUpOutlined />, run: () => change(moveBy(tree, path, -1)) },
    { key: 'down', icon: <ArrowDownOutlined />, run: () => change(moveBy(tree, path, 1)) },
    { key: 'duplicate', icon: <CopyOutlined />, run: copy },
    { key: 'remove', icon: <DeleteOutlined />, run: () => change(replaceAt(tree, path, null)) },
  ] as const
  return (
    <span className="segment-deeds">
      {deeds.map(({ key, icon, run }) => (
        <Tooltip key={key} title={t(key)}>
          <Button type="text" size="small" icon={icon} aria-label={t(key)} onClick={run} />
        </Tooltip>
      ))}
    </span>
  )
}
