import { createWecom, tokensInMemory } from '../wecom/index.ts'
import {
  SANDBOX_ARCHIVE_SECRET,
  SANDBOX_CONTACTS_SECRET,
  SANDBOX_CORP,
  SANDBOX_SECRET,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from './index.ts'

const NOW = new Date('2026-11-11T09:00:00+08:00')
let stops: (() => Promise<void>)[] = []

/** A sandbox at nine in the morning, with the product's client and those of the other two secrets. */
export async function opened(options: SandboxOptions = {}) {
  const sandbox = await startSandbox({ seed: 1, now: NOW, ...options })
  stops.push(() => sandbox.stop())
  // What is told arrives in the order in which it happened, so that tests may speak of it.
  sandbox.weather.callbacksAtOnce = 1
  return {
    sandbox,
    wecom: clientOf(sandbox, SANDBOX_SECRET),
    contacts: clientOf(sandbox, SANDBOX_CONTACTS_SECRET),
    archive: clientOf(sandbox, SANDBOX_ARCHIVE_SECRET),
  }
}

/** Ends what was opened; for `afterEach`. */
export async function startedOver(): Promise<void> {
  for (const stop of stops.reverse()) await stop()
  stops = []
}

function clientOf(sandbox: Sandbox, secret: string) {
  return createWecom({
    baseUrl: sandbox.url,
    corpId: SANDBOX_CORP,
    secret,
    tokens: tokensInMemory(),
    clock: sandbox.world.clock,
  })
}
