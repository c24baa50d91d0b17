import { SANDBOX_CORP, SANDBOX_SECRET } from '../sandbox/index.ts'
import { appliersOf } from '../server/app/appliers.ts'
import { compose } from '../server/app/compose.ts'
import { decoders } from '../server/app/decoders.ts'
import { predictionsOf } from '../server/app/predictions.ts'
import { reactionsOf } from '../server/app/reactions.ts'
import { serve } from '../server/app/serve.ts'
import { startChannel } from '../server/channel/index.ts'
import { createResolve } from '../server/customer/index.ts'
import { startRiver } from '../server/event/index.ts'
import { neighbours, startJourneys } from '../server/journey/index.ts'
import { readConfig } from '../server/kernel/index.ts'
import { createWecom, tokensInMemory } from '../wecom/index.ts'
import { fastClock, fastTimeoutMs } from './kill-loop-clock.ts'

// One process of an installation, which the test kills: the API, or the river, the journeys and the mouth. Its clock may
// run faster than the machine's, so that leases and proofs of absence take seconds; the time-out of a call shrinks with it.
const [, , born = '', times = '1'] = process.argv
const speed = Number(times)
const composed = await compose(readConfig())
const deps = { ...composed, clock: fastClock(new Date(born), speed) }
if (deps.config.role === 'api') {
  const { url } = await serve(deps)
  process.send?.({ ready: true, url })
} else {
  const remote = createWecom({
    baseUrl: deps.wecomUrl,
    corpId: SANDBOX_CORP,
    secret: SANDBOX_SECRET,
    tokens: tokensInMemory(),
    clock: deps.clock,
    timeoutMs: fastTimeoutMs(speed),
  })
  const rules = { resolve: createResolve(deps), appliers: appliersOf({ urlOf: () => null }) }
  startRiver({ ...deps, decode: decoders, rules, reactions: reactionsOf(deps) })
  startJourneys({
    ...deps,
    neighbours: neighbours({ ...deps, predictionsOf: predictionsOf(deps) }),
  })
  const links = { urlOf: () => null }
  startChannel({
    ...deps,
    links,
    internalHosts: [],
    isFenced: async () => false,
    officialOf: async () => null,
    staffWayOf: async () => null,
    remoteOf: async () => remote,
  })
  process.send?.({ ready: true })
}
// Whoever started it is gone.
process.on('disconnect', () => process.exit(0))
