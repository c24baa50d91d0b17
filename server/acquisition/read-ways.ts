import {
  WAY_LINES_MAX,
  type WayColumn,
  type WayFault,
  type WayLine,
} from '../../contract/way-batch.ts'
import type { Associate } from '../corp/index.ts'
import { csvColumns, csvRows, type Outcome, ok, refused } from '../kernel/index.ts'
import { type Place, placeKey, placesByName } from './place.ts'

/** How the columns may be called; the first that is there counts. */
const COLUMNS: Record<WayColumn, readonly string[]> = {
  name: ['名称', '门店', '门店名称', '活码名称', 'name', 'store'],
  source: ['来源', '渠道', '点位', 'source', 'placement'],
  associates: ['导购', '员工', '成员', '接待', 'associates', 'userid', 'userids'],
  tags: ['标签', '自动打标签', 'tags'],
  welcome: ['欢迎语', 'welcome'],
  cap: ['每日上限', '每人每天最多', '上限', 'cap'],
}
const NEEDED = ['name', 'source', 'associates'] as const
const NAME_MAX = 30
const ASSOCIATES_MAX = 100
const TAGS_MAX = 20
const WELCOME_MAX = 1_000
const CAP_MAX = 10_000
/** What stands between several names in one cell. */
const BETWEEN = /[、,，;；|\n]/

/** What the words of a table may mean in a workspace. */
export type TableWorld = {
  places: readonly Place[]
  associates: readonly Pick<Associate, 'userid' | 'name' | 'company' | 'isActive'>[]
  /** Names of tags by their ids. */
  tags: ReadonlyMap<string, string>
  /** What codes are called that are there. */
  known: readonly string[]
  /** Companies that codes can be made in. */
  companies: ReadonlySet<string>
}
export type ReadWay = WayLine & {
  sourceId: string
  userids: string[]
  tagIds: string[]
  company: string
}
type Fault = Pick<WayFault, 'fault' | 'found'>
type Cell<T> = { value: T } | Fault

/** Reads a table of codes line by line: a line with a fault in any cell is left out, and all its faults are told. */
export function readWays(
  text: string,
  world: TableWorld,
): Outcome<{ lines: ReadWay[]; faults: WayFault[] }, 'unreadable'> {
  const rows = csvRows(text)
  if (rows === null) return refused('unreadable', { detail: 'CSV' })
  const [head = [], ...body] = rows
  const columnOf = csvColumns(head, COLUMNS)
  const missing = NEEDED.find((key) => columnOf(key) === null)
  if (missing) return refused('unreadable', { detail: COLUMNS[missing][0] ?? missing })
  if (body.length > WAY_LINES_MAX) return refused('unreadable', { detail: `> ${WAY_LINES_MAX}` })
  const readers = readersOf(world)
  const lines: ReadWay[] = []
  const faults: WayFault[] = []
  body.forEach((cells, i) => {
    if (cells.every((one) => one.trim() === '')) return
    const line = i + 2
    const cell = (column: WayColumn) => (cells[columnOf(column) ?? -1] ?? '').trim()
    const found: WayFault[] = []
    const take = <T>(column: WayColumn, read: (told: string) => Cell<T>): T | null => {
      const answer = read(cell(column))
      if ('value' in answer) return answer.value
      found.push({ line, column, ...answer })
      return null
    }
    const name = take('name', readers.name)
    const place = take('source', readers.source)
    const people = take('associates', readers.associates)
    const tags = take('tags', readers.tags)
    const welcome = take('welcome', readWelcome)
    const cap = take('cap', readCap)
    faults.push(...found)
    if (name === null || !place || !people || !tags || welcome === null || !cap) return
    lines.push({ line, name, ...place, ...people, ...tags, welcome, capPerDay: cap.perDay })
  })
  return ok({ lines, faults })
}

function readersOf({ places, associates, tags, known, companies }: TableWorld) {
  const byName = placesByName(places)
  const people = byWords(associates, ({ userid, name }) => [userid, name])
  const tagged = byWords([...tags], ([, name]) => [name])
  const seen = new Map<string, Fault['fault']>(known.map((name) => [name.toLowerCase(), 'known']))
  return {
    name(found: string): Cell<string> {
      if (found === '') return { fault: 'no_name', found }
      if (found.length > NAME_MAX) return { fault: 'name_long', found }
      const before = seen.get(found.toLowerCase())
      if (before) return { fault: before, found }
      seen.set(found.toLowerCase(), 'duplicate')
      return { value: found }
    },
    source(found: string): Cell<{ sourceId: string; path: string[] }> {
      const [place, ...others] = byName.get(placeKey(found)) ?? []
      if (!place) return { fault: 'no_source', found }
      if (others.length > 0) return { fault: 'several_sources', found }
      return { value: { sourceId: place.sourceId, path: place.path } }
    },
    associates(found: string): Cell<{ userids: string[]; associates: string[]; company: string }> {
      const chosen: (typeof associates)[number][] = []
      for (const word of wordsIn(found)) {
        const [one, ...others] = people.get(word.toLowerCase()) ?? []
        if (!one) return { fault: 'no_associate', found: word }
        if (others.length > 0) return { fault: 'several_associates', found: word }
        if (!one.isActive) return { fault: 'associate_gone', found: word }
        if (!chosen.includes(one)) chosen.push(one)
      }
      const [first] = chosen
      if (!first) return { fault: 'no_associate', found }
      if (chosen.length > ASSOCIATES_MAX) return { fault: 'too_many', found: String(chosen.length) }
      const { company } = first
      if (chosen.some((one) => one.company !== company)) return { fault: 'several_corps', found }
      if (!companies.has(company)) return { fault: 'not_connected', found }
      const [userids, names] = [chosen.map((one) => one.userid), chosen.map((one) => one.name)]
      return { value: { userids, associates: names, company } }
    },
    tags(found: string): Cell<{ tagIds: string[]; tags: string[] }> {
      const chosen = new Map<string, string>()
      for (const word of wordsIn(found)) {
        const [tag, ...others] = tagged.get(word.toLowerCase()) ?? []
        if (!tag) return { fault: 'no_tag', found: word }
        if (others.length > 0) return { fault: 'several_tags', found: word }
        chosen.set(...tag)
      }
      if (chosen.size > TAGS_MAX) return { fault: 'too_many', found: String(chosen.size) }
      return { value: { tagIds: [...chosen.keys()], tags: [...chosen.values()] } }
    },
  }
}

function readWelcome(found: string): Cell<string> {
  return found.length > WELCOME_MAX
    ? { fault: 'welcome_long', found: String(found.length) }
    : { value: found }
}

function readCap(found: string): Cell<{ perDay: number | null }> {
  if (found === '') return { value: { perDay: null } }
  const perDay = Number(found)
  const isCap = Number.isInteger(perDay) && perDay >= 1 && perDay <= CAP_MAX
  return isCap ? { value: { perDay } } : { fault: 'bad_cap', found }
}

function wordsIn(cell: string): string[] {
  return cell
    .split(BETWEEN)
    .map((word) => word.trim())
    .filter((word) => word !== '')
}

function byWords<T>(all: readonly T[], wordsOf: (one: T) => string[]): ReadonlyMap<string, T[]> {
  const found = new Map<string, T[]>()
  for (const one of all)
    for (const word of new Set(wordsOf(one).map((each) => each.toLowerCase())))
      found.set(word, [...(found.get(word) ?? []), one])
  return found
}
