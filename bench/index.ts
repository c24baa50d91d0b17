import { print } from './table.ts'

/** Every bench with what it measures; its module exports `run(words)`. */
const benches: Record<string, { says: string; open: () => Promise<Bench> }> = {
  bgnbd: { says: 'BG/NBD fit of a million customers', open: () => import('./bgnbd.ts') },
  rfm: { says: 'RFM and cohorts of five million orders', open: () => import('./rfm.ts') },
  ingestion: {
    says: 'events a second over HTTP, SDK bodies, open loop [rates …]',
    open: () => import('./ingestion.ts'),
  },
  callbacks: {
    says: 'callbacks of WeCom a second, signed and encrypted, durable, open loop [rates …]',
    open: () => import('./callbacks.ts'),
  },
  memory: {
    says: 'memory of the whole house, idle after a fresh start',
    open: () => import('./memory.ts'),
  },
  customers: {
    says: 'list and search at a million people (five minutes to fill)',
    open: () => import('./customers.ts'),
  },
  segments: {
    says: 'segments of a million people kept up: everybody, after events, idle [millions of people, of events]',
    open: () => import('./segments.ts'),
  },
  reaction: {
    says: 'from an event to a member of a segment to the first step of an SOP [events a second]',
    open: () => import('./reaction.ts'),
  },
  journeys: {
    says: 'people entering a journey and taking steps, a hundred thousand at once [people]',
    open: () => import('./journeys.ts'),
  },
  due: {
    says: 'a hundred thousand people of a million due in the same second, and strangers who are welcomed meanwhile [people]',
    open: () => import('./due.ts'),
  },
  welcome: {
    says: 'a burst of new contacts, heard of and welcomed [contacts]',
    open: () => import('./welcome.ts'),
  },
  claims: {
    says: 'coupons claimed by two hundred at once, none given twice, none lost [bursts]',
    open: () => import('./claims.ts'),
  },
  poster: {
    says: 'personal posters drawn in a minute [posters]',
    open: () => import('./poster.ts'),
  },
  storage: { says: 'bytes per event in ClickHouse', open: () => import('./storage.ts') },
}
type Bench = { run: (words: string[]) => Promise<void> | void }

const [name = '', ...words] = process.argv.slice(2)
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined
if (bench) {
  await (await bench.open()).run(words)
} else {
  process.stdout.write('npm run bench -- NAME\n')
  print(Object.entries(benches).map(([known, { says }]) => [`  ${known}`, says]))
  process.exitCode = name === '' ? 0 : 1
}
