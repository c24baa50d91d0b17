import type { RankReason } from '../../contract/sidebar.ts'
import { useText } from '../ui/language.ts'
import { useWords } from './place.tsx'
import { texts } from './text.ts'

/** Why a material stands where it stands, each as a mark of its own. */
export function Reasons({ reasons }: { reasons: readonly RankReason[] }) {
  const t = useText(texts)
  const words = useWords()
  const say = (reason: RankReason): string => {
    switch (reason.kind) {
      case 'need':
        return t('reason_need', { tag: reason.tag, display: reason.display })
      case 'averse':
        return t('reason_averse', { tag: reason.tag })
      case 'worked':
        return t('reason_worked', { sent: reason.sent, clicked: reason.clicked })
      case 'given':
        return t('reason_given', { when: words.when(reason.at) })
    }
  }
  if (reasons.length === 0) return null
  return (
    <p className="marks">
      {reasons.map((reason) => (
        <span
          key={say(reason)}
          className={`mark ${reason.kind === 'need' ? 'mark-yes' : reason.kind === 'averse' ? 'mark-wait' : ''}`}
        >
          {say(reason)}
        </span>
      ))}
    </p>
  )
}
