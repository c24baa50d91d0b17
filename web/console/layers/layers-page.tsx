import { Button } from 'antd'
import { refitStarted } from '../../../contract/insight.ts'
import { layersPage, type LayersPage as Page } from '../../../contract/layer.ts'
import {
  api,
  Empty,
  Loaded,
  PageHead,
  ReportPage,
  useDeed,
  useFormat,
  useLoad,
  useText,
} from '../../ui/index.ts'
import { Cells } from './cells.tsx'
import { Method } from './method.tsx'
import { Moves } from './moves.tsx'
import { Ready } from './ready-card.tsx'
import { texts } from './text.ts'
import { Worth } from './worth.tsx'

const LOOK_MS = 15_000

/** How strong ties are against what people are worth (强弱 × 价值): who, how much, and where to speak to them. */
export function LayersPage() {
  const load = useLoad('/api/layers', layersPage, { every: LOOK_MS })
  return (
    <Loaded load={load} shape="report">
      {(page) => (page.ties === null ? <Nothing /> : <Report page={page} ties={page.ties} />)}
    </Loaded>
  )
}

function Nothing() {
  const t = useText(texts)
  const deed = useDeed(() => api.post('/api/value/refits', refitStarted), {
    refresh: ['/api/layers'],
  })
  return (
    <div className="kit-page">
      <PageHead title={t('title')} />
      <Empty
        what={t('empty')}
        why={t('empty_why')}
        action={
          <Button type="primary" loading={deed.isBusy} onClick={() => deed.run(undefined)}>
            {t('compute')}
          </Button>
        }
      />
    </div>
  )
}

function Report({ page, ties }: { page: Page; ties: NonNullable<Page['ties']> }) {
  const t = useText(texts)
  const format = useFormat()
  const { top20 } = page
  return (
    <ReportPage
      title={t('title')}
      question={t('question')}
      sentence={useAnswer(page)}
      figures={
        <>
          {top20 && (
            <p className="kit-soft">
              {t('top20', {
                share: format.percent(top20.value),
                low: format.percent(top20.lower),
                high: format.percent(top20.upper),
              })}
            </p>
          )}
          <Cells page={page} />
        </>
      }
      picture={<Worth page={page} />}
      table={
        <div className="kit-stack">
          <Moves moves={page.moves} />
          <Ready />
        </div>
      }
      method={<Method ties={ties} />}
    />
  )
}

/** Whether people who are near are worth more here, in a sentence. */
function useAnswer({ worth, verdict, ties, hasValues }: Page): string {
  const t = useText(texts)
  const format = useFormat()
  const strong = worth.find(({ tie }) => tie === 'strong')
  if (!hasValues || verdict === null || !strong)
    return t('sentence_few', { people: format.count(ties?.people ?? 0) })
  if (verdict === 'unclear') return t('sentence_unclear')
  const others = worth.filter(({ tie }) => tie !== 'strong')
  const people = others.reduce((sum, one) => sum + one.people, 0)
  const money = others.reduce((sum, one) => sum + one.people * one.mean90.value, 0)
  const mean = people > 0 ? money / people : 0
  const words = {
    strong: format.money(Math.round(strong.mean90.value)),
    times: mean > 0 ? format.decimal(strong.mean90.value / mean, 1) : '—',
    share: format.percent(1 - strong.share),
  }
  return t(verdict === 'more' ? 'sentence_more' : 'sentence_less', words)
}
