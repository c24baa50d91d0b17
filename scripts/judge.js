import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installBrowser } from './browser.js'
import { needGlibc } from './checks.js'
import { compile } from './compile.js'
import { root, tool } from './place.js'
import { prepareInstall } from './prepare.js'
import { runNode } from './run.js'
import { openTerminal, Sentence, secondsSince } from './terminal.js'
import { inTurn } from './turn.js'

const terminal = openTerminal()
const { text, print } = terminal

/** Runs the checks and then the tests, and says what came of each. Sets the exit code. */
export async function judge(flags) {
  const unknown = flags.find((flag) => !['--check', '--golden'].includes(flag))
  if (unknown) throw new Sentence(text.unknownOption(unknown))
  needGlibc(process.env, text)
  await prepareInstall(terminal)
  const isGolden = flags.includes('--golden')
  const isCheck = flags.includes('--check')
  const failedSteps = isGolden ? [] : await checkSources(isCheck ? null : installBrowser)
  if (isCheck) return conclude(failedSteps, null)
  const builds = await step(text.build, build)
  return conclude([...failedSteps, ...failures([builds])], await runTests(isGolden))
}

/** What can be judged by reading. A browser is fetched meanwhile, because that waits for the network. */
async function checkSources(fetchBrowser) {
  const browser = fetchBrowser ? step(text.browser, fetchBrowser) : null
  const results = [
    await step(text.format, () => runTool('@biomejs/biome', 'biome', ['check', '.'])),
    ...(await Promise.all([
      step(text.typesServer, () => runTool('typescript', 'tsc', ['-p', 'tsconfig.json'])),
      step(text.typesWeb, () =>
        runTool('typescript', 'tsc', ['-p', 'tsconfig.web.json', '--noEmit']),
      ),
    ])),
    await step(text.unused, () => runTool('knip', 'knip', ['--no-progress'])),
  ]
  await browser
  return failures(results)
}

function runTool(packageName, program, args) {
  return runNode(tool(packageName, program), args)
}

async function build() {
  try {
    const waiting = () => print(text.waiting)
    await inTurn({ waiting }, () => compile({ ...terminal, say: () => {} }))
    return { code: 0, output: '' }
  } catch (error) {
    if (error instanceof Sentence) return { code: 1, output: error.message }
    throw error
  }
}

/**
 * Runs one step and prints its result with the time it took; what it said only when it failed.
 * @param {() => Promise<{ code: number, output: string, skipped?: string }>} work
 */
async function step(name, work) {
  const startMs = performance.now()
  const { code, output, skipped } = await work()
  const seconds = secondsSince(startMs)
  if (skipped) print(text.stepSkipped(name, skipped))
  else if (code === 0) print(text.stepPassed(name, seconds))
  else print(`${text.stepFailed(name, seconds)}\n${output.trim()}\n`)
  return { name, isFailed: code !== 0 }
}

function failures(results) {
  return results.filter(({ isFailed }) => isFailed).map(({ name }) => name)
}

/** @returns what tally.js counted, or null when the run broke off before its end. */
async function runTests(isGolden) {
  print(text.step(text.tests))
  const startMs = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'liuyuan-tally-'))
  const file = join(folder, 'tally.json')
  const reporters = ['--reporter=default', `--reporter=${join(root, 'scripts', 'tally.js')}`]
  const args = ['run', ...reporters, ...(isGolden ? goldenTests() : [])]
  const env = { LIUYUAN_TALLY: file, ...(isGolden ? { GOLDEN: '1' } : {}) }
  await runNode(tool('vitest'), args, { show: true, env })
  const tally = readTally(file)
  rmSync(folder, { recursive: true, force: true })
  const seconds = secondsSince(startMs)
  const isGood = tally !== null && tally.failed === 0
  print(isGood ? text.stepPassed(text.tests, seconds) : text.stepFailed(text.tests, seconds))
  return tally
}

/** Test files that write a golden file when they are asked to. */
function goldenTests() {
  const wings = ['contract', 'science', 'wecom', 'weixin', 'server', 'demo', 'test', 'web']
  return wings
    .flatMap((wing) =>
      readdirSync(join(root, wing), { recursive: true }).map((file) => join(wing, file)),
    )
    .filter((file) => file.endsWith('.test.ts'))
    .filter((file) => readFileSync(join(root, file), 'utf8').includes('process.env.GOLDEN'))
}

function readTally(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

function conclude(failedSteps, tally) {
  print('')
  const isWithTests = !process.argv.includes('--check')
  if (tally) for (const line of skippedLines(tally.skippedTests)) print(line)
  // What failed stands last: a log that is cut keeps its end.
  if (failedSteps.length > 0) print(`${text.failedSteps} ${failedSteps.join(', ')}`)
  if (isWithTests && tally === null) print(text.crashed)
  if (tally) for (const line of failedLines(tally.failedTests)) print(line)
  const brokenOff = isWithTests && tally === null ? 1 : 0
  // A step that failed is a failure, whatever the tests say.
  const failed = (tally?.failed ?? 0) + failedSteps.length + brokenOff
  if (isWithTests) print(text.summary(tally?.passed ?? 0, failed, tally?.skipped ?? 0))
  process.exitCode = failed > 0 ? 1 : 0
}

/** Skipped tests by file and reason: a file whose tests all wait for one thing is one line. */
function skippedLines(tests) {
  const counts = new Map()
  for (const { name, reason } of tests) {
    const line = `${name.split(' > ')[0]}: ${reason ?? text.noReason}`
    counts.set(line, (counts.get(line) ?? 0) + 1)
  }
  const lines = [...counts].map(([line, count]) => `  - ${count} × ${line}`)
  return lines.length > 0 ? [text.skippedTests, ...lines] : []
}

function failedLines(tests) {
  const lines = tests.flatMap(({ name, errors }) => [
    `  ✗ ${name}`,
    ...errors.map((error) => error.replace(/^/gm, '      ')),
  ])
  return lines.length > 0 ? [text.failedTests, ...lines] : []
}
