import { expect, test } from 'vitest'
import { type Room, rooms } from '../rooms.ts'
import { filesOf, type Import, importsOf, isTest, textOf, textsIn } from './source.fixture.ts'

const plan: Record<string, Room> = rooms
const sources = filesOf('.ts', '.tsx')
const inServer = sources.filter((file) => file.startsWith('server/'))
const imports = sources.flatMap(importsOf)

/** `server/<room>/…` → the room. */
function roomOf(path: string): string {
  return path.split('/')[1] ?? ''
}

function wingOf(path: string): string {
  return path.split('/')[0] ?? ''
}

function shown({ file, line, to, given }: Import): string {
  return `${file}:${line} → ${to ?? given}`
}

/** Which wings the files of a wing may import, besides their own. */
const WINGS: Record<string, string[]> = {
  contract: [],
  science: [],
  wecom: [],
  // The neighbours speak alike: envelopes, cryptography, tokens and answers are WeCom's.
  weixin: ['wecom'],
  server: ['contract', 'science', 'wecom', 'weixin'],
  web: ['contract'],
  sandbox: ['wecom', 'weixin'],
  demo: ['contract', 'sandbox', 'server'],
  bench: ['contract', 'science', 'wecom', 'weixin', 'sandbox', 'server', 'demo'],
}

test('a wing imports only the wings that it may', () => {
  const broken = imports
    .filter(({ file, to }) => to !== null && wingOf(file) in WINGS && wingOf(to) in WINGS)
    .filter(({ file, to }) => wingOf(file) !== wingOf(to ?? ''))
    .filter(({ file, to }) => !isTest(file) && !WINGS[wingOf(file)]?.includes(wingOf(to ?? '')))
  expect(broken.map(shown)).toEqual([])
})

/** A pool and a clock of its own are what a measurement is made of, so `bench` may go past doors; `demo` may not. */
test('who comes from outside the server enters by a door', () => {
  const broken = imports
    .filter(({ file, to }) => to?.startsWith('server/') && wingOf(file) !== 'server')
    .filter(({ file }) => !isTest(file) && wingOf(file) !== 'bench')
    .filter(({ to }) => !/^server\/[a-z]+\/index\.ts$/.test(to ?? ''))
  expect(broken.map(shown)).toEqual([])
})

/** Packages that would make a pure wing do input or output. */
test('science does no input or output', () => {
  const broken = imports
    .filter(({ file }) => file.startsWith('science/') && !isTest(file))
    .filter(({ given }) => given.startsWith('node:'))
  expect(broken.map(shown)).toEqual([])
})

const doorways = imports.filter(
  ({ file, to }) =>
    wingOf(file) === 'server' && to?.startsWith('server/') && roomOf(file) !== roomOf(to),
)

test('every folder of the server is a room on the plan', () => {
  const there = [...new Set(inServer.map(roomOf))].sort()
  const missing = there
    .filter((name) => !(name in plan))
    .map((name) => `missing in rooms.ts:\n${entryOf(name)}`)
  const empty = Object.keys(plan)
    .filter((name) => !there.includes(name))
    .map((name) => `no such folder: ${name}`)
  expect([...missing, ...empty]).toEqual([])
})

test('imports run downstairs and enter by the door', () => {
  const broken = doorways.filter(({ file, to }) => {
    const above = plan[roomOf(file)]?.floor ?? 0
    const below = plan[roomOf(to ?? '')]?.floor ?? Number.POSITIVE_INFINITY
    return below >= above || to !== `server/${roomOf(to ?? '')}/index.ts`
  })
  expect(broken.map(shown)).toEqual([])
})

/** The rooms that the code of a room uses; its tests may use more. */
function usedBy(name: string): string[] {
  const used = doorways
    .filter(({ file }) => roomOf(file) === name && !isTest(file))
    .map(({ to }) => roomOf(to ?? ''))
  return [...new Set(used)].sort()
}

/** The entry of the plan as it ought to stand there. */
function entryOf(name: string): string {
  const { floor = '?', says = '…' } = plan[name] ?? {}
  return `  ${name}: { floor: ${floor}, says: '${says}', uses: [${usedBy(name)
    .map((used) => `'${used}'`)
    .join(', ')}] },`
}

test('the plan names exactly the rooms that each room uses', () => {
  const wrong = Object.entries(plan)
    .filter(([name, { uses }]) => [...uses].sort().join() !== usedBy(name).join())
    .map(([name]) => `rooms.ts should say:\n${entryOf(name)}`)
  expect(wrong).toEqual([])
})

/** Rooms that own a Postgres schema of their name. */
const schemas = filesOf('.sql')
  .filter((file) => file.startsWith('db/postgres/'))
  .flatMap((file) =>
    [...textOf(file).matchAll(/create schema (?:if not exists )?"?(\w+)/g)].map(
      (found) => found[1] ?? '',
    ),
  )
  .filter((name) => name in plan)

test('a room’s SQL names only its own schema', () => {
  expect(schemas.length).toBeGreaterThan(4)
  // A table is named after one of these words; a function by its schema and parentheses.
  const named = new RegExp(
    `\\b(?:from|join|into|update|table|using)\\s+(?:only\\s+)?"?(${schemas.join('|')})"?\\.(\\w+)|\\b(${schemas.join('|')})\\.(\\w+)\\s*\\(`,
    'g',
  )
  const broken = inServer
    .filter((file) => !isTest(file))
    .flatMap((file) =>
      textsIn(file).flatMap(({ text, line }) =>
        [...text.matchAll(named)]
          .map((found) => ({ schema: found[1] ?? found[3] ?? '', name: found[2] ?? found[4] }))
          .filter(({ schema }) => schema !== roomOf(file))
          .map(({ schema, name }) => `${file}:${line} names ${schema}.${name}`),
      ),
    )
  expect(broken).toEqual([])
})
