import type { Walking } from './take-step.ts'
import type { Group, Verdict } from './traveller.ts'

/** How it is written down that a step was done by an earlier version already. */
export const ALREADY = 'already'

/**
 * Lets a step have its effect on those only who have not had it by an earlier version. It asks about nobody but people who were
 * moved, until a loop leads them back: a lap says it anew on purpose.
 */
export async function onceAcross(
  { past }: Walking,
  group: Group,
  take: (group: Group) => Promise<Verdict[]>,
): Promise<Verdict[]> {
  const { version, step, arrivals } = group
  const ids = arrivals
    .filter(({ traveller }) => traveller.movedOccurrence === traveller.occurrence)
    .map(({ traveller }) => traveller.id)
  const done = ids.length > 0 ? await past.done(step, version.no, ids) : new Set<string>()
  if (done.size === 0) return take(group)
  const open = arrivals.filter(({ traveller }) => !done.has(traveller.id))
  const taken = open.length > 0 ? await take({ ...group, arrivals: open }) : []
  const verdicts = new Map(open.map(({ traveller }, i) => [traveller.id, taken[i]]))
  return arrivals.map(({ traveller, dueAt }) => {
    const passage = { outcome: 'skipped', detail: ALREADY }
    return verdicts.get(traveller.id) ?? { kind: 'go', to: version.flow.next(step), dueAt, passage }
  })
}
