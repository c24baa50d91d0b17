import { journey } from '../../../contract/journey-view.ts'
import { useLoad, useMay } from '../../ui/index.ts'

/** What an SOP is called; undefined without an id, while it loads, and for who may not read SOPs. */
export function useJourneyName(id: string | null): string | undefined {
  const mayRead = useMay('journeys.read')
  return useLoad(`/api/journeys/${id}`, journey, { enabled: mayRead && id !== null }).data?.name
}
