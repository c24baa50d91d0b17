import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { assertBound, OF_WORKSPACE, workspaceHistory } from './workspace-history.ts'

test('a statement that forgets its workspace is refused before it runs', async () => {
  const sent: string[] = []
  const clickhouse = {
    rows: async ({ sql }: { sql: string }) => {
      sent.push(sql)
      return []
    },
    command: async () => {},
    insert: async () => {},
    isBusy: async () => false,
    ping: async () => true,
    close: async () => {},
  }
  const history = workspaceHistory(clickhouse, { no: 7 })
  const forgets = 'select count() from customer_value where snapshot = 1'
  await expect(async () => history.rows({ sql: forgets, comment: 'test' })).rejects.toThrow('bound')
  expect(sent).toEqual([])
  expect(() => assertBound(`select 1 from a where ${OF_WORKSPACE}`)).not.toThrow()
  expect(() => assertBound(`select 1 from a join b on true where ${OF_WORKSPACE}`)).toThrow(
    'not bound',
  )
})

test('nothing in the room reaches ClickHouse but through its workspace', () => {
  const folder = new URL('.', import.meta.url)
  const files = readdirSync(folder).filter(
    // A fixture is the outside world of a test, as the test is.
    (name) => name.endsWith('.ts') && !/\.(test|fixture)\./.test(name),
  )
  const direct = files
    .filter((name) => name !== 'workspace-history.ts')
    .filter((name) =>
      /clickhouse\.(rows|command|insert)\(/.test(readFileSync(new URL(name, folder), 'utf8')),
    )
  expect(files.length).toBeGreaterThan(10)
  expect(direct).toEqual([])
})
