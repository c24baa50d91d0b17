import { Button, Steps } from 'antd'
import type { ReactNode } from 'react'
import { useAddress } from '../address.ts'
import { Go } from '../go.tsx'
import { useText } from '../language.ts'
import { texts } from '../text.ts'
import { PageHead } from './page-head.tsx'

export type WizardStep = {
  key: string
  title: string
  /** What this step gave, once done: 「3 列已对应」. Shown under its name. */
  result?: string
  content: ReactNode
  /** The deed that ends the step; without it the step goes on by itself. */
  next?: { label?: string; run: () => void; isReady: boolean; isBusy?: boolean }
  isDone: boolean
}

/**
 * Steps with their results visible. The step is in the address (`?step=`), what was entered is kept by the page's own
 * draft on the server, so that it can be left and continued. Without `?step=` the first step that is not done is shown.
 */
export function WizardPage({
  title,
  help,
  steps,
  leaveTo,
}: {
  title: string
  help?: ReactNode
  steps: readonly WizardStep[]
  /** Where 稍后继续 goes. */
  leaveTo: string
}) {
  const t = useText(texts)
  const { step, at, show } = useWizardStep(steps)
  return (
    <div className="kit-page">
      <PageHead title={title} help={help} deeds={<Go to={leaveTo}>{t('leave_later')}</Go>} />
      <Steps
        current={at}
        onChange={(next) => canShow(steps, next) && show(next)}
        items={steps.map((one, index) => ({
          title: one.title,
          content: one.result,
          status: index === at ? 'process' : one.isDone ? 'finish' : 'wait',
          disabled: !canShow(steps, index),
        }))}
      />
      <p className="kit-hidden" aria-live="polite">
        {t('step_of', { at: at + 1, total: steps.length })}
      </p>
      <section className="kit-card">{step?.content}</section>
      <footer className="kit-deeds">
        {at > 0 && <Button onClick={() => show(at - 1)}>{t('back')}</Button>}
        {step?.next && (
          <Button
            type="primary"
            disabled={!step.next.isReady}
            loading={step.next.isBusy ?? false}
            onClick={step.next.run}
          >
            {step.next.label ?? t('next')}
          </Button>
        )}
      </footer>
    </div>
  )
}

/** A step is open when all before it are done. */
function canShow(steps: readonly WizardStep[], at: number): boolean {
  return steps.slice(0, at).every((step) => step.isDone)
}

function useWizardStep(steps: readonly WizardStep[]) {
  const address = useAddress()
  const asked = steps.findIndex((step) => step.key === address.get('step'))
  const open = steps.findIndex((step) => !step.isDone)
  const last = open === -1 ? steps.length - 1 : open
  const at = asked >= 0 && canShow(steps, asked) ? asked : last
  return {
    at,
    step: steps[at],
    show: (next: number) => address.change({ step: steps[next]?.key }, { push: true }),
  }
}
