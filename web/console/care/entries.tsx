import { type CaseEntry, priorities, resolutionKinds } from '../../../contract/care.ts'
import { Timeline, useText } from '../../ui/index.ts'
import { texts } from './text.ts'
import { useKindWord } from './words.tsx'

/** Everything that was said and done in a case, the newest first. */
export function Entries({ entries }: { entries: readonly CaseEntry[] }) {
  const t = useText(texts)
  const word = useEntryWord()
  return (
    <>
      <h2>{t('happened')}</h2>
      <Timeline
        happenings={entries.map((entry) => ({
          id: entry.id,
          at: entry.at,
          kind: entry.kind,
          what: (
            <>
              {word(entry)}{' '}
              <span className="kit-soft">{t('entry_by', { who: entry.by ?? t('program') })}</span>
            </>
          ),
          detail: entry.text,
          ...(entry.kind === 'escalated' ? { tone: 'harm' as const } : {}),
        }))}
      />
    </>
  )
}

function useEntryWord(): (entry: CaseEntry) => string {
  const t = useText(texts)
  const kindWord = useKindWord()
  return ({ kind, detail }) => {
    const told = (name: string) => (typeof detail[name] === 'string' ? detail[name] : '')
    switch (kind) {
      case 'happened_again':
        return t('entry_happened_again', { event: told('event') })
      case 'reassigned':
        return t('entry_reassigned', { to: told('to') })
      case 'changed': {
        const priority = priorities.find((one) => one === detail.priority) ?? 'normal'
        return t('entry_changed', {
          kind: kindWord({ kind: told('kind'), kindName: told('kindName') }),
          priority: t(`priority_${priority}`),
        })
      }
      case 'escalated':
        return t(detail.clock === 'resolve' ? 'entry_escalated_resolve' : 'entry_escalated_answer')
      case 'solved': {
        const how = resolutionKinds.find((one) => one === detail.resolution) ?? 'other'
        return t('entry_solved', { resolution: t(`resolution_${how}`) })
      }
      case 'rated':
        return t('entry_rated', { count: Number(detail.satisfaction) })
      default:
        return t(`entry_${kind}`)
    }
  }
}
