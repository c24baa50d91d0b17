/** What the commands say, in Chinese and English. The keys of both are equal (judged by test/tidy.test.ts). */

/** What the settings that are no addresses should be. */
const wanted = {
  zh: {
    PORT: ' 0 到 65535 之间的数字',
    LIUYUAN_ROLE: ' all、api 或 worker',
    LIUYUAN_DEMO: ' 0 或 1',
    LIUYUAN_SECRET: ' 32 字节的 base64（至少 43 个字符）',
    LOG_LEVEL: ' trace、debug、info、warn、error 或 silent',
  },
  en: {
    PORT: 'a number from 0 to 65535',
    LIUYUAN_ROLE: 'all, api or worker',
    LIUYUAN_DEMO: '0 or 1',
    LIUYUAN_SECRET: 'base64 of 32 bytes (at least 43 characters)',
    LOG_LEVEL: 'trace, debug, info, warn, error or silent',
  },
}

const zh = {
  nodeTooOld: (found) =>
    `留园需要 Node.js 20.19 或更新的版本，这台机器上是 ${found}。请从 https://nodejs.org 安装新版本后再试。`,
  noNpm: '没有找到 npm。请安装完整的 Node.js（含 npm）后再试：https://nodejs.org',
  musl: '这台机器使用 musl（例如 Alpine）。内置数据库需要 glibc：请换用 Debian、Ubuntu 等系统，或同时设置 DATABASE_URL 和 CLICKHOUSE_URL。',
  diskFull: (folder, free, wanted) =>
    `磁盘空间不足：${folder} 所在磁盘只剩 ${free} MB，需要至少 ${wanted} MB。请清理后再试。`,
  portBusy: (port, command) =>
    `端口 ${port} 已被占用。请换一个端口，例如：PORT=${Number(port) + 1} ${command}`,
  badSetting: (name) =>
    name.endsWith('_FILE')
      ? `${name} 指向的文件不存在。请检查路径后再试。`
      : `环境变量 ${name} 的值不能用，应为${wanted.zh[name] || '完整的地址，例如 https://主机:端口'}。请改正后再试。`,
  portBad: (port) => `PORT=${port} 不是端口号。请使用 0 到 65535 之间的数字。`,
  portDenied: (port) => `没有权限使用端口 ${port}。请换一个 1024 以上的端口，例如 PORT=3000。`,
  installing: '正在安装依赖（约 1.2 GB，只需一次）…',
  installed: (seconds) => `依赖已安装（${seconds} 秒）。`,
  still: (what, seconds) => `  ${what}（已 ${seconds} 秒）`,
  installFailed: (tail) =>
    `依赖安装失败。请检查网络和 npm 源（npm config get registry）后再试。\n${tail}`,
  missingPackage: (name) =>
    `这个平台上没有安装 ${name}。请不要用 --omit=optional 安装，或者设置 DATABASE_URL 和 CLICKHOUSE_URL 使用外部数据库。`,
  missingLibrary: (library, hint) =>
    `系统缺少共享库 ${library}，内置数据库无法运行。请安装：${hint}`,
  waiting: '另一个留园命令正在安装或构建，等它完成…',
  buildingServer: '正在构建服务端…',
  buildingWeb: '正在构建控制台…',
  built: (seconds) => `构建完成（${seconds} 秒）。`,
  buildFailed: (what, tail) => `${what}构建失败，第一处错误见下。\n${tail}`,
  server: '服务端',
  web: '控制台',
  unknownCommand: (name) => `没有「${name}」这个命令。可用的命令见：node bin/liuyuan.js help`,
  unknownOption: (name) => `不认识选项 ${name}。用法见：node bin/liuyuan.js help`,
  needsValue: (name) => `选项 ${name} 需要一个值。用法见：node bin/liuyuan.js help`,
  badRole: (role) => `--role 只能是 all、api 或 worker，不能是「${role}」。`,
  importUsage: '用法：liuyuan import orders|customers 文件.csv [--workspace 名称或编号]',
  noFile: (file) => `找不到文件 ${file}。请检查路径。`,
  notBuiltFor: (name) => `这个安装里没有「${name}」命令的程序。请重新安装留园。`,
  help: `留园 — 自托管的私域平台

用法：node bin/liuyuan.js <命令>

  demo [--reset] [--json] [--port N]   启动演示品牌；--reset 清空演示数据重来；--json 就绪后只输出一行 JSON
  start [--role all|api|worker] [--port N] [--logs]
                                       用自己的数据启动；外部数据库时可分开启动各角色
  dev                                  开发：改动后自动重启，控制台热更新
  import orders|customers 文件 [--workspace 名称]
                                       导入订单或客户（CSV）
  migrate                              更新数据库结构
  doctor                               检查这个安装，说明下一步
  bench 名称                           运行一项基准测试
  build                                重新构建
  help                                 这段说明

环境变量：PORT（3000）、HOST、DATA_DIR（./data）、DATABASE_URL、CLICKHOUSE_URL、PUBLIC_URL、LOG_LEVEL
`,
  // npm test
  step: (name) => `· ${name}`,
  stepPassed: (name, seconds) => `✓ ${name}（${seconds} 秒）`,
  stepFailed: (name, seconds) => `✗ ${name}（${seconds} 秒）`,
  stepSkipped: (name, reason) => `- ${name}：跳过，${reason}`,
  format: '格式与规范',
  typesServer: '类型（服务端）',
  typesWeb: '类型（界面）',
  unused: '未使用的代码',
  build: '构建',
  browser: '浏览器',
  tests: '测试',
  installBrowser: '正在安装浏览器（chromium）…',
  noBrowser: (reason) => `没有 chromium（${reason}），浏览器测试会被跳过`,
  browserNotRoot: '自动安装需要 root 和 apt-get',
  browserFailed: 'apt-get 安装失败',
  skippedTests: '跳过的测试：',
  failedTests: '失败的测试：',
  noReason: '未说明原因',
  failedSteps: '未通过的步骤：',
  crashed: '测试没有跑完，没有结果',
  summary: (passed, failed, skipped) => `${passed} passed, ${failed} failed, ${skipped} skipped`,
}

