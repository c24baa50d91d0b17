import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { hasSources, root, tool } from './place.js'
import { runNode } from './run.js'
import { Sentence, secondsSince } from './terminal.js'

const DIST = join(root, 'dist')
const WINGS = ['contract', 'science', 'wecom', 'weixin', 'server', 'sandbox', 'demo', 'bench']
const COMMON = ['package-lock.json', 'tsconfig.json']
const PHONE = 'vite.phone.config.ts'
const SIDEBAR = 'vite.sidebar.config.ts'

const server = {
  name: 'server',
  saying: 'buildingServer',
  sources: [...WINGS, ...COMMON, 'tsconfig.build.json'],
  // Types are judged by `npm run check`; judging them again took eight times as long as writing the result.
  compile: async () => {
    copyFonts()
    return runNode(tool('typescript', 'tsc'), ['-p', 'tsconfig.build.json', '--noCheck'])
  },
  result: join(DIST, 'server'),
}

/** The fonts of posters: three files of packages that hold a hundred megabytes, which the built program does without. */
const FONTS = {
  'NotoSansSC_400Regular.ttf':
    '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  'NotoSansSC_700Bold.ttf': '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
  'NotoColorEmoji.woff2':
    '@fontsource/noto-color-emoji/files/noto-color-emoji-emoji-400-normal.woff2',
}

function copyFonts() {
  mkdirSync(join(DIST, 'fonts'), { recursive: true })
  for (const [file, source] of Object.entries(FONTS))
    copyFileSync(join(root, 'node_modules', source), join(DIST, 'fonts', file))
}

const web = {
  name: 'web',
  saying: 'buildingWeb',
  sources: ['web', 'contract', ...COMMON, 'tsconfig.web.json', 'vite.config.ts', PHONE, SIDEBAR],
  // The console, the sidebar and the sandbox's phone page are three entrances, built one after the other.
  compile: async () => {
    const built = await runNode(tool('vite'), ['build', '--logLevel', 'error'])
    if (built.code !== 0) return built
    const beside = await runNode(tool('vite'), [
      'build',
      '--logLevel',
      'error',
      '--config',
      SIDEBAR,
    ])
    if (beside.code !== 0) return beside
    return runNode(tool('vite'), ['build', '--logLevel', 'error', '--config', PHONE])
  },
  result: join(DIST, 'web', 'console', 'index.html'),
}

/**
 * Compiles the server and the console where their sources changed since the last time.
 * @param {{ force?: boolean, parts?: ('server' | 'web')[] }} options
 * @throws Sentence with the compiler's words.
 */
export async function compile(terminal, { force = false, parts = ['server', 'web'] } = {}) {
  if (!hasSources) return
  const wanted = [server, web].filter((part) => parts.includes(part.name))
  const stale = wanted.filter((part) => force || !isFresh(part))
  if (stale.length === 0) return
  const startMs = performance.now()
  for (const part of stale) await compilePart(part, terminal)
  terminal.say(terminal.text.built(secondsSince(startMs)))
}

async function compilePart(part, { text, say }) {
  say(text[part.saying])
  // Taken before: what changes while the compiler reads makes the result stale again.
  const stamp = stampOf(part.sources)
  rmSync(stampFile(part), { force: true })
  const { code, output } = await part.compile()
  if (code !== 0) throw new Sentence(text.buildFailed(text[part.name], output.trim()))
  if (part === server) removeOrphans()
  mkdirSync(DIST, { recursive: true })
  writeFileSync(stampFile(part), stamp)
}

function isFresh(part) {
  if (!existsSync(part.result) || !existsSync(stampFile(part))) return false
  return readFileSync(stampFile(part), 'utf8') === stampOf(part.sources)
}

function stampFile(part) {
  return join(DIST, `.${part.name}.stamp`)
}

/** Sizes and times of the sources, not their text: some thousand files are told apart in milliseconds. */
function stampOf(sources) {
  const hash = createHash('sha256').update(process.versions.node)
  for (const file of filesOf(sources)) {
    const { size, mtimeMs } = statSync(file)
    hash.update(`${relative(root, file)}:${size}:${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

function filesOf(sources) {
  return sources
    .map((source) => join(root, source))
    .filter((path) => existsSync(path))
    .flatMap((path) => (statSync(path).isDirectory() ? within(path) : [path]))
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .sort()
}

function within(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
}

/** A program whose source is gone must not go on being found. Nothing else is touched: a server may be running from here. */
function removeOrphans() {
  const compiled = WINGS.map((wing) => join(DIST, wing)).filter((folder) => existsSync(folder))
  for (const file of compiled.flatMap(within)) {
    const source = join(root, relative(DIST, file)).replace(/\.js(\.map)?$/, '.ts')
    if (!existsSync(source) && existsSync(dirname(file))) rmSync(file)
  }
}
