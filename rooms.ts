/** The plan of the house: every room of `server/`, its floor, its one sentence, whom it uses. Judged by `test/rooms.test.ts`. */
export type Room = { floor: number; says: string; uses: string[] }

export const rooms = {
  app: {
    floor: 10,
    says: 'wires every room: http, worker, keeper, appliers, reactions',
    uses: [
      'acquisition',
      'care',
      'channel',
      'clickhouse',
      'commerce',
      'corp',
      'customer',
      'event',
      'experiment',
      'group',
      'ingestion',
      'insight',
      'journey',
      'kernel',
      'playbook',
      'postgres',
      'queue',
      'segment',
      'staff',
      'webhook',
    ],
  },
  playbook: {
    floor: 9,
    says: 'should this brand do private domain at all, and by which of six playbooks',
    uses: ['clickhouse', 'insight', 'kernel', 'postgres'],
  },
  journey: {
    floor: 8,
    says: 'SOPs: who enters, which step is due, what it does, why; a whole batch at a time',
    uses: [
      'channel',
      'clickhouse',
      'customer',
      'event',
      'experiment',
      'kernel',
      'postgres',
      'segment',
      'staff',
    ],
  },
  insight: {
    floor: 8,
    says: 'what people are worth, when they come again, how the brand is doing, what worked',
    uses: ['clickhouse', 'customer', 'event', 'experiment', 'kernel', 'postgres', 'queue'],
  },
  acquisition: {
    floor: 7,
    says: 'where people come from and what that costs: sources, codes, the welcome',
    uses: ['corp', 'customer', 'event', 'kernel', 'postgres'],
  },
  care: {
    floor: 7,
    says: 'who asked for help: service cases with an owner and clocks; while one is open nothing is promoted',
    uses: ['channel', 'corp', 'customer', 'event', 'kernel', 'postgres', 'staff'],
  },
  experiment: {
    floor: 6,
    says: 'who gets it and who is left out to compare: division by hash, exposure, planned looks',
    uses: ['event', 'kernel', 'postgres'],
  },
  channel: {
    floor: 6,
    says: 'the only mouth: policy, consent, the effect ledger, senders, letters, staff tasks, brakes',
    uses: ['corp', 'customer', 'event', 'kernel', 'postgres', 'staff'],
  },
  ingestion: {
    floor: 6,
    says: 'the only ear: track API, callbacks of WeCom and what they point at, imports; keeps tags one with WeCom',
    uses: ['commerce', 'corp', 'customer', 'event', 'group', 'kernel', 'postgres', 'queue'],
  },
  webhook: {
    floor: 6,
    says: 'the brand’s own systems are told what happens: signed, tried again, replayed',
    uses: ['event', 'kernel', 'postgres', 'staff'],
  },
  commerce: {
    floor: 5,
    says: 'orders and refunds, as the sum of what was told of them',
    uses: ['customer', 'event', 'kernel', 'postgres'],
  },
  customer: {
    floor: 4,
    says: 'one person, many identities: resolve, merge, traits, tags, timeline',
    uses: ['clickhouse', 'event', 'kernel', 'postgres', 'queue', 'staff'],
  },
  group: {
    floor: 5,
    says: 'customer groups: who is in them, who came and went, by which way',
    uses: ['corp', 'customer', 'event', 'kernel', 'postgres'],
  },
  segment: {
    floor: 5,
    says: 'who belongs to a group of people, exactly and at once: trees, one statement, versions',
    uses: ['clickhouse', 'customer', 'event', 'kernel', 'postgres'],
  },
  corp: {
    floor: 4,
    says: 'the connection to a WeCom corp: sealed secrets, shared tokens and budgets, associates',
    uses: ['kernel', 'postgres'],
  },
  staff: {
    floor: 3,
    says: 'workspaces, staff, sessions, keys, audit',
    uses: ['kernel', 'postgres'],
  },
  event: {
    floor: 3,
    says: 'the river: inbox, lanes, pump, permanent key, landing, reactions, parked events',
    uses: ['clickhouse', 'kernel', 'postgres'],
  },
  queue: {
    floor: 3,
    says: 'ordinary jobs on Postgres, taken over within seconds when their process dies',
    uses: ['kernel', 'postgres'],
  },
  clickhouse: {
    floor: 2,
    says: 'the engine host and its client: the same for the embedded engine and a server',
    uses: ['kernel'],
  },
  postgres: {
    floor: 2,
    says: 'our supervisor, one transaction per workspace, loops over what is due, migrations',
    uses: ['kernel'],
  },
  kernel: { floor: 1, says: 'clock, ids, money, outcomes, errors, config, log', uses: [] },
} satisfies Record<string, Room>
