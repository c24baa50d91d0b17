import { Button, Tag } from 'antd'
import { officialCheckup } from '../../../contract/official.ts'
import { Card, useAnswer, useText, useWhen } from '../../ui/index.ts'
import { checkTexts } from './checkup-text.ts'

const TONES = { good: 'success', bad: 'error', unknown: 'warning', skipped: 'default' } as const

/** Each thing that must be set at WeChat, tried against WeChat itself; what fails says where to click. */
export function CheckupCard({ accountId }: { accountId: string }) {
  const t = useText(checkTexts)
  const when = useWhen()
  const load = useAnswer(`/api/official-accounts/${accountId}/checkup`, officialCheckup, {})
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
          {checks.map(({ key, outcome, errcode, detail }) => (
            <div key={key}>
              <dt>
                <Tag color={TONES[outcome]}>{t(outcome)}</Tag>
                {t(`check_${key}`)}
              </dt>
              <dd>
                {outcome === 'skipped' ? (
                  <span className="kit-soft">{t('after')}</span>
                ) : (
                  t(`${outcome}_${key}`, { detail })
                )}
                {key === 'address' && detail !== '' && (
                  <> {t('seen_address', { address: detail })}</>
                )}
                {errcode !== null && (
                  <span className="kit-soft"> {t('errcode', { errcode: String(errcode) })}</span>
                )}
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </Card>
  )
}
