import { Alert, Button, Skeleton } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { ApiProblem } from './api.ts'
import { Go } from './go.tsx'
import { useText } from './language.ts'
import { type Load, problemTitle } from './load.ts'
import { texts } from './text.ts'
import { When } from './when.tsx'

const PATIENCE_MS = 300

export type Shape = 'overview' | 'list' | 'detail' | 'report' | 'form'

/** The shape of a page while it loads. Nothing shows before 300 ms, so a quick answer does not flicker. */
export function PageSkeleton({ shape }: { shape: Shape }) {
  const t = useText(texts)
  const [isLate, setIsLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])
  if (!isLate) return <div className="kit-skeleton" aria-busy="true" />
  return (
    <div className="kit-skeleton" role="status" aria-busy="true" aria-label={t('loading')}>
      {SHAPES[shape]}
    </div>
  )
}

const bar = (width: string) => <span className="kit-bar" style={{ width }} />
const lines = (rows: number) => <Skeleton active title={false} paragraph={{ rows }} />
const card = (rows: number) => <div className="kit-card">{lines(rows)}</div>

const SHAPES: Record<Shape, ReactNode> = {
  overview: (
    <>
      {bar('52%')}
      <div className="kit-figures">
        {[1, 2, 3, 4, 5].map((at) => (
          <div key={at} className="kit-figure">
            {lines(2)}
          </div>
        ))}
      </div>
      <div className="kit-two">
        {card(8)}
        {card(5)}
      </div>
    </>
  ),
  list: (
    <>
      {bar('30%')}
      {bar('64%')}
      {card(14)}
    </>
  ),
  detail: (
    <>
      <Skeleton active avatar={{ size: 56 }} title={false} paragraph={{ rows: 2 }} />
      <div className="kit-two">
        {card(9)}
        {card(6)}
      </div>
    </>
  ),
  report: (
    <>
      {bar('40%')}
      {bar('70%')}
      {card(9)}
      {card(6)}
    </>
  ),
  form: card(8),
}

export type EmptyProps = {
  /** What this place is for. */
  what: string
  /** Why nothing is here. */
  why: string
  action?: ReactNode
  /** How it will look: a few lines or a small table, marked as a sample. */
  sample?: ReactNode
}

/** Nothing here yet: what it is for, why it is empty, one action, a sample. */
export function Empty({ what, why, action, sample }: EmptyProps) {
  const t = useText(texts)
  return (
    <section className="kit-state">
      <h2>{what}</h2>
      <p className="kit-soft">{why}</p>
      {action}
      {sample !== undefined && (
        <figure className="kit-sample">
          <figcaption>{t('sample')}</figcaption>
          {sample}
        </figure>
      )}
    </section>
  )
}

/** What happened, what to do, the request id, and a retry. A refusal for want of permission becomes `Forbidden`. */
export function Failed({
  problem,
  retry,
  isPage = false,
}: {
  problem: Error
  retry?: () => void
  /** It stands for the whole page, so its heading is the page's. */
  isPage?: boolean
}) {
  const t = useText(texts)
  if (problem instanceof ApiProblem && problem.status === 403) {
    return <Forbidden reason={problem.title} isPage={isPage} />
  }
  const id = problem instanceof ApiProblem ? problem.requestId : ''
  const Heading = isPage ? 'h1' : 'h2'
  return (
    <section className="kit-state" role="alert">
      <Heading>{t('failed_title')}</Heading>
      <p>{problemTitle(problem, t('no_answer'), t('unexpected'))}</p>
      <p className="kit-soft">{t('failed_todo')}</p>
      {id !== '' && <p className="kit-soft kit-code">{t('request_id_label', { id })}</p>}
      {retry && <Button onClick={retry}>{t('retry')}</Button>}
    </section>
  )
}

/** Not for this person; says who can grant it. */
export function Forbidden({ reason, isPage = false }: { reason?: string; isPage?: boolean }) {
  const t = useText(texts)
  const Heading = isPage ? 'h1' : 'h2'
  return (
    <section className="kit-state">
      <Heading>{t('forbidden_title')}</Heading>
      {reason !== undefined && reason !== '' && <p>{reason}</p>}
      <p className="kit-soft">{t('forbidden_todo')}</p>
    </section>
  )
}

/** The numbers are a little behind; nothing that people receive is. Nothing is shown while `asOf` is null. */
export function Partial({ asOf }: { asOf: string | null }) {
  const t = useText(texts)
  if (asOf === null) return null
  return <Alert type="warning" showIcon title={t.rich('partial', { time: <When at={asOf} /> })} />
}

/** Shows a loaded thing, or the state it is in. Used once per page, around everything. */
export function Loaded<T>({
  load,
  shape,
  children,
}: {
  load: Load<T>
  shape: Shape
  children: (data: T) => ReactNode
}) {
  const t = useText(texts)
  if (load.data !== undefined) return children(load.data)
  if (load.problem) return <Failed problem={load.problem} retry={load.reload} isPage />
  return (
    <>
      <h1 className="kit-hidden">{t('loading')}</h1>
      <PageSkeleton shape={shape} />
    </>
  )
}

/** A link that looks like the main button, for `Empty`. */
export function GoButton({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Go to={to} className="kit-go-button">
      {children}
    </Go>
  )
}
