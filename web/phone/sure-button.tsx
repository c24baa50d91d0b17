import { useState } from 'react'
import { useText } from '../ui/language.ts'
import { texts } from './text.ts'

/** A button for what cannot be undone: it asks once more before it does it. */
export function SureButton({
  label,
  sure,
  yes,
  onYes,
}: {
  label: string
  sure: string
  yes: string
  onYes: () => void
}) {
  const t = useText(texts)
  const [isAsking, setAsking] = useState(false)
  if (!isAsking) {
    return (
      <button type="button" className="button" onClick={() => setAsking(true)}>
        {label}
      </button>
    )
  }
  return (
    <span className="asking-inline" role="alert">
      {sure}
      <button type="button" className="button" onClick={() => setAsking(false)}>
        {t('delete_no')}
      </button>
      <button
        type="button"
        className="button button-harm"
        onClick={() => {
          setAsking(false)
          onYes()
        }}
      >
        {yes}
      </button>
    </span>
  )
}
