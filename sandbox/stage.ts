import { createPosting, type Posting } from './callbacks.ts'
import { type Changes, createChanges } from './changes.ts'
import { createDeeds, type Deeds } from './deeds.ts'
import { type OfficialDeeds, officialDeeds } from './deeds-official.ts'
import { type EffectLog, openEffectLog } from './effects.ts'
import { fineWeather, type Weather } from './faults.ts'
import { type Crowd, createCrowd } from './habits.ts'
import { type Fraction, type SandboxClock, seeded } from './machine.ts'
import { openMemory } from './memory.ts'
import { sealedOfficial } from './official-post.ts'
import { createPayOffice, type PayOffice } from './pay-office.ts'
import { SANDBOX_CORP, SANDBOX_SECRET, seededCorp } from './people.ts'
import { createSmsOffice, type SmsOffice } from './sms-office.ts'
import type { World } from './world.ts'

/** A corp with its people, its log and its weather. */
export type Stage = {
  world: World
  effects: EffectLog
  posting: Posting
  deeds: Deeds
  /** What people do with the official account, and how it is told. */
  official: OfficialDeeds
  officialPosting: Posting
  weather: Weather
  luck: Fraction
  changes: Changes
  /** Customers who answer by themselves, if they are asked to. */
  crowd: Crowd
  /** Does what has become due with time: transfers, chats for a while. */
  passTime(): void
  /** Keeps the world where it outlives the process. */
  remember(): void
  close(): void
}

type StageOptions = { seed: number; clock: SandboxClock; dir: string | null }

/** The corp that is there from the beginning, and those that are founded later: apart from one another but for the clock. */
export type Stages = {
  all(): readonly Stage[]
  /** @param corpId null: the first. */
  of(corpId: string | null): Stage | null
  found(corp: { corpId: string; secret: string }): Stage
  /** The networks for short messages, which know no corps. */
  sms: SmsOffice
  /** WeChat Pay, which knows merchants. */
  pay: PayOffice
}

export function createStages(options: StageOptions): Stages {
  const first = createStage(options, { corpId: SANDBOX_CORP, secret: SANDBOX_SECRET })
  const stages = new Map([[SANDBOX_CORP, first]])
  return {
    sms: createSmsOffice(options.clock),
    pay: createPayOffice(),
    all: () => [...stages.values()],
    of: (corpId) => stages.get(corpId ?? SANDBOX_CORP) ?? null,
    found(corp) {
      const known = stages.get(corp.corpId)
      if (known) return known
      const stage = createStage({ ...options, dir: null, seed: options.seed + stages.size }, corp)
      stages.set(corp.corpId, stage)
      return stage
    },
  }
}

function createStage(
  { seed, clock, dir }: StageOptions,
  { corpId, secret }: { corpId: string; secret: string },
): Stage {
  const memory = openMemory(dir)
  const corp = seededCorp(corpId, secret)
  let count = memory.recall(corp)
  // Taken up again, chance goes on elsewhere than where it began: no id comes twice.
  const world: World = { clock, chance: seeded(seed + count), corp, next: () => ++count }
  const changes = createChanges()
  const log = openEffectLog(dir)
  const effects: EffectLog = {
    ...log,
    write(at, effect) {
      const written = log.write(at, effect)
      crowd.hear(written)
      changes.happened()
      return written
    },
  }
  const weather = fineWeather()
  const luck = seeded(seed ^ 0x5bd1e995)
  let remembered = changes.version()
  const posting = createPosting(world, weather, luck)
  const deeds = createDeeds(world, effects, posting)
  const officialPosting = createPosting(world, weather, luck, sealedOfficial)
  const official = officialDeeds({ world, effects, posting: officialPosting })
  const crowd = createCrowd(corp, deeds)
  return {
    world,
    effects,
    posting,
    weather,
    luck,
    changes,
    deeds,
    official,
    officialPosting,
    crowd,
    passTime() {
      deeds.passTime()
      crowd.passTime()
    },
    remember() {
      if (remembered === changes.version()) return
      remembered = changes.version()
      memory.keep(corp, count)
    },
    close() {
      memory.keep(corp, count)
      posting.stop()
      officialPosting.stop()
    },
  }
}
