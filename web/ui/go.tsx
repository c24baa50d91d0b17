import { useRouter } from '@tanstack/react-router'
import type { MouseEvent, ReactNode } from 'react'

/** Goes to an address of the console without loading the page anew. */
export function useGo(): (to: string) => void {
  const router = useRouter()
  return (to) => router.history.push(to)
}

/** A link inside the console; opens in a new tab as links do. */
export function Go({
  to,
  children,
  className,
  label,
}: {
  to: string
  children: ReactNode
  className?: string
  label?: string
}) {
  const go = useGo()
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    go(to)
  }
  return (
    <a href={to} onClick={follow} className={className} aria-label={label}>
      {children}
    </a>
  )
}
