import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Corp } from './world.ts'

/** Where a world outlives its process: the demo's people are still there tomorrow. */
export type Memory = {
  /** Fills a corp with what is remembered. @returns the number that its ids had reached. */
  recall(corp: Corp): number
  keep(corp: Corp, count: number): void
}

/** The number is of the world's shape: what an older sandbox kept is not taken up, its people would lack what is asked of them. */
const FILE = 'world-2.json'
/** Maps, sets and instants, which JSON does not know, go under names of their own. */
const MAP = '$map'
const SET = '$set'
const AT = '$at'

/** @param dir null: nothing is remembered. */
export function openMemory(dir: string | null): Memory {
  if (!dir) return { recall: () => 0, keep: () => {} }
  mkdirSync(dir, { recursive: true })
  const file = join(dir, FILE)
  return {
    recall(corp) {
      if (!existsSync(file)) return 0
      const kept: unknown = JSON.parse(readFileSync(file, 'utf8'), reviver)
      if (!isKept(kept)) return 0
      Object.assign(corp, kept.corp)
      return kept.count
    },
    keep(corp, count) {
      writeFileSync(`${file}.new`, JSON.stringify(plain({ count, corp })))
      renameSync(`${file}.new`, file)
    },
  }
}

function plain(value: unknown): unknown {
  if (value instanceof Map) return { [MAP]: [...value].map(plain) }
  if (value instanceof Set) return { [SET]: [...value].map(plain) }
  if (value instanceof Date) return { [AT]: value.getTime() }
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]))
}

function reviver(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (MAP in value && Array.isArray(value[MAP])) return new Map(value[MAP])
  if (SET in value && Array.isArray(value[SET])) return new Set(value[SET])
  if (AT in value && typeof value[AT] === 'number') return new Date(value[AT])
  return value
}

function isKept(value: unknown): value is { count: number; corp: object } {
  return typeof value === 'object' && value !== null && 'count' in value && 'corp' in value
}
