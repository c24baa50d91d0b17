import { Popover } from 'antd'
import type { ReactNode } from 'react'
import { useText } from './language.ts'
import { texts } from './text.ts'

/** One click, in words: why is this so, what does this term mean. `what` names the thing for screen readers. */
export function Explain({
  what,
  children,
  label,
}: {
  what: string
  children: ReactNode
  /** Text of the button; a question mark without it. */
  label?: string
}) {
  const t = useText(texts)
  return (
    <Popover trigger="click" title={what} content={<div className="kit-explain">{children}</div>}>
      <button
        type="button"
        className={label === undefined ? 'kit-explain-mark' : 'kit-defined'}
        aria-label={label === undefined ? t('explain', { what }) : undefined}
      >
        {label ?? '?'}
      </button>
    </Popover>
  )
}
