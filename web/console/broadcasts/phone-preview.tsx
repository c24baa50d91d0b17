import type { StepContent } from '../../../contract/journey.ts'
import { useText } from '../../ui/index.ts'
import { Face } from '../../ui/person-cell.tsx'
import './broadcasts.css'
import { texts } from './text.ts'

/** What is put in for each customer, with what stands there when nothing is known. */
const VARIABLE = /\{\{\s*customer\.(\w+)(?:\s*\|\s*default:\s*"([^"]*)")?[^}]*\}\}/g

/** The chat on a customer's phone, as the message is written so far. */
export function PhonePreview({ content }: { content: StepContent }) {
  const t = useText(texts)
  const text = content.text.replace(VARIABLE, (_whole, key: string, other?: string) =>
    other ? other : `〔${key}〕`,
  )
  const isEmpty = text.trim() === '' && !content.link
  return (
    <aside aria-label={t('phone')}>
      <p className="kit-soft">{t('phone')}</p>
      <div className="bcs-phone" aria-live="polite">
        {isEmpty && <p className="kit-soft">{t('phone_empty')}</p>}
        {text.trim() !== '' && (
          <div className="bcs-line">
            <Face name={t('phone_from')} />
            <div className="bcs-bubble">{text}</div>
          </div>
        )}
        {content.link && (
          <div className="bcs-line">
            <Face name={t('phone_from')} />
            <div className="bcs-bubble bcs-card">
              <strong>{content.link.title}</strong>
              <span className="kit-soft">{content.link.url}</span>
            </div>
          </div>
        )}
      </div>
    </aside>
  )
}
