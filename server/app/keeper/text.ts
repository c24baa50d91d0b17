const zh = {
  starting: '正在启动数据库…',
  migrating: '正在更新数据库结构…',
  opening: '正在启动留园…',
  another:
    '另一个留园（进程 {pid}）正在使用数据目录 {folder}：{url}。请先停止它，或用 DATA_DIR=… 选择别的目录。',
  ownData:
    '{folder} 里是你自己的数据，演示不会写入其中。请换一个目录，例如：DATA_DIR=./demo-data npm run demo',
  demoData:
    '提示：{folder} 里是演示品牌的数据。要使用自己的数据，请换一个目录：DATA_DIR=./my-data npm start',
  resetExternal:
    '--reset 只能清空内置数据库；现在设置了 DATABASE_URL 或 CLICKHOUSE_URL。请自行清空那些数据库后再试。',
  wasReset: '演示数据已清空。',
  needsEngines:
    '单独启动 {role} 时需要同时设置 DATABASE_URL 和 CLICKHOUSE_URL（其它角色也用同样的值）。',
  diskFull: '磁盘已满，留园无法启动。请清理 {folder} 所在的磁盘后再试；已有的数据没有损坏。',
  failed: '留园没有启动：{reason}\n可以运行 node bin/liuyuan.js doctor 查看原因。',
  stopping: '正在停止…（再按一次 Ctrl-C 立即结束）',
  hurrying: '立即结束。',
  stopped: '已停止。数据保存在 {folder}。',
  ready: '留园已就绪（{seconds} 秒）：{url}',
  serverAt: '接口：{url}',
  workerReady: '工作进程已就绪（{seconds} 秒）。',
  setup: '第一次使用：打开上面的网址，用这个启动口令建立工作区：{token}',
  logsIn: '日志写在 {folder}/run；想在终端里看：npm start -- --logs',
  loginLine: '账号 {login}    密码 {password}',
  phoneAt: '手机与导购（模拟的企业微信）：{url}',
  tryThese: [
    '可以试试：',
    '  · 总览：一个护肤品牌的一年，数据还在不断进来',
    '  · 客户：搜索姓名或拼音，打开一位客户看时间线',
    '  · 价值：谁会再买、何时再买、值多少',
    '  · 渠道活码：用上面的手机扫一个码，看欢迎语和来源成本',
    '  · 诊断：这个品牌适不适合做私域，用哪种打法',
    '  · 数据与开发者：实时看事件，用写入密钥发一条自己的',
  ].join('\n'),
  stopHint: 'Ctrl-C 停止；再次启动会保留数据；从头再来：npm run demo -- --reset',
  progress: '正在写入一年的历史：{percent}%',
  progressDone: '历史已写完，品牌继续运转。',
}

const en: typeof zh = {
  starting: 'Starting the databases …',
  migrating: 'Bringing the schema up to date …',
  opening: 'Opening Liuyuan …',
  another:
    'Another Liuyuan (process {pid}) has the data folder {folder} open: {url}. Stop it first, or choose another folder with DATA_DIR=….',
  ownData:
    '{folder} holds your own data, and the demo does not write there. Choose another folder, for example: DATA_DIR=./demo-data npm run demo',
  demoData:
    'Note: {folder} holds the demo brand. For your own data choose another folder: DATA_DIR=./my-data npm start',
  resetExternal:
    '--reset clears the embedded databases only, and DATABASE_URL or CLICKHOUSE_URL is set. Clear those databases yourself and try again.',
  wasReset: 'The demo data were cleared.',
  needsEngines:
    'To start {role} alone, set both DATABASE_URL and CLICKHOUSE_URL (the same values for the other roles).',
  diskFull:
    'The disk is full, so Liuyuan cannot start. Free space on the disk that holds {folder} and try again; what was stored is unharmed.',
  failed: 'Liuyuan did not start: {reason}\nnode bin/liuyuan.js doctor may tell why.',
  stopping: 'Stopping … (Ctrl-C again ends it at once)',
  hurrying: 'Ending at once.',
  stopped: 'Stopped. The data are in {folder}.',
  ready: 'Liuyuan is ready ({seconds} s): {url}',
  serverAt: 'The server answers at {url}.',
  workerReady: 'The worker is ready ({seconds} s).',
  setup: 'First use: open the address above and make your workspace with this setup token: {token}',
  logsIn: 'Logs are written to {folder}/run; to see them here: npm start -- --logs',
  loginLine: 'login {login}    password {password}',
  phoneAt: 'A phone and the associates (a pretend WeCom): {url}',
  tryThese: [
    'What to try:',
    '  · Overview: a year of a skin care brand, still going on',
    '  · Customers: search by name or pinyin, open one and read the timeline',
    '  · Value: who will buy again, when, and what it is worth',
    '  · Contact ways: scan a code with the phone above; see the welcome, the source and its cost',
    '  · Diagnosis: should this brand do private domain at all, and how',
    '  · Data and developers: watch events arrive; send your own with the write key',
  ].join('\n'),
  stopHint:
    'Ctrl-C stops it; the next start keeps the data; to start over: npm run demo -- --reset',
  progress: 'Writing a year of history: {percent} %',
  progressDone: 'The history is complete; the brand goes on living.',
}

const texts = { zh, en }
export type Language = keyof typeof texts
export type TextName = keyof typeof zh

/** A text with its parameters filled in. @param language null where the terminal does not say: English. */
export function say(
  language: Language | null,
  name: TextName,
  params: Record<string, string | number> = {},
): string {
  return texts[language ?? 'en'][name].replace(/\{(\w+)\}/g, (whole, key: string) =>
    String(params[key] ?? whole),
  )
}
