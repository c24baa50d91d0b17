import type { JourneyPlan } from '../../../contract/journey.ts'
import type { Journey } from '../../../contract/journey-view.ts'
import { type PlanDraft, usePlanDraft } from '../../ui/index.ts'

export type Draft = PlanDraft<JourneyPlan>

/** An SOP's draft on the screen. */
export function useDraft({ id, name, draft }: Journey): Draft {
  return usePlanDraft(
    { name, plan: draft.plan, draftNo: draft.no },
    { path: `/api/journeys/${id}/draft`, list: '/api/journeys', conflict: 'journey_changed' },
  )
}
