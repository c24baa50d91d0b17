import { z } from 'zod'
import * as contract from '../../contract/journey-trials.ts'
import { wilson } from '../../science/difference.ts'
import { type Winner, winnerOf } from '../../science/winner.ts'
import { type App, Problem } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { namesOfStaff } from '../staff/index.ts'
import type { Scope } from './neighbours.ts'
import { asking, idIn, type JourneyRouteDeps } from './route-deps.ts'
import {
  choicesOf,
  choose,
  countTrial,
  giveBack,
  type Judged,
  judgedSplits,
  type TrialArm,
  trialOf,
} from './trial-store.ts'
import { type Version, versionsOf } from './version.ts'

const byVersion = z.object({ id: z.string(), no: z.coerce.number().int() })
const done = z.object({ ok: z.literal(true) })

/** Splits whose arms are judged: how they stand, and choosing by hand. */
export function trialRoutes(app: App, deps: JourneyRouteDeps): void {
  app.get(
    '/api/journeys/:id/versions/:no/trials',
    {
      config: { permission: 'journeys.read' },
      schema: { params: byVersion, response: { 200: contract.trials } },
    },
    async (request) => {
      const { tenant, scope, within } = asking(deps, request)
      const { id, no } = request.params
      return within(async (tx) => {
        const version = await wanted(tx, tenant.id, { id, no })
        const items: contract.Trial[] = []
        for (const split of judgedSplits(version.plan))
          items.push(await shown(tx, scope, version, split))
        return { items }
      })
    },
  )
  app.put(
    '/api/journeys/:id/versions/:no/trials/:step',
    {
      config: { permission: 'journeys.write' },
      schema: {
        params: byVersion.extend({ step: z.string() }),
        body: contract.trialChoice,
        response: { 200: done },
      },
    },
    async (request) => {
      const { tenant, scope, by, real, within, audited } = asking(deps, request)
      const { id, no, step } = request.params
      const { body } = request
      await within(async (tx) => {
        const version = await wanted(tx, tenant.id, { id, no })
        const split = judgedSplits(version.plan).find((one) => one.id === step)
        if (!split) throw new Problem('not_found')
        const key = { journeyId: version.journeyId, version: no, step }
        const arms = split.arms.map((arm) => arm.id)
        if ('byRule' in body) await giveBack(tx, scope, key)
        else {
          const { arm, reason } = body
          if (arm !== null && !arms.includes(arm)) throw new Problem('not_found')
          const evidence = await countTrial(tx, scope, key, arms)
          const chosen = { arm, reason, by, at: real, isByHand: true, evidence }
          await choose(tx, tenant.id, key, chosen)
        }
        await audited(tx, 'journey.arm_chosen', id, { version: no, step, ...body })
      })
      return { ok: true as const }
    },
  )
}

async function wanted(
  tx: Tx,
  workspaceId: string,
  { id, no }: { id: string; no: number },
): Promise<Version> {
  const found = (await versionsOf(tx, workspaceId, idIn('journey', id), [no])).get(no)
  if (!found) throw new Problem('not_found')
  return found
}

async function shown(
  tx: Tx,
  scope: Scope,
  { journeyId, no }: Version,
  { id: step, name, judge, arms }: Judged,
): Promise<contract.Trial> {
  const key = { journeyId, version: no, step }
  const standing = await trialOf(tx, scope.tenant.id, key)
  const ids = arms.map(({ id }) => id)
  const counts = await countTrial(tx, scope, key, ids)
  const choices = await choicesOf(tx, scope.tenant.id, key)
  const staff = await namesOfStaff(
    tx,
    scope.tenant.id,
    choices.map(({ by }) => by),
  )
  return {
    stepId: step,
    stepName: name,
    judge,
    winner: standing?.winner ?? null,
    isByHand: standing?.isByHand ?? false,
    arms: counts.map((count, i) => ({
      ...count,
      name: arms[i]?.name ?? '',
      share: shareOf(count),
    })),
    verdict: verdictOf(winnerOf(counts, { least: judge.people })),
    choices: choices.map(({ arm, at, by, reason }) => ({
      arm,
      at: at.toISOString(),
      by: staff.get(by ?? '') ?? null,
      isByRule: by === null,
      reason,
    })),
  }
}

function shareOf({ people, reacted }: TrialArm) {
  if (people === 0) return null
  return { value: reacted / people, ...wilson({ n: people, count: reacted }) }
}

function verdictOf(said: Winner): contract.Trial['verdict'] {
  if (said.says === 'too_few')
    return { says: said.says, arm: null, lacking: said.lacking, against: [] }
  if (said.says === 'too_rare') return { says: said.says, arm: null, lacking: 0, against: [] }
  return { ...said, lacking: 0 }
}
