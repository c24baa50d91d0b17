import type { JourneyPlan } from '../../../contract/journey.ts'
import type { LaunchCheck } from '../../../contract/journey-view.ts'
import { PlainTable, useFormat, useText, useWhen } from '../../ui/index.ts'
import { texts as deliveryTexts } from '../deliveries/text.ts'
import { texts } from './text.ts'
import { useStepWord } from './words.ts'

/** What people would get first, by the way that they go: how many are reached, and why the rest are not. */
export function Reaches({ check, plan }: { check: LaunchCheck; plan: JourneyPlan }) {
  const t = useText(texts)
  const { reaches, audience, lookedAt } = check
  if (reaches.length === 0) return null
  const without = audience - reaches.reduce((sum, one) => sum + one.come, 0)
  return (
    <>
      {reaches.length > 1 && <p>{t('launch_forked', { count: reaches.length })}</p>}
      {reaches.map((reach) => (
        <Reach key={reach.stepId} reach={reach} plan={plan} isOnly={reaches.length === 1} />
      ))}
      {/* Estimates are rounded one by one, so that a few may be missing in their sum. */}
      {without > (lookedAt < audience ? reaches.length : 0) && (
        <p>{t('launch_unwritten', { count: without })}</p>
      )}
      {lookedAt < audience && (
        <p className="kit-soft">{t('launch_sampled', { count: lookedAt })}</p>
      )}
    </>
  )
}

function Reach({
  reach,
  plan,
  isOnly,
}: {
  reach: LaunchCheck['reaches'][number]
  plan: JourneyPlan
  isOnly: boolean
}) {
  const t = useText(texts)
  const word = useText(deliveryTexts)
  const step = useStepWord()
  const format = useFormat()
  const when = useWhen()
  const found = plan.steps.find(({ id }) => id === reach.stepId)
  const rows = [
    ...reach.later.map((one) => ({ ...one, when: t('launch_later', { when: when(one.from) }) })),
    ...reach.never.map((one) => ({ ...one, when: t('launch_never') })),
  ]
  const said = {
    step: found ? step(found).says : reach.stepId,
    come: reach.come,
    now: reach.now,
    senders: reach.senders,
  }
  const says = sentenceFor(reach, isOnly)
  return (
    <>
      <p>
        {t(says, said)} {rows.length === 0 && t('launch_all_reached')}
      </p>
      {rows.length > 0 && (
        <PlainTable
          label={t('launch_why')}
          table={{
            columns: [t('launch_why'), '', t('launch_people')],
            rows: rows.map(({ reason, people, when }) => [
              word(`reason_${reason}`),
              when,
              format.count(people),
            ]),
          }}
        />
      )}
    </>
  )
}

/** Which sentence tells of it: nobody now, perhaps fewer, everybody's first, or that of an arm. */
function sentenceFor({ isAtMost, now }: LaunchCheck['reaches'][number], isOnly: boolean) {
  if (isAtMost) return 'launch_reach_most'
  if (now === 0 && isOnly) return 'launch_reach_none'
  return isOnly ? 'launch_reach' : 'launch_reach_arm'
}
