import { Avatar } from 'antd'
import type { ReactNode } from 'react'
import { Go } from './go.tsx'
import { useText } from './language.ts'
import { texts } from './text.ts'

/** The sign in a face without a picture: the given name's last hanzi, or the first letter. */
function sign(name: string): string {
  const letters = [...name.trim()]
  const last = letters.at(-1) ?? '·'
  return /\p{Script=Han}/u.test(last) ? last : (letters[0] ?? '·').toUpperCase()
}

export function Face({ name, src, size = 36 }: { name: string; src?: string; size?: number }) {
  return (
    <Avatar size={size} src={src} className="kit-face" aria-hidden="true">
      {sign(name)}
    </Avatar>
  )
}

/** A person in a list: face, name, and the last thing that happened. */
export function PersonCell({
  name,
  src,
  last,
  to,
}: {
  name: string | null
  src?: string
  last?: ReactNode
  to?: string
}) {
  const t = useText(texts)
  const said = name ?? t('unnamed')
  return (
    <div className="kit-person">
      <Face name={said} {...(src === undefined ? {} : { src })} />
      <div className="kit-person-text">
        <div className="kit-person-name">{to === undefined ? said : <Go to={to}>{said}</Go>}</div>
        {last !== undefined && <div className="kit-soft kit-one-line">{last}</div>}
      </div>
    </div>
  )
}
