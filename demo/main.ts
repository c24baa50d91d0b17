import {
  addMs,
  createLog,
  dataPaths,
  readConfig,
  seededChance,
  systemChance,
  systemClock,
} from '../server/kernel/index.ts'
import { carryChats } from './archive.ts'
import { makeArticles } from './articles.ts'
import { makeBroadcasts } from './broadcasts.ts'
import { makeCases } from './cases.ts'
import { contactsOf, makeCodes } from './codes.ts'
import { keepDaylight } from './daylight.ts'
import { type Door, doorOf } from './door.ts'
import { makeForms } from './forms.ts'
import { makeGoods } from './goods.ts'
import { makeGroupPlans } from './group-plans.ts'
import { makeGroups } from './groups.ts'
import { grow } from './grow.ts'
import { makeHooks } from './hooks.ts'
import { hireLeaver, leave } from './leaver.ts'
import { makeLibrary } from './library.ts'
import { liveOn } from './live.ts'
import { moveIn, remember, remembered, signIn } from './move-in.ts'
import { makeReferrals } from './referrals.ts'
import { makeRewards } from './rewards.ts'
import { connect, type Street, streetOf } from './sandbox.ts'
import { makeSegments } from './segments.ts'
import { sidebarOf } from './sidebar-door.ts'
import { simulateYear, type World } from './simulate.ts'
import { connectSms } from './sms.ts'
import { makeSops } from './sops.ts'
import { streetLife } from './street-life.ts'

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
  const street = streetOf(config.wecomBaseUrl)
  const owner = doorOf(url, { cookie: await signIn(url, known) })
  const connectHere = () => connect(owner, street, url)
  if (known.isGrown) await connectHere()
  else {
    await grow(door, world, {
      befriend: () => befriend({ owner, door, street, world, now: clock.now(), connectHere }),
      signal: stopping.signal,
      progress: (share) => process.send?.({ progress: share }),
    })
    if (stopping.signal.aborted) return
    await keepDaylight(owner, clock.now())
    await makeSegments(door)
    await makeSops(door)
    await makeGroupPlans(door)
    await makeLibrary(door)
    await makeGoods(owner)
    await makeCases(owner)
    await makeRewards(owner)
    await makeHooks(owner)
    const corp = (await connectHere()).split('/').at(-1) ?? ''
    await leave({
      ...{ owner, street, now: clock.now() },
      sidebarOf: (userid) => sidebarOf(url, corp, userid),
    })
    remember(run, { ...known, isGrown: true })
  }
  await connectSms(owner, street, new URL(config.wecomBaseUrl).host)
  process.send?.({ progress: 1 })
  log.info({ people: world.people.length, orders: world.orders.length }, 'the year is in')
  const life = { clock, chance: systemChance, people: world.people, signal: stopping.signal }
  await Promise.all([
    liveOn({ ...life, door }),
    // It may take a minute, and is no reason to let anybody wait or to end the demo.
    makeBroadcasts({ owner, street, now: clock.now(), signal: stopping.signal }).catch(
      (error: unknown) => log.warn({ error: String(error) }, 'no broadcast was made'),
    ),
    makeForms({
      ...{ owner, people: world.people, now: clock.now() },
      signal: stopping.signal,
    }).catch((error: unknown) => log.warn({ error: String(error) }, 'no form was answered')),
    makeArticles({ owner, clock, signal: stopping.signal }).catch((error: unknown) =>
      log.warn({ error: String(error) }, 'no article was read'),
    ),
    makeReferrals({ owner, street, signal: stopping.signal }).catch((error: unknown) =>
      log.warn({ error: String(error) }, 'nobody was invited'),
    ),
    streetLife({ ...life, street, log }),
    carryChats({ url: config.wecomBaseUrl, door, log, signal: stopping.signal }),
  ])
}

/** The brand's people become contacts of the associates; a start that was cut short does not make them twice. */
async function befriend(life: {
  owner: Door
  door: Door
  street: Street
  world: World
  now: Date
  connectHere: () => Promise<string>
}): Promise<void> {
  const { owner, door, street, world, now } = life
  const company = await life.connectHere()
  // The codes first: who came by one belongs to its source.
  await makeCodes(door, now)
  if ((await street.people()) === 0) {
    const contacts = await street.addContacts(contactsOf(world.people, now))
    await makeGroups(street, contacts)
    await hireLeaver(street, world, now)
  }
  await owner.post(`${company}/sync`)
}

await main()
process.disconnect?.()
