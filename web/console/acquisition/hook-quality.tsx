import type { HookDetail } from '../../../contract/hook.ts'
import { Card, Explain, PlainTable, useFormat, useText } from '../../ui/index.ts'
import { hookTexts } from './hook-text.ts'

type Quality = HookDetail['quality']

/** Whom a hook draws, beside who came without any: whether they stay, buy, and what they pay. */
export function HookQuality({ quality }: { quality: Quality }) {
  const t = useText(hookTexts)
  const format = useFormat()
  const row = (key: 'claimed' | 'others') => {
    const { people, due, retained, leftEarly, buyers, revenue } = quality[key]
    const share = (part: number, of: number) => (of === 0 ? '—' : format.percent(part / of))
    return [
      t(`group_${key}`),
      format.count(people),
      share(retained, due),
      share(leftEarly, people),
      share(buyers, people),
      people === 0 ? '—' : format.money(Math.round(revenue / people)),
    ]
  }
  return (
    <Card title={t('quality')} extra={<Explain what={t('quality')}>{t('quality_help')}</Explain>}>
      <p className="kit-sentence">
        <Verdict quality={quality} />
      </p>
      <PlainTable
        label={t('quality')}
        table={{
          columns: [t('group'), t('people'), t('stayed'), t('left_early'), t('buyers'), t('each')],
          rows: [row('claimed'), row('others')],
        }}
      />
    </Card>
  )
}

function Verdict({ quality: { verdict, claimed, others, difference } }: { quality: Quality }) {
  const t = useText(hookTexts)
  const format = useFormat()
  if (verdict === 'too_few' || difference === null)
    return t('quality_too_few', {
      claimed: format.count(claimed.due),
      others: format.count(others.due),
    })
  const points = (share: number) => format.decimal(share * 100, 1)
  const { effect, low, high } = difference
  return t(`quality_${verdict}`, {
    claimed: format.percent(claimed.retained / claimed.due),
    others: format.percent(others.retained / others.due),
    points: points(verdict === 'even' ? effect : Math.abs(effect)),
    low: points(low),
    high: points(high),
  })
}
