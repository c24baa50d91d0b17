import { Button } from 'antd'
import { Card, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** What a customer will see on the phone, while it is written. */
export function PagePreview({
  headline,
  story,
  tiers,
}: {
  headline: string
  story: string
  tiers: readonly { people: number; reward: string }[]
}) {
  const t = useText(texts)
  return (
    <Card title={t('preview')}>
      <div className="kit-stack">
        <h3>{headline || t('headline')}</h3>
        {story !== '' && <p className="kit-soft">{story}</p>}
        <ul>
          {tiers.map((tier, no) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two unfinished steps are alike.
            <li key={no}>
              {t('preview_gets', { people: tier.people })} · {tier.reward || t('preview_choose')}
            </li>
          ))}
        </ul>
        <Button type="primary" shape="round" disabled block>
          {t('preview_join')}
        </Button>
      </div>
    </Card>
  )
}
