import { type FormEvent, useState } from 'react'
import { useText } from '../ui/language.ts'
import { texts } from './text.ts'

/** Where one writes. @param onSend answers whether it went out. */
export function Composer({ onSend }: { onSend: (text: string) => Promise<boolean> }) {
  const t = useText(texts)
  const [text, setText] = useState('')
  const [isRefused, setRefused] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const words = text.trim()
    if (words === '') return
    const isSent = await onSend(words)
    setRefused(!isSent)
    if (isSent) setText('')
  }
  return (
    <form className="composer" onSubmit={(event) => void submit(event)}>
      {isRefused && (
        <p className="composer-refused" role="alert">
          {t('not_sent')}
        </p>
      )}
      <input
        className="field"
        aria-label={t('type_here')}
        placeholder={t('type_here')}
        value={text}
        maxLength={1_000}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="button button-main" disabled={text.trim() === ''}>
        {t('send')}
      </button>
    </form>
  )
}
