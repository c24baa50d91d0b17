import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Room, rooms } from '../rooms.ts'
import { home } from '../server/kernel/index.ts'

const FILE = join(home, 'ARCHITECTURE.md')
const TABLE = /<!-- rooms:begin -->[\s\S]*<!-- rooms:end -->/

/** The plan as a table, upper floors first. */
function drawn(): string {
  const plan: [string, Room][] = Object.entries(rooms)
  const rows = plan
    .sort(([a, one], [b, other]) => other.floor - one.floor || a.localeCompare(b))
    .map(
      ([name, room]) =>
        `| ${room.floor} | \`${name}\` | ${room.says} | ${[...room.uses].sort().join(', ')} |`,
    )
  const head = ['| floor | room | what it is for | uses |', '| ---: | --- | --- | --- |']
  return ['<!-- rooms:begin -->', ...head, ...rows, '<!-- rooms:end -->'].join('\n')
}

test('the table of rooms in ARCHITECTURE.md is the plan', () => {
  const text = readFileSync(FILE, 'utf8')
  if (process.env.GOLDEN === '1')
    writeFileSync(
      FILE,
      text.replace(TABLE, () => drawn()),
    )
  expect(TABLE.exec(readFileSync(FILE, 'utf8'))?.[0]).toBe(drawn())
})
