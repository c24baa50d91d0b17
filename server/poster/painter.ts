import { type ChildProcess, fork } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { childEnvironment, type Log, type Outcome, ok, refused } from '../kernel/index.ts'
import { fromPainter, type PosterOrder, type Work } from './order.ts'

/** Posters that wait to be drawn; more are refused at once, so that nobody waits for minutes. */
const WAITING_MAX = 200
/** What takes longer than this will not come: its process is ended, and with it what it holds. */
const PATIENCE_MS = 15_000
/** How long the process stays without work. It holds some 120 MB of fonts and pictures. */
const IDLE_MS = 60_000

type Waiting = { no: number; work: Work; done: (painted: Painted) => void }
type Painted = Outcome<Buffer, 'busy' | 'failed'>
export type Painter = {
  paint(order: PosterOrder): Promise<Painted>
  /** What a picture of a code holds; `failed`: it cannot be read. */
  read(picture: Uint8Array): Promise<Outcome<string, 'busy' | 'failed'>>
}

/** Draws posters one after the other in a process that is started when the first is asked for. */
export function createPainter({ log }: { log: Log }): Painter {
  const waiting: Waiting[] = []
  let current: (Waiting & { late: NodeJS.Timeout }) | null = null
  let child: ChildProcess | null = null
  let idle: NodeJS.Timeout | null = null
  let last = 0

  const end = (painted: Painted) => {
    if (!current) return
    clearTimeout(current.late)
    const { done } = current
    current = null
    done(painted)
    next()
  }
  const start = (): ChildProcess => {
    const begun = launch()
    begun.on('message', (message: unknown) => {
      const { no, made, error } = fromPainter.parse(message)
      if (no !== current?.no) return
      if (!made) log.warn({ error }, 'a poster could not be drawn, or a code not be read')
      end(made ? ok(Buffer.from(made)) : refused('failed'))
    })
    const isGone = (why: string) => {
      if (child !== begun) return
      child = null
      if (current) log.warn({ why }, 'the process that draws posters has ended')
      end(refused('failed'))
    }
    begun.once('exit', (code, signal) => isGone(signal ?? `exit code ${code}`))
    begun.once('error', (error) => isGone(error.message))
    return begun
  }
  const next = () => {
    const one = waiting.shift()
    if (!one) {
      idle = setTimeout(() => child?.kill(), IDLE_MS).unref()
      return
    }
    child ??= start()
    const late = setTimeout(() => child?.kill('SIGKILL'), PATIENCE_MS)
    current = { ...one, late }
    child.send({ no: one.no, work: one.work }, () => {})
  }
  const wait = (work: Work) =>
    new Promise<Painted>((done) => {
      if (waiting.length >= WAITING_MAX) return done(refused('busy'))
      if (idle) clearTimeout(idle)
      last += 1
      waiting.push({ no: last, work, done })
      if (!current) next()
    })
  return {
    paint: (order) => wait({ order }),
    async read(picture) {
      const read = await wait({ picture })
      return read.ok ? ok(read.value.toString()) : read
    },
  }
}

/** The process beside this file: TypeScript when we run from the sources, JavaScript in a build. It keeps nobody running. */
function launch(): ChildProcess {
  const isSource = import.meta.url.endsWith('.ts')
  const file = isSource ? './painter-process.ts' : './painter-process.js'
  const tsx = () => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [], {
    execArgv: isSource ? ['--import', tsx()] : [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: childEnvironment({}),
  })
  child.unref()
  child.channel?.unref()
  return child
}
