import { Alert } from 'antd'
import type { SegmentNode } from '../../../contract/segment.ts'
import type { Speech } from '../../../contract/segment-sentence.ts'
import type { SegmentPreview } from '../../../contract/segment-view.ts'
import { ApiProblem, Card, Failed, PersonCell, useFormat, useText } from '../../ui/index.ts'
import { useCalled } from '../customers/words.ts'
import { Reasons } from './reasons.tsx'
import { texts } from './text.ts'

/** Who a tree is about right now: how many, which share, and some of them with why. */
export function PreviewPanel({
  tree,
  preview,
  problem,
  isOld,
  isOfEarlierTree,
  openCount,
  speech,
  retry,
}: {
  /** The tree that was asked: the one on the screen may be newer. */
  tree: SegmentNode
  preview: SegmentPreview | undefined
  problem: Error | null
  isOld: boolean
  /** The answer that is shown belongs to a tree from before the one that was asked: its reasons are of other conditions. */
  isOfEarlierTree: boolean
  /** Conditions that are not filled in yet. */
  openCount: number
  speech: Speech
  retry: () => void
}) {
  const t = useText(texts)
  const format = useFormat()
  return (
    <div className="kit-stack segment-panel">
      <Card title={t('now')}>
        {openCount > 0 && <p className="kit-tone-waiting">{t('open', { count: openCount })}</p>}
        {problem && <Problem problem={problem} retry={retry} />}
        {preview && (
          <div aria-live="polite" aria-busy={isOld} className={isOld ? 'kit-soft' : undefined}>
            <div className="segment-total" data-testid="total">
              {t('people', { count: preview.total })}
            </div>
            <p className="kit-soft">
              {t('of_everybody', {
                all: preview.everybody,
                share: format.percent(
                  preview.everybody === 0 ? 0 : preview.total / preview.everybody,
                  1,
                ),
              })}
            </p>
          </div>
        )}
        {!preview && !problem && <p className="kit-soft">{t('counting')}</p>}
      </Card>
      {preview && preview.sample.length > 0 && (
        <Card title={t('sample')}>
          <Sample tree={isOfEarlierTree ? null : tree} preview={preview} speech={speech} />
        </Card>
      )}
    </div>
  )
}

/** A count that was cut says so in words; anything else is a failure like any other. */
function Problem({ problem, retry }: { problem: Error; retry: () => void }) {
  const t = useText(texts)
  if (!(problem instanceof ApiProblem) || problem.code !== 'segment_preview_slow')
    return <Failed problem={problem} retry={retry} />
  return <Alert type="warning" showIcon title={t('slow_title')} description={problem.title} />
}

function Sample({
  tree,
  preview,
  speech,
}: {
  /** Null while it is not known for these people yet. */
  tree: SegmentNode | null
  preview: SegmentPreview
  speech: Speech
}) {
  const called = useCalled()
  return (
    <ul className="kit-stack segment-sample" aria-busy={tree === null}>
      {preview.sample.map(({ customer, reasons }) => (
        <li key={customer.id}>
          <PersonCell name={called(customer)} to={`/customers/${customer.id}`} />
          {tree && <Reasons tree={tree} reasons={reasons} speech={speech} />}
        </li>
      ))}
    </ul>
  )
}
