import { journeyPlan } from '../contract/journey.ts'

/** A plan by which one person comes in by hand and gets a message. @param text what the message says. */
export function planSaying(text: string) {
  return journeyPlan.parse({
    triggers: [{ kind: 'manual' }],
    entry: { kind: 'once' },
    goal: null,
    exits: [],
    control: { kind: 'none', reason: '爬虫不用对照' },
    steps: [
      {
        kind: 'send',
        id: 'hello',
        purpose: 'value',
        content: { text },
        validHours: 336,
        lateness: 'send_late',
      },
      { kind: 'wait', id: 'rest', for: { amount: 900, unit: 'days' } },
    ],
  })
}

/** The name of the SOP that runs in every workspace of the crawl: its end is confirmed by it. */
export const RUNNING = '走着的SOP'
