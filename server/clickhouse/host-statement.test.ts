import { expect, test } from 'vitest'
import { readStatement } from './host-statement.ts'

test.each([
  ['select 1', 'read'],
  ['  -- why\n (select 1) union all (select 2)', 'read'],
  ['with 1 as x select x', 'read'],
  ['/* insert */ show tables', 'read'],
  ['explain select 1', 'read'],
  ['insert into t select 1', 'write'],
  ['create table t (a UInt8) engine = Memory', 'write'],
  ['alter table t delete where 1', 'write'],
  ['optimize table t', 'write'],
])('%j goes to the session that can %s', (sql, lane) => {
  expect(readStatement(sql).lane).toBe(lane)
})

test.each([
  "select 1 into outfile '/tmp/x'",
  "select * from file('/etc/passwd')",
  "select * from `file`('/etc/passwd')",
  "select file('/etc/passwd')",
  "select * from /* x */ url /* y */ ('http://example.com')",
  "select * from s3('http://example.com')",
  "select * from remote('example.com', system.one)",
  "select * from '/etc/passwd'",
  'select * from `/etc/passwd`',
  "insert into function file('x') select 1",
  "insert into t from infile 'x' format CSV",
  "create table t (a String) engine = URL('http://example.com')",
  'create table t (a String) engine = File(CSV)',
  "create table t as s3('http://example.com')",
  "create dictionary d (a String) primary key a source(http(url 'x'))",
  "insert into t select * from postgresql('a', 'b', 'c', 'd', 'e')",
  'system shutdown',
])('%s leaves the database and is refused', (sql) => {
  expect(() => readStatement(sql)).toThrow('Not allowed here')
})

test.each(['set max_threads = 1', 'use other'])(
  '%s would outlive its request and is refused',
  (sql) => {
    expect(() => readStatement(sql)).toThrow('has no effect')
  },
)

test('two statements are refused, a semicolon in a text or at the end is not', () => {
  expect(() => readStatement('select 1; drop table t')).toThrow('Multi-statements')
  expect(readStatement("select ';--' ; -- done").sql).toBe("select ';--'")
})

test('words in texts and comments are only words', () => {
  const { lane, format, placeholders } = readStatement(
    "select 'file(' || {a:String}, 'it''s {b:String} \\' {c:String}' /* url( */ -- format X\nformat JSON",
  )
  expect({ lane, format, placeholders }).toEqual({
    lane: 'read',
    format: 'JSON',
    placeholders: ['a'],
  })
})

test('the rows of an insert are data and are not read as SQL', () => {
  const sql = 'insert into a.t (x, y) format JSONEachRow'
  const { insert, lane } = readStatement(`${sql}\n{"x":"; drop table t into outfile"}`)
  expect(lane).toBe('write')
  expect(insert).toEqual({
    inline: '{"x":"; drop table t into outfile"}',
    target: { table: 'a.t', columns: ['x', 'y'] },
  })
})

test('an insert into a table with an awkward name goes to the engine as text', () => {
  expect(readStatement('insert into `odd name` format JSONEachRow').insert?.target).toBeNull()
})
