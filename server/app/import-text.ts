export type Language = 'zh' | 'en'

const zh = {
  noWorkspace: '还没有工作区。请先运行 npm start，在初始化页面创建。',
  whichWorkspace: '有好几个工作区，请用 --workspace 指明其中一个：{names}',
  reading: '正在读取：{rows} 行（{percent}%）',
  working: '正在整理成客户与订单：还剩 {rows} 行',
  rows: '第 {no} 次导入：读取 {read} 行，接收 {taken} 行，{failed} 行有问题。',
  orders:
    '订单：新增 {created}，更新 {changed}，早已有 {unchanged}；涉及客户 {customers} 位，实付 {paid}，退款 {refunded}，{from} 至 {to}。',
  failed: '有问题的行可在控制台的「导入」里下载（{id}）。',
}

const en: typeof zh = {
  noWorkspace: 'There is no workspace yet. Run npm start and make one on the set-up page.',
  whichWorkspace: 'There are several workspaces; name one with --workspace: {names}',
  reading: 'Reading: {rows} rows ({percent}%)',
  working: 'Turning rows into customers and orders: {rows} left',
  rows: 'Import {no}: {read} rows read, {taken} taken, {failed} with problems.',
  orders:
    'Orders: {created} new, {changed} changed, {unchanged} known already; {customers} customers, paid {paid}, refunded {refunded}, {from} to {to}.',
  failed: 'The rows with problems can be downloaded in the console under Import ({id}).',
}

const texts = { zh, en }

/** A line for the terminal with its gaps filled. */
export function text(
  language: Language,
  key: keyof typeof zh,
  params: Record<string, string | number>,
): string {
  return texts[language][key].replace(/\{(\w+)\}/g, (whole, name: string) =>
    String(params[name] ?? whole),
  )
}
