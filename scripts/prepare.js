import { compile } from './compile.js'
import { install, isInstalled } from './install.js'
import { hasSources } from './place.js'
import { inTurn } from './turn.js'

/**
 * Makes ready to run: installs and builds what is missing or stale, one command at a time.
 * @param {{ force?: boolean, parts?: ('server' | 'web')[] }} options see compile.
 */
export async function prepare(terminal, options = {}) {
  if (!hasSources) return
  await inTurn({ waiting: () => terminal.say(terminal.text.waiting) }, async () => {
    await install(terminal)
    await compile(terminal, options)
  })
}

/** Packages only: what the checks need that bring their own build. */
export async function prepareInstall(terminal) {
  if (!hasSources || isInstalled()) return
  await inTurn({ waiting: () => terminal.say(terminal.text.waiting) }, () => install(terminal))
}
