import { writeFileSync } from 'node:fs'

/**
 * A Vitest reporter that counts: passed, failed with what each said, skipped, and why each skipped test was. The built-in
 * JSON reporter leaves out the note of `context.skip(note)`. Files that could not be loaded and errors outside any test
 * count as failed.
 */
export default class Tally {
  onTestRunEnd(modules, unhandled) {
    const tests = modules.flatMap((module) => [...module.children.allTests()].map(resultOf))
    const suites = modules.flatMap((module) => [...module.children.allSuites()])
    const failedTests = [
      ...tests.filter(({ state }) => state === 'failed'),
      ...[...modules, ...suites].filter((part) => part.errors().length > 0).map(brokenOf),
      ...unhandled.map((error) => ({ name: 'outside any test', errors: [firstLines(error)] })),
    ]
    const count = (state) => tests.filter((test) => test.state === state).length
    const tally = {
      passed: count('passed'),
      failed: failedTests.length,
      failedTests,
      skipped: tests.length - count('passed') - count('failed'),
      skippedTests: tests.filter(({ state }) => state !== 'passed' && state !== 'failed'),
    }
    writeFileSync(process.env.LIUYUAN_TALLY, JSON.stringify(tally))
  }
}

function resultOf(test) {
  const result = test.result()
  const name = `${test.module.relativeModuleId} > ${test.fullName}`
  return {
    name,
    state: result.state,
    reason: reasonOf(result.note, test.fullName),
    errors: (result.errors ?? []).map(firstLines),
  }
}

function brokenOf(part) {
  const name = part.type === 'suite' ? part.fullName : part.relativeModuleId
  return { name, errors: part.errors().map(firstLines) }
}

/** What an error says, cut to a dozen lines: enough to know what to look at, and no more than fits a cut log. */
function firstLines(error) {
  return String(error.message ?? error)
    .split('\n')
    .slice(0, 12)
    .join('\n')
    .slice(0, 1200)
}

/** The note given to `context.skip`, or what the test's name says in parentheses. */
function reasonOf(note, name) {
  return note ?? /\(((?:needs|skipped|only|without)[^()]*)\)/.exec(name)?.[1] ?? null
}
