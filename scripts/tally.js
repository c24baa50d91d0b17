import { writeFileSync } from 'node:fs'

/**
 * A Vitest reporter that counts: passed, failed, skipped, and why each skipped test was. The built-in JSON reporter leaves
 * out the note of `context.skip(note)`. Files that could not be loaded and errors outside any test count as failed.
 */
export default class Tally {
  onTestRunEnd(modules, unhandled) {
    const tests = modules.flatMap((module) => [...module.children.allTests()].map(resultOf))
    const broken = modules.filter((module) => module.errors().length > 0).length
    const suites = modules.flatMap((module) => [...module.children.allSuites()])
    const brokenSuites = suites.filter((suite) => suite.errors().length > 0).length
    const count = (state) => tests.filter((test) => test.state === state).length
    const tally = {
      passed: count('passed'),
      failed: count('failed') + broken + brokenSuites + unhandled.length,
      skipped: tests.length - count('passed') - count('failed'),
      skippedTests: tests.filter(({ state }) => state !== 'passed' && state !== 'failed'),
    }
    writeFileSync(process.env.LIUYUAN_TALLY, JSON.stringify(tally))
  }
}

function resultOf(test) {
  const result = test.result()
  const name = `${test.module.relativeModuleId} > ${test.fullName}`
  return { name, state: result.state, reason: reasonOf(result.note, test.fullName) }
}

/** The note given to `context.skip`, or what the test's name says in parentheses. */
function reasonOf(note, name) {
  return note ?? /\(((?:needs|skipped|only|without)[^()]*)\)/.exec(name)?.[1] ?? null
}
