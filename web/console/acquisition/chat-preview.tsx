import { Segmented } from 'antd'
import { useState } from 'react'
import type { Welcome } from '../../../contract/acquisition.ts'
import { Card, useText } from '../../ui/index.ts'
import { Face } from '../../ui/person-cell.tsx'
import { useMe } from '../session/me.ts'
import { texts } from './text.ts'
import './acquisition.css'

type Who = 'new' | 'returning'

/** The chat right after the scan, as the customer sees it: own words, else the general ones, else nothing. */
export function ChatPreview({
  words,
  general,
  associate,
  skipVerify = true,
}: {
  words: Welcome
  general: Welcome | undefined
  /** Who greets; the first of the code's associates. */
  associate: string | undefined
  skipVerify?: boolean
}) {
  const t = useText(texts)
  const [who, setWho] = useState<Who>('new')
  const brand = useMe().data?.workspace.name
  const name = associate ?? t('preview_associate')
  const own = wordsFor(who, words)
  const said = own || wordsFor(who, general)
  return (
    <Card
      title={t('preview')}
      extra={
        <Segmented<Who>
          size="small"
          value={who}
          onChange={setWho}
          options={[
            { value: 'new', label: t('preview_who_new') },
            { value: 'returning', label: t('preview_who_returning') },
          ]}
        />
      }
    >
      <div className="kit-stack">
        <div className="way-phone" aria-live="polite">
          <span className="way-phone-notice">
            {t(skipVerify ? 'preview_added' : 'preview_requested', { associate: name })}
          </span>
          {said !== '' && (
            <div className="way-phone-line">
              <Face name={name} />
              <div className="way-bubble">
                {filled(said, {
                  customer: t('preview_customer'),
                  associate: name,
                  brand: brand ?? t('preview_brand'),
                })}
              </div>
            </div>
          )}
        </div>
        {said === '' && <p className="kit-soft">{t('preview_nothing')}</p>}
        {own === '' && said !== '' && <p className="kit-soft">{t('preview_general')}</p>}
      </div>
    </Card>
  )
}

/** As the server chooses: who comes back without words of their own gets those for a new one. */
function wordsFor(who: Who, words: Welcome | undefined): string {
  if (!words) return ''
  return (who === 'returning' && words.welcomeReturning.trim()) || words.welcomeNew.trim()
}

function filled(words: string, values: Record<string, string>): string {
  return words.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => values[name] ?? whole)
}
