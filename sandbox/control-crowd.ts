import { z } from 'zod'
import { type Controls, call, look } from './control.ts'
import { crowdBuys, crowdTruth, reachedIn } from './crowd.ts'
import { habits } from './habits.ts'

const PEOPLE_MAX = 200_000

const asked = z.object({
  seed: z.number().int().default(1),
  truth: crowdTruth,
  /** Whoever is not named with an instant counts from here. */
  from: z.coerce.date(),
  /** Messages of these tasks count as having reached somebody; none named: every mass message since `from`. */
  msgids: z.array(z.string()).optional(),
})

/** The crowd over HTTP: the contacts with a member number buy, by the truth that was asked for and by who was reached. */
export const crowdControls: Controls = {
  'GET /sandbox/habits': look(({ crowd }) => ({ habits: crowd.habits() })),
  'POST /sandbox/habits': call(habits.nullable(), ({ crowd }, wanted) => {
    crowd.live(wanted)
    return { habits: crowd.habits() }
  }),
  'POST /sandbox/crowd': call(asked, ({ world, effects }, { seed, truth, from, msgids }) => {
    const reached = reachedIn(effects.read(), { since: from, msgids: msgids ?? null })
    const people = [...world.corp.persons.values()].filter(({ memberNo }) => memberNo !== '')
    const members = people.slice(0, PEOPLE_MAX).map(({ memberNo, externalUserId }) => {
      const at = reached.get(externalUserId)
      return { id: memberNo, isReached: at !== undefined, from: at ?? from }
    })
    return {
      people: members.length,
      reached: reached.size,
      purchases: crowdBuys(seed, truth, members),
    }
  }),
}
