import { Button, Progress } from 'antd'
import type { Need, Tagging } from '../../../contract/tag.ts'
import { Card, Explain, useText, When } from '../../ui/index.ts'
import { texts } from './text.ts'

const QUOTES_SHOWN = 5

/** What they need, the strongest first, each with what it rests on. */
export function Needs({
  needs,
  onWithdraw,
}: {
  needs: readonly Need[]
  onWithdraw?: (need: Need, taggingId: string) => void
}) {
  const t = useText(texts)
  return (
    <Card title={t('needs')} extra={<Explain what={t('needs')}>{t('needs_help')}</Explain>}>
      {needs.length === 0 && <p className="kit-soft">{t('needs_none')}</p>}
      {needs.map((need) => (
        <section key={need.tagId}>
          <div className="kit-row">
            <strong>
              {need.group} · {need.tag}
            </strong>
            <span>{t(`level_${need.level}`)}</span>
          </div>
          <Progress
            percent={Math.round(need.display)}
            showInfo={false}
            size="small"
            aria-label={`${need.tag}: ${t(`level_${need.level}`)}`}
          />
          <div className="kit-soft">
            {t.rich('need_evidence', {
              count: need.evidenceCount,
              sources: need.distinctSources,
              last: <When at={need.lastAt} />,
            })}
          </div>
          <ul>
            {need.evidence.slice(0, QUOTES_SHOWN).map((piece) => (
              <Evidence
                key={piece.id}
                piece={piece}
                {...(onWithdraw ? { onWithdraw: () => onWithdraw(need, piece.id) } : {})}
              />
            ))}
          </ul>
        </section>
      ))}
    </Card>
  )
}

function Evidence({ piece, onWithdraw }: { piece: Tagging; onWithdraw?: () => void }) {
  const t = useText(texts)
  const says = [t(`source_${piece.source}`), ...(piece.by === null ? [] : [piece.by])].join(' ')
  return (
    <li>
      {piece.quote !== null && <q>{piece.quote}</q>}{' '}
      <span className="kit-soft">
        {says} <When at={piece.at} /> {piece.sign === -1 && t('tag_sign_against')}
      </span>
      {onWithdraw && (
        <Button type="link" size="small" onClick={onWithdraw}>
          {t('need_withdraw')}
        </Button>
      )}
    </li>
  )
}
