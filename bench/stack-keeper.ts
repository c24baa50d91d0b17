import { keep } from '../server/app/keeper/keep.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)

// Whoever asked for the house is gone: it is not to stay behind.
const end = () => process.kill(process.pid, 'SIGTERM')
process.on('disconnect', end)

// The house as `liuyuan start` keeps it, on the port given, by default a free one. Data folder and log level come from the environment.
process.exitCode = await keep({
  command: 'start',
  role: 'all',
  port: Number(process.argv[3] ?? 0),
  isJson: false,
  isReset: false,
  logs: 'shown',
  logLevel: process.argv[2] ?? 'info',
  language: 'en',
  say,
  complain: say,
  print: say,
})
// An open channel would keep the process.
process.off('disconnect', end)
if (process.connected) process.disconnect()
