import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSplitter, type Row } from './split-rows.ts'

function split(text: string, pieces = 1, delimiter = ','): Row[] {
  const splitter = createSplitter(delimiter)
  const size = Math.max(1, Math.ceil(text.length / pieces))
  const rows: Row[] = []
  for (let at = 0; at < text.length; at += size)
    rows.push(...splitter.push(text.slice(at, at + size)))
  return [...rows, ...splitter.end()]
}

test('quotes hold delimiters, line ends and quotes; lines are counted through them', () => {
  expect(split('a,b\r\n"x, ""y""","1\n2"\r\n\r\n3,"4"\r\n')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['x, "y"', '1\n2'] },
    { line: 5, cells: ['3', '4'] },
  ])
})

test('a row with a broken quote is one fault and the rows after it are read', () => {
  expect(split('a,b\n"x"y,3\n4,5\n6,"a\nb"\n7,8\n')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, fault: 'broken_quotes', raw: '"x"y,3' },
    { line: 3, cells: ['4', '5'] },
    { line: 4, cells: ['6', 'a\nb'] },
    { line: 6, cells: ['7', '8'] },
  ])
})

test('a quote that is never closed costs its own line only', () => {
  expect(split('1,2\n3,"x\n4,5\n6,7\n')).toEqual([
    { line: 1, cells: ['1', '2'] },
    { line: 2, fault: 'broken_quotes', raw: '3,"x' },
    { line: 3, cells: ['4', '5'] },
    { line: 4, cells: ['6', '7'] },
  ])
  const long = split(`1,"2\n${'3,4\n'.repeat(50_000)}`)
  expect(long[0]).toMatchObject({ line: 1, fault: 'broken_quotes' })
  expect(long).toHaveLength(50_001)
})

test('a quote inside a plain cell is a character', () => {
  expect(split('5" pot,2')).toEqual([{ line: 1, cells: ['5" pot', '2'] }])
})

test('a line without end is a fault, not all memory', () => {
  const [row] = split(`${'x'.repeat(300_000)}\n1,2`, 40)
  expect(row).toMatchObject({ line: 1, fault: 'row_too_long' })
})

test('what was written is read back, in whatever pieces it arrives', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', '值', ' ', ';') })
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), {
    minLength: 1,
    maxLength: 8,
  })
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 200 }), (rows, pieces) => {
      const text = rows
        .map((cells) => cells.map((value) => `"${value.replaceAll('"', '""')}"`).join(','))
        .join('\r\n')
      const read = split(text, pieces).map((row) => ('cells' in row ? row.cells : row))
      expect(read).toEqual(rows)
    }),
  )
})
