import { Button, Tag } from 'antd'
import { type Check, checkup } from '../../../contract/checkup.ts'
import { Card, useAnswer, useText, useWhen } from '../../ui/index.ts'
import { checkTexts } from './checkup-text.ts'

const TONES = { good: 'success', bad: 'error', unknown: 'warning', skipped: 'default' } as const

/** Each thing that must be set in WeCom, tried against WeCom itself; what fails says where to click. */
export function CheckupCard({ corpId }: { corpId: string }) {
  const t = useText(checkTexts)
  const when = useWhen()
  const load = useAnswer(`/api/corps/${corpId}/checkup`, checkup, {})
  const checks = load.data?.checks ?? []
  const wrong = checks.filter(({ outcome }) => outcome === 'bad').length
  const open = checks.filter(({ outcome }) => outcome === 'unknown').length
  return (
    <Card
      title={t('title')}
      extra={
        <Button onClick={load.reload} loading={load.isLoading}>
          {t('again')}
        </Button>
      }
    >
      <div className="kit-stack" aria-live="polite">
        {load.problem && <p className="kit-soft">{load.problem.message}</p>}
        {load.data && (
          <p>
            {wrong > 0
              ? t('some_wrong', { count: wrong })
              : open > 0
                ? t('some_open', { count: open })
                : t('all_good')}{' '}
            <span className="kit-soft">{t('tried_at', { at: when(load.data.at) })}</span>
          </p>
        )}
        <dl className="kit-checks">
          {checks.map((check) => (
            <div key={check.key}>
              <dt>
                <Tag color={TONES[check.outcome]}>{t(check.outcome)}</Tag>
                {t(`check_${check.key}`)}
              </dt>
              <dd>
                <Says check={check} />
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </Card>
  )
}

function Says({ check }: { check: Check }) {
  const t = useText(checkTexts)
  const { key, outcome, errcode, detail } = check
  if (outcome === 'skipped') return <span className="kit-soft">{t('after')}</span>
  if (outcome === 'good') {
    if (key === 'visible_range') return <>{t('seen_range', { count: Number(detail) })}</>
    return <span className="kit-soft">{t(`is_${key}`)}</span>
  }
  if (outcome === 'unknown' && key === 'fields') return <>{t('open_fields', { fields: detail })}</>
  if (outcome === 'unknown')
    return (
      <>{t(key === 'app' ? 'open_app' : key === 'unionid' ? 'open_unionid' : 'open_callback')}</>
    )
  return (
    <>
      {t(`fix_${key}`)}
      {key === 'address' && detail !== '' && <> {t('seen_address', { address: detail })}</>}
      {errcode !== null && (
        <span className="kit-soft"> {t('errcode', { errcode: String(errcode) })}</span>
      )}
    </>
  )
}
