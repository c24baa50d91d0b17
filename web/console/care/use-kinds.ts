import { storedCareSettings } from '../../../contract/care.ts'
import { useLoad } from '../../ui/index.ts'
import { useKindWord } from './words.tsx'

type Option = { value: string; label: string }

/** The brand's kinds to choose from: those for new cases, and all of them. */
export function useKinds(): { used: Option[]; all: Option[] } {
  const word = useKindWord()
  const load = useLoad('/api/service-case-settings', storedCareSettings)
  const kinds = load.data?.settings.kinds ?? []
  const options = kinds.map(({ key, name, isUsed }) => ({
    isUsed,
    value: key,
    label: word({ kind: key, kindName: name }),
  }))
  const plain = ({ value, label }: Option) => ({ value, label })
  return { used: options.filter(({ isUsed }) => isUsed).map(plain), all: options.map(plain) }
}
