import { segmentsOf, wholeText } from '../../../contract/sms-text.ts'
import { useFormat, useText } from '../../ui/index.ts'
import './sms.css'
import { texts } from './text.ts'

/** What is put in for each customer, or stands open still. */
const GAPS = /\{\{|\$\{|\{\d+\}/
const LI_A_YUAN = 1_000
const PRICE_DIGITS = 3

/** A short message as the phone shows it, with how long it is and what it costs. */
export function PhoneText({
  text,
  signName,
  isPromotion,
  liPerSegment,
}: {
  text: string
  signName: string
  isPromotion: boolean
  liPerSegment: number | null
}) {
  const t = useText(texts)
  const format = useFormat()
  if (text.trim() === '' || signName === '') return <p className="kit-soft">{t('preview_empty')}</p>
  const whole = wholeText(text, { signName, isPromotion })
  const segments = segmentsOf(whole)
  return (
    <figure className="sms-phone">
      <figcaption className="kit-soft">{t('preview')}</figcaption>
      <div className="sms-bubble">{whole}</div>
      <p className="kit-soft">
        {t('length', { characters: whole.length, segments })}
        {liPerSegment !== null && (
          <>
            {' · '}
            {t('cost', {
              cost: format.decimal((segments * liPerSegment) / LI_A_YUAN, PRICE_DIGITS),
            })}
          </>
        )}
      </p>
      {GAPS.test(text) && <p className="kit-soft">{t('varies')}</p>}
    </figure>
  )
}
