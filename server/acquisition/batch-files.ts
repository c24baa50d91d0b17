import { stringify } from 'csv-stringify/sync'
import type { CodeFormat } from '../../contract/way-batch.ts'
import { showId, type Tenant, type ZipFile } from '../kernel/index.ts'
import type { Language } from '../page/index.ts'
import { type Database, sql, type Tx } from '../postgres/index.ts'
import { fetchPicture } from './picture.ts'
import { printedCode } from './print-code.ts'

const LINES_MAX = 5_000
/** Pictures that are fetched beside each other, of codes whose text is not known. */
const LABEL_MAX = 60

type Line = {
  line: number
  name: string
  source: string
  state: string
  lineState: 'waiting' | 'asking' | 'made' | 'refused' | 'stopped'
  phase: string
  errcode: number | null
  wayId: string
  qrUrl: string | null
  codeText: string | null
}

const words = {
  zh: {
    head: [
      '行',
      '名称',
      '来源',
      '结果',
      '错误码',
      '渠道参数',
      '二维码地址',
      '二维码内容',
      '文件',
      '活码',
    ],
    made: '已生成',
    waiting: '等待生成',
    asking: '正在生成',
    refused: '企业微信没有生成',
    stopped: '已停下，没有生成',
    list: '二维码清单.csv',
  },
  en: {
    head: [
      'Line',
      'Name',
      'Source',
      'Result',
      'Error code',
      'Parameter',
      'Picture',
      'Content',
      'File',
      'Code',
    ],
    made: 'made',
    waiting: 'waiting',
    asking: 'being made',
    refused: 'not made by WeCom',
    stopped: 'stopped, not made',
    list: 'codes.csv',
  },
} as const

/** What came of each line of a table, as a file. */
export function resultFile(lines: readonly Line[], language: Language): string {
  return csvOf(lines, language, () => '')
}

function csvOf(lines: readonly Line[], language: Language, fileOf: (line: Line) => string): string {
  const t = words[language]
  const rows = lines.map((one) => [
    ...[one.line, one.name, one.source, t[one.phase === 'live' ? 'made' : one.lineState]],
    ...[one.errcode ?? '', one.state, one.qrUrl ?? '', one.codeText ?? '', fileOf(one)],
    showId('contactWay', one.wayId),
  ])
  return stringify([t.head, ...rows], { bom: true, escape_formulas: true })
}

/** All lines of a table, in its order. */
export function linesOfBatch(tx: Tx, tenant: Pick<Tenant, 'id'>, batchId: string): Promise<Line[]> {
  return tx.rows(sql<Line>`
    select l.line, w.name, s.name as source, w.state, l.state as "lineState", w.phase, l.errcode, w.id as "wayId",
           w.qr_url as "qrUrl", w.code_text as "codeText"
    from acquisition.way_batch_line l
    join acquisition.contact_way w
      on w.workspace_id = l.workspace_id
      and w.id = l.way_id
    join acquisition.source s
      on s.workspace_id = w.workspace_id
      and s.id = w.source_id
    where l.workspace_id = ${tenant.id}
      and l.batch_id = ${batchId}
    order by l.line
    limit ${LINES_MAX}
  `)
}

/** Every code of a table that is there, to be printed, and a list of them. What the picture holds is not known: WeCom's own. */
export async function* codeFiles(
  deps: { db: Database; wecomUrl: string },
  { lines, format, language }: { lines: readonly Line[]; format: CodeFormat; language: Language },
): AsyncGenerator<ZipFile> {
  const named = new Map<number, string>()
  for (const one of lines) {
    if (one.qrUrl === null || one.phase !== 'live') continue
    const drawn =
      one.codeText === null
        ? await wecomsOwn(one.qrUrl, deps.wecomUrl)
        : printedCode(one.codeText, format)
    if (!drawn) continue
    const name = `${String(one.line).padStart(4, '0')}_${cleanName(one.name)}.${drawn.ending}`
    named.set(one.line, name)
    yield { name, bytes: drawn.bytes }
  }
  const list = csvOf(lines, language, ({ line }) => named.get(line) ?? '')
  yield { name: words[language].list, bytes: Buffer.from(list) }
}

async function wecomsOwn(qrUrl: string, wecomUrl: string) {
  const picture = await fetchPicture(qrUrl, wecomUrl)
  if (!picture.ok) return null
  const { kind, bytes } = picture.value
  return { ending: kind.includes('svg') ? 'svg' : kind.includes('jpeg') ? 'jpg' : 'png', bytes }
}

/** A name that every system takes for a file. */
function cleanName(name: string): string {
  return name
    .replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LABEL_MAX)
}
