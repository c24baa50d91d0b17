import { Button, DatePicker } from 'antd'
import dayjs from 'dayjs'
import type { z } from 'zod'
import { type ExecutedRow, execution } from '../../../contract/staff-work.ts'
import {
  barChart,
  Chart,
  type ChartTable,
  Go,
  Loaded,
  PlainTable,
  ReportPage,
  useAddress,
  useFormat,
  useLoad,
  useText,
} from '../../ui/index.ts'
import { useAssociateName } from '../deliveries/words.tsx'
import { texts } from './work-text.ts'

type Execution = z.infer<typeof execution>
const PATH = '/api/staff-execution'
const DAY = 'YYYY-MM-DD'

/** How tasks are carried out, by week, associate and SOP; every number opens its tasks. */
export function ExecutionPage() {
  const address = useAddress()
  const asked = askedIn(address)
  const load = useLoad(PATH, execution, { query: asked })
  return (
    <Loaded load={load} shape="report">
      {(data) => <Report execution={data} />}
    </Loaded>
  )
}

function askedIn(address: ReturnType<typeof useAddress>) {
  const [from, to] = [address.get('from'), address.get('to')]
  return { ...(from ? { from } : {}), ...(to ? { to } : {}) }
}

function Report({ execution: { from, to, items } }: { execution: Execution }) {
  const t = useText(texts)
  const format = useFormat()
  const address = useAddress()
  const sum = sumOf(items)
  const share = (part: number, whole: number) => (whole === 0 ? '—' : format.percent(part / whole))
  const weeks = [...new Set(items.map(({ weekOn }) => weekOn))].sort()
  const ofWeek = (week: string) => sumOf(items.filter(({ weekOn }) => weekOn === week))
  return (
    <ReportPage
      title={t('execution')}
      question={t('execution_question')}
      sentence={
        sum.given === 0
          ? t('execution_none', { from, to })
          : t('execution_sentence', {
              from,
              to,
              given: sum.given,
              share: share(sum.done, sum.given),
              intime: share(sum.inTime, sum.done),
              expired: sum.expired,
            })
      }
      controls={
        <DatePicker.RangePicker
          aria-label={t('from_to')}
          allowClear={false}
          value={[dayjs(from), dayjs(to)]}
          onChange={(days) =>
            address.change({ from: days?.[0]?.format(DAY), to: days?.[1]?.format(DAY) })
          }
        />
      }
      deeds={
        <>
          <Go to="/staff-tasks">{t('back')}</Go>
          <Button href={`${PATH}.csv?from=${from}&to=${to}`}>{t('export')}</Button>
        </>
      }
      picture={
        weeks.length > 0 && (
          <Chart
            label={t('execution_picture')}
            option={barChart({
              x: weeks,
              series: [
                {
                  name: t('done_share'),
                  values: weeks.map((week) => {
                    const { done, given } = ofWeek(week)
                    return given === 0 ? null : done / given
                  }),
                },
              ],
              unit: 'percent',
            })}
            table={{
              columns: [t('week'), t('given'), t('done'), t('done_share')],
              rows: weeks.map((week) => {
                const { given, done } = ofWeek(week)
                return [week, given, done, share(done, given)]
              }),
            }}
          />
        )
      }
      table={items.length > 0 && <Tables rows={items} from={from} to={to} share={share} />}
      method={<p>{t('execution_method')}</p>}
    />
  )
}

type Counts = Omit<ExecutedRow, 'weekOn' | 'userid' | 'journey'>

function sumOf(rows: readonly ExecutedRow[]): Counts {
  const sum = (key: keyof Counts) => rows.reduce((all, row) => all + row[key], 0)
  return {
    given: sum('given'),
    done: sum('done'),
    inTime: sum('inTime'),
    byPhone: sum('byPhone'),
    skipped: sum('skipped'),
    expired: sum('expired'),
    cancelled: sum('cancelled'),
    open: sum('open'),
    late: sum('late'),
  }
}

type TablesProps = {
  rows: readonly ExecutedRow[]
  from: string
  to: string
  share: (part: number, whole: number) => string
}

function Tables({ rows, from, to, share }: TablesProps) {
  const t = useText(texts)
  const nameOf = useAssociateName()
  const days = `openedFrom=${from}&openedTo=${to}`
  const userids = [...new Set(rows.map(({ userid }) => userid))]
  const sops = [...new Map(rows.map(({ journey }) => [journey?.id ?? '', journey])).values()]
  const line = useLine(share)
  const people: ChartTable = {
    columns: [t('associate'), ...line.columns],
    rows: userids.map((userid) => [
      nameOf(userid),
      ...line.cells(
        sumOf(rows.filter((row) => row.userid === userid)),
        `${days}&userid=${encodeURIComponent(userid)}`,
      ),
    ]),
  }
  const journeys: ChartTable = {
    columns: [t('sop'), ...line.columns],
    rows: sops.map((sop) => [
      sop?.name ?? t('own'),
      ...line.cells(
        sumOf(rows.filter(({ journey }) => journey?.id === sop?.id)),
        sop ? `${days}&journeyId=${sop.id}` : null,
      ),
    ]),
  }
  return (
    <div className="kit-stack">
      <h2>{t('execution_by')}</h2>
      <PlainTable label={t('execution_by')} table={people} />
      <h2>{t('execution_by_sop')}</h2>
      <PlainTable label={t('execution_by_sop')} table={journeys} />
    </div>
  )
}

/** The figures of a row, each open to its tasks. @param query null: there is no list of these alone. */
function useLine(share: TablesProps['share']) {
  const t = useText(texts)
  const format = useFormat()
  return {
    columns: [
      t('given'),
      t('done_share'),
      t('in_time'),
      t('by_phone'),
      t('skipped'),
      t('expired'),
      t('open'),
      t('late'),
    ],
    cells(sum: Counts, query: string | null) {
      const list = (key: string, shown: string, state: string) =>
        query === null ? (
          shown
        ) : (
          <Go key={key} to={`/staff-tasks?${query}&state=${state}`}>
            {shown}
          </Go>
        )
      return [
        list('given', format.count(sum.given), 'any'),
        list('done', share(sum.done, sum.given), 'done'),
        share(sum.inTime, sum.done),
        list('phone', format.count(sum.byPhone), 'done&outcome=by_phone'),
        list('skipped', format.count(sum.skipped), 'skipped'),
        list('expired', format.count(sum.expired), 'expired'),
        list('open', format.count(sum.open), 'open'),
        list('late', format.count(sum.late), 'open&late=yes'),
      ]
    },
  }
}