const en = {
  nodeTooOld: (found) =>
    `Liuyuan needs Node.js 20.19 or newer; this machine has ${found}. Install a newer one from https://nodejs.org and try again.`,
  noNpm:
    'npm was not found. Install the whole of Node.js (with npm) and try again: https://nodejs.org',
  musl: 'This machine uses musl (Alpine, for example). The embedded databases need glibc: use Debian, Ubuntu or the like, or set both DATABASE_URL and CLICKHOUSE_URL.',
  diskFull: (folder, free, wanted) =>
    `The disk is too full: the one that holds ${folder} has ${free} MB left and at least ${wanted} MB are needed. Free some space and try again.`,
  portBusy: (port, command) =>
    `Port ${port} is in use by another program. Choose another, for example: PORT=${Number(port) + 1} ${command}`,
  badSetting: (name) =>
    name.endsWith('_FILE')
      ? `The file that ${name} names does not exist. Check its path and try again.`
      : `The value of ${name} cannot be used: it should be ${wanted.en[name] || 'a whole address, such as https://host:port'}. Correct it and try again.`,
  portBad: (port) => `PORT=${port} is not a port. Use a number from 0 to 65535.`,
  portDenied: (port) =>
    `Port ${port} may not be used by this account. Choose one above 1024, for example PORT=3000.`,
  installing: 'Installing packages (about 1.2 GB, only once) …',
  installed: (seconds) => `Packages are installed (${seconds} s).`,
  still: (what, seconds) => `  ${what} (${seconds} s so far)`,
  installFailed: (tail) =>
    `The packages could not be installed. Check the network and the registry (npm config get registry) and try again.\n${tail}`,
  missingPackage: (name) =>
    `${name} is not installed for this platform. Install without --omit=optional, or set DATABASE_URL and CLICKHOUSE_URL to use other databases.`,
  missingLibrary: (library, hint) =>
    `The system lacks the shared library ${library}, without which the embedded databases do not run. Install it: ${hint}`,
  waiting: 'Another Liuyuan command is installing or building; waiting for it …',
  buildingServer: 'Building the server …',
  buildingWeb: 'Building the console …',
  built: (seconds) => `Built (${seconds} s).`,
  buildFailed: (what, tail) => `The ${what} could not be built; the first error follows.\n${tail}`,
  server: 'server',
  web: 'console',
  unknownCommand: (name) => `There is no command "${name}". See: node bin/liuyuan.js help`,
  unknownOption: (name) => `The option ${name} is not known. See: node bin/liuyuan.js help`,
  needsValue: (name) => `The option ${name} needs a value. See: node bin/liuyuan.js help`,
  badRole: (role) => `--role must be all, api or worker, not "${role}".`,
  importUsage: 'Usage: liuyuan import orders|customers FILE.csv [--workspace NAME-OR-ID]',
  noFile: (file) => `The file ${file} was not found. Check the path.`,
  notBuiltFor: (name) =>
    `This installation has no program for the command "${name}". Install Liuyuan again.`,
  help: `Liuyuan 留园 — a self-hosted private-domain platform

Usage: node bin/liuyuan.js <command>

  demo [--reset] [--json] [--port N]   start the demo brand; --reset starts over; --json prints one line of JSON once ready
  start [--role all|api|worker] [--port N] [--logs]
                                       start with your own data; with external databases the roles can be started apart
  dev                                  develop: restarts on change, console with hot reload
  import orders|customers FILE [--workspace NAME]
                                       import orders or customers (CSV)
  migrate                              bring the databases' schema up to date
  doctor                               check this installation and say the next step
  bench NAME                           run a benchmark
  build                                build again
  help                                 this text

Environment: PORT (3000), HOST, DATA_DIR (./data), DATABASE_URL, CLICKHOUSE_URL, PUBLIC_URL, LOG_LEVEL
`,
  step: (name) => `· ${name}`,
  stepPassed: (name, seconds) => `✓ ${name} (${seconds} s)`,
  stepFailed: (name, seconds) => `✗ ${name} (${seconds} s)`,
  stepSkipped: (name, reason) => `- ${name}: skipped, ${reason}`,
  format: 'format and lint',
  typesServer: 'types (server)',
  typesWeb: 'types (web)',
  unused: 'unused code',
  build: 'build',
  browser: 'browser',
  tests: 'tests',
  installBrowser: 'Installing a browser (chromium) …',
  noBrowser: (reason) => `there is no chromium (${reason}); browser tests will be skipped`,
  browserNotRoot: 'installing one needs root and apt-get',
  browserFailed: 'apt-get could not install it',
  skippedTests: 'Skipped tests:',
  failedTests: 'Failed tests:',
  noReason: 'no reason given',
  failedSteps: 'Steps that failed:',
  crashed: 'the tests did not run to their end, so there is no result',
  summary: (passed, failed, skipped) => `${passed} passed, ${failed} failed, ${skipped} skipped`,
}

export const texts = { zh, en }

/** @returns {'zh' | 'en' | null} the language of the terminal; null where it does not say (`C`, nothing). */
export function languageOf(env) {
  const said = env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  if (/^zh/i.test(said)) return 'zh'
  return said === '' || /^(C|POSIX)(\.|$)/.test(said) ? null : 'en'
}

/** The texts for this terminal; English where it does not say. */
export function words(env) {
  return texts[languageOf(env) || 'en']
}
