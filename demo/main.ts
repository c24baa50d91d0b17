import {
  addMs,
  createLog,
  dataPaths,
  readConfig,
  seededChance,
  systemChance,
  systemClock,
} from '../server/kernel/index.ts'
import { doorOf } from './door.ts'
import { grow } from './grow.ts'
import { liveOn } from './live.ts'
import { moveIn, remember, remembered } from './move-in.ts'
import { simulateYear } from './simulate.ts'

const YEAR_MS = 365 * 86_400_000

/**
 * The demo brand: moves in once, brings a year of history through the import and the track API, and then goes on living.
 * The same seed makes the same year, so that a start that was cut short goes on where it was: what went in twice counts once.
 */
async function main(): Promise<void> {
  const config = readConfig()
  const url = config.apiUrl
  if (!url) throw new Error('LIUYUAN_URL is needed here')
  const log = createLog('liuyuan demo', config.logLevel)
  const { run } = dataPaths(config.dataDir)
  const clock = systemClock
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('disconnect', stop)

  const known = remembered(run) ?? (await moveIn(url, run, addMs(clock.now(), -YEAR_MS)))
  const door = doorOf(url, known)
  const world = simulateYear(seededChance(known.seed), known.bornAt, addMs(known.bornAt, YEAR_MS))
  process.send?.({ ready: true, url })
  if (!known.isGrown) {
    await grow(door, world, {
      signal: stopping.signal,
      progress: (share) => process.send?.({ progress: share }),
    })
    if (stopping.signal.aborted) return
    remember(run, { ...known, isGrown: true })
  }
  process.send?.({ progress: 1 })
  log.info({ people: world.people.length, orders: world.orders.length }, 'the year is in')
  await liveOn({ clock, chance: systemChance, door, people: world.people, signal: stopping.signal })
}

await main()
process.disconnect?.()
