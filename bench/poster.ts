import { loadavg } from 'node:os'
import { readyPlan } from '../contract/poster-ready.ts'
import { createLog, systemClock } from '../server/kernel/index.ts'
import { createPainter, type PosterOrder } from '../server/poster/index.ts'
import { judge, print, thousands } from './table.ts'

const POSTERS = 300
const APART = 5
const BAR_A_MINUTE = 1_000
const log = createLog('bench', 'error')

const orderOf = (no: number): PosterOrder => ({
  plan: readyPlan('friend', 'zh'),
  background: null,
  code: { text: `https://work.weixin.qq.com/ca/bench${no}` },
  words: { name: `第${no}位朋友`, headline: '把用得好的介绍给朋友' },
  scale: 1,
  format: 'jpeg',
})

/**
 * Personal posters of 750 × 1,200 pixels, each with a name and a code of its own, one after the other in the process that
 * draws; beside it a process for each, as whoever wants them apart does without keeping one.
 * @param words how many, 300 unless said.
 */
export async function run(words: string[] = []): Promise<void> {
  const count = Number(words[0] ?? POSTERS)
  const painter = createPainter({ log })
  await painter.paint(orderOf(0))
  const kept = await aMinute(count, (no) => painter.paint(orderOf(no)))
  const apart = await aMinute(APART, (no) => createPainter({ log }).paint(orderOf(no)))
  print([
    ['work', 'a minute', 'bar', 'a process for each'],
    [
      `${thousands(count)} personal posters`,
      thousands(kept),
      `>= ${thousands(BAR_A_MINUTE)}`,
      thousands(apart),
    ],
    [`load average ${loadavg()[0]?.toFixed(1)}`],
  ])
  judge(kept >= BAR_A_MINUTE)
  process.exit()
}

async function aMinute(count: number, draw: (no: number) => Promise<{ ok: boolean }>) {
  const startMs = systemClock.monotonicMs()
  for (let no = 1; no <= count; no += 1)
    if (!(await draw(no)).ok) throw new Error(`poster ${no} was not drawn`)
  return (count / (systemClock.monotonicMs() - startMs)) * 60_000
}
