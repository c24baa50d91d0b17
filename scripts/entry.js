import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { needDisk, needEngines, needGlibc, needPort, START_MB } from './checks.js'
import { root } from './place.js'
import { prepare } from './prepare.js'
import { runNode } from './run.js'
import { openTerminal, Sentence } from './terminal.js'

/** Name → which options it knows (true: takes a value) and what it does. */
const commands = {
  demo: { options: { reset: false, json: false, port: true }, run: demo },
  start: { options: { role: true, port: true, logs: false }, run: start },
  dev: { options: {}, run: dev },
  import: { options: { workspace: true }, run: importFile },
  migrate: { options: {}, run: migrate },
  doctor: { options: {}, run: doctor },
  bench: { options: {}, run: bench, isOpen: true },
  build: { options: { force: false }, run: build },
  help: { options: {}, run: help },
}

/** Runs the command line. @param {string[]} argv without node and the script. */
export async function main(argv) {
  const [first = 'help', ...rest] = argv
  const name = first === '--help' || first === '-h' ? 'help' : first
  const terminal = openTerminal({ quiet: rest.includes('--json') })
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new Sentence(terminal.text.unknownCommand(name))
  const given = command.isOpen
    ? { options: {}, words: rest }
    : readArguments(rest, command.options, terminal.text)
  process.exitCode = await command.run({ terminal, ...given })
}

/** `--name value`, `--name=value` and bare words. @throws Sentence for an option that the command does not know. */
export function readArguments(rest, known, text) {
  const options = {}
  const words = []
  for (let i = 0; i < rest.length; i += 1) {
    const [, name, value] = /^--([a-z-]+)(?:=(.*))?$/.exec(rest[i]) ?? []
    if (name === undefined) {
      if (rest[i].startsWith('-') && rest[i] !== '-')
        throw new Sentence(text.unknownOption(rest[i]))
      words.push(rest[i])
    } else if (!Object.hasOwn(known, name)) {
      throw new Sentence(text.unknownOption(`--${name}`))
    } else if (known[name]) {
      if (value === undefined) i += 1
      options[name] = value ?? rest[i]
      if (options[name] === undefined) throw new Sentence(text.needsValue(`--${name}`))
    } else {
      options[name] = true
    }
  }
  return { options, words }
}

function demo({ terminal, options }) {
  return keep({ terminal, name: 'demo', role: 'all', options })
}

function start({ terminal, options }) {
  const role = options.role ?? process.env.LIUYUAN_ROLE ?? 'all'
  if (!['all', 'api', 'worker'].includes(role)) throw new Sentence(terminal.text.badRole(role))
  return keep({ terminal, name: 'start', role, options })
}

function dev({ terminal, options }) {
  return keep({ terminal, name: 'dev', role: 'all', options })
}

async function keep({ terminal, name, role, options }) {
  const { text } = terminal
  const command = name === 'start' ? 'npm start' : `npm run ${name}`
  const host = process.env.HOST || '127.0.0.1'
  needGlibc(process.env, text)
  const { keeperOf } = await import('./running.js')
  const dataDir = process.env.DATA_DIR || './data'
  // A keeper that runs already holds the port: it is told of in the keeper's own words, not as a busy port.
  const isHeld = keeperOf(dataDir) !== null
  const given = options.port ?? process.env.PORT
  const isListening = role !== 'worker' && !isHeld
  const port = await needPort({ given, host, command, isListening }, text)
  // In development the console has a server of its own, on the next port.
  if (name === 'dev' && port > 0 && !isHeld)
    await needPort({ given: port + 1, host, command }, text)
  needDisk(dataDir, START_MB, text)
  await prepare(terminal, name === 'dev' ? { parts: ['server'] } : {})
  needEngines(process.env, text)
  const { keep: run } = await program('app/keeper/keep')
  return run({
    ...speech(terminal),
    command: name,
    role,
    port,
    isJson: options.json === true,
    isReset: options.reset === true,
    logs: logsOf({
      name,
      isAsked: options.logs === true,
      isTerminal: process.stdout.isTTY === true,
    }),
    logLevel: process.env.LOG_LEVEL ?? 'info',
  })
}

/**
 * Where the logs of a house go. A person at a terminal is shown sentences and finds the logs in files, unless they ask for
 * them; a service manager or a container collects them from standard error. Who develops wants them before their eyes.
 */
export function logsOf({ name, isAsked, isTerminal }) {
  if (name === 'demo') return 'files'
  return name === 'start' && isTerminal && !isAsked ? 'files' : 'shown'
}

async function importFile({ terminal, options, words }) {
  const { text } = terminal
  const [kind, file] = words
  if (words.length !== 2 || !['orders', 'customers'].includes(kind)) {
    throw new Sentence(text.importUsage)
  }
  if (!existsSync(file)) throw new Sentence(text.noFile(file))
  await prepare(terminal, { parts: ['server'] })
  const { visit } = await program('app/keeper/visit')
  const { importFromTerminal } = await program('app/import-command')
  return visit({ ...speech(terminal), needsWorker: true }, (config) =>
    importFromTerminal({
      ...speech(terminal),
      language: terminal.language ?? 'en',
      config,
      kind,
      file: resolve(file),
      workspace: options.workspace ?? null,
      isTerminal: process.stdout.isTTY === true,
    }),
  )
}

async function migrate({ terminal }) {
  await prepare(terminal, { parts: ['server'] })
  const { visit } = await program('app/keeper/visit')
  return visit({ ...speech(terminal), needsWorker: false }, async () => 0)
}

async function doctor({ terminal }) {
  await prepare(terminal, { parts: ['server'] })
  const { doctor: examine } = await program('app/doctor')
  return (await examine(speech(terminal))) ? 0 : 1
}

async function bench({ terminal, words }) {
  await prepare(terminal, { parts: ['server'] })
  const { code } = await runNode(join(root, 'dist', 'bench', 'index.js'), words, { show: true })
  return code
}

async function build({ terminal, options }) {
  await prepare(terminal, { force: options.force === true })
  return 0
}

function help({ terminal }) {
  terminal.print(terminal.text.help)
  return 0
}

/**
 * A program of the build, which reads its settings from the environment.
 * @throws Sentence when it is not part of this installation, or for the first setting that cannot be used.
 */
async function program(name) {
  const { text } = openTerminal()
  if (!existsSync(fileOf(name))) throw new Sentence(text.notBuiltFor(name))
  const { unusableSetting } = await load('kernel/config')
  const unusable = unusableSetting(process.env)
  if (unusable !== null) throw new Sentence(text.badSetting(unusable))
  return load(name)
}

const fileOf = (name) => join(root, 'dist', 'server', `${name}.js`)
const load = (name) => import(pathToFileURL(fileOf(name)).href)

function speech({ language, print, say, complain }) {
  return { language, print, say, complain }
}
