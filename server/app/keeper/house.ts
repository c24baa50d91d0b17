import type { Clock, Config, Log } from '../../kernel/index.ts'
import type { Child } from './child.ts'
import type { Engines } from './engines.ts'
import { writeRunState } from './run-state.ts'
import { type Language, say, type TextName } from './text.ts'

/** How a command speaks to the terminal. */
export type Speech = {
  language: Language | null
  /** Progress; silent under --json. */
  say(line: string): void
  /** Results, to standard output. */
  print(line: string): void
  /** What went wrong, to standard error. */
  complain(line: string): void
}

export type KeepOptions = Speech & {
  command: 'demo' | 'start' | 'dev'
  role: 'all' | 'api' | 'worker'
  /** 0: any free one. */
  port: number
  /** The demo says nothing but one line of JSON when it is ready. */
  isJson: boolean
  isReset: boolean
  /** `files`: each process writes a file in `data/run`. `shown`: all to standard error. */
  logs: 'files' | 'shown'
  logLevel: string
}

/** What the keeper holds: engines and children, as far as they are there. */
export type House = {
  options: KeepOptions
  config: Config
  runDir: string
  log: Log
  clock: Clock
  startedAt: Date
  beganMs: number
  children: Child[]
  engines: Engines | null
  /** Where the demo's pretend WeCom and its phones are. */
  sandboxUrl: string | null
  url: string | null
  /** In development the console has a server of its own; null: the api serves it. */
  consoleUrl: string | null
}

/** A text of the keeper, in the terminal's language, with the data folder at hand. */
export function words(
  { options, config }: Pick<House, 'options' | 'config'>,
  name: TextName,
  params: Record<string, string | number> = {},
): string {
  return say(options.language, name, { folder: config.dataDir, ...params })
}

/** Seconds since the keeper began, with one decimal. */
export function secondsOf({ clock, beganMs }: House): string {
  return ((clock.monotonicMs() - beganMs) / 1000).toFixed(1)
}

/** Writes `state.json` anew. A role that runs alone shares the folder with others and writes none. */
export function tellState(house: House): void {
  const { engines, options } = house
  if (!engines || options.role !== 'all') return
  const { databaseUrl, clickhouseUrl } = engines
  const children = house.children.map((child) => [child.name, child.pid()] as const)
  writeRunState(
    house.runDir,
    { url: house.url, startedAt: house.startedAt.toISOString(), databaseUrl, clickhouseUrl },
    {
      keeper: process.pid,
      ...Object.fromEntries(children),
      postgres: engines.postgres?.pid() ?? null,
      engineHost: engines.host?.pid() ?? null,
    },
  )
}
