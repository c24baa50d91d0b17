/** Prints rows as one table with columns under each other. */
export function print(rows: readonly (readonly string[])[]): void {
  const width = (at: number) => Math.max(...rows.map((row) => [...(row[at] ?? '')].length))
  for (const row of rows) {
    const cells = row.map((cell, at) => cell.padEnd(width(at)))
    process.stdout.write(`${cells.join('  ').trimEnd()}\n`)
  }
}

/** Says whether the bar was held; a bench has no other exit. */
export function judge(isHeld: boolean): void {
  process.stdout.write(isHeld ? 'bar held\n' : 'BAR MISSED\n')
}

export const thousands = (n: number): string => Math.round(n).toLocaleString('en-US')
