import { createHash } from 'node:crypto'
import { sql } from '../postgres/index.ts'

/** 对照组 is the control arm: it gets nothing and is measured. */
export type Arm = 'treated' | 'control'

const RANGE = 2 ** 32

/**
 * A person's arm is a matter of arithmetic: the first 32 bits of md5('<experiment>:<number>') against the share. The
 * same in TypeScript, Postgres and ClickHouse, stable for ever, and nothing has to be stored to know it. md5 is not for
 * secrets here; all three engines have it, and its bits are even.
 */
export function armOf(experimentId: string, customerNo: number, holdoutShare: number): Arm {
  const bits = createHash('md5').update(`${experimentId}:${customerNo}`).digest().readUInt32BE(0)
  return bits < controlBelow(holdoutShare) ? 'control' : 'treated'
}

/** The whole number below which the 32 bits mean control: compared as integers, so that no engine rounds differently. */
export function controlBelow(holdoutShare: number): number {
  return Math.floor(holdoutShare * RANGE)
}

/** Whether a number is of the control arm, in Postgres. @param customerNo an expression of type bigint */
export function armInPostgres(
  experimentId: string,
  customerNo: ReturnType<typeof sql>,
  holdoutShare: number,
) {
  return sql<boolean>`
    (('x' || substr(md5(${experimentId} || ':' || ${customerNo}), 1, 8))::bit(32)::bigint
      < ${controlBelow(holdoutShare)}::bigint)`
}

/** The same in ClickHouse, for a statement with the parameters `experiment` and `control_below`. */
export function armInClickHouse(customerNo: string): string {
  return `(reinterpretAsUInt32(reverse(substring(MD5(concat({experiment:String}, ':', toString(${customerNo}))), 1, 4)))
    < {control_below:UInt64})`
}
