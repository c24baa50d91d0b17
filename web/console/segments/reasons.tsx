import { CheckOutlined, CloseOutlined } from '@ant-design/icons'
import type { SegmentNode } from '../../../contract/segment.ts'
import { clauseOf, type Speech } from '../../../contract/segment-sentence.ts'
import type { SegmentReason } from '../../../contract/segment-view.ts'
import { useText } from '../../ui/index.ts'
import { nodesByPath, useFactWord, useTold } from './speech.ts'
import { texts } from './text.ts'

/** Why somebody is in or out: every condition with its answer and the fact it rests on. */
export function Reasons({
  tree,
  reasons,
  speech,
}: {
  tree: SegmentNode
  reasons: readonly SegmentReason[]
  speech: Speech
}) {
  const t = useText(texts)
  const fact = useFactWord()
  const told = useTold()
  const nodes = nodesByPath(tree)
  return (
    <ul className="segment-reasons">
      {reasons.map((reason) => {
        const node = nodes.get(reason.path)
        if (!node || node.kind === 'all' || node.kind === 'any' || node.kind === 'not') return null
        const isOut = nodes.get(parentOf(reason.path))?.kind === 'not'
        const isGood = reason.holds !== isOut
        const says = clauseOf(told(node), speech)
        return (
          <li key={reason.path}>
            <span className={isGood ? undefined : 'kit-tone-harm'}>
              {isGood ? (
                <CheckOutlined aria-label={t('holds')} />
              ) : (
                <CloseOutlined aria-label={t('holds_not')} />
              )}
            </span>
            <span>
              {isOut ? t('out_of', { what: says }) : says}
              {node.kind !== 'segment' && (
                <span className="kit-soft"> {fact(reason.fact, node)}</span>
              )}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

function parentOf(path: string): string {
  return path.split('.').slice(0, -1).join('.')
}
