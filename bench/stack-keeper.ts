import { keep } from '../server/app/keeper/keep.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)

// The house as `liuyuan start` keeps it, on a free port. Data folder and log level come from the environment.
process.exitCode = await keep({
  command: 'start',
  role: 'all',
  port: 0,
  isJson: false,
  isReset: false,
  logLevel: process.argv[2] ?? 'info',
  language: 'en',
  say,
  complain: say,
  print: say,
})
