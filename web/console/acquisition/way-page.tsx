import { Alert, Button, Tag } from 'antd'
import { z } from 'zod'
import { type ContactWayDetail, contactWayDetail } from '../../../contract/acquisition.ts'
import {
  api,
  Card,
  Chart,
  Day,
  DetailPage,
  Explain,
  Facts,
  type FigureProps,
  Figures,
  Go,
  Loaded,
  lineChart,
  useAddress,
  useDeed,
  useFormat,
  useLoad,
  useMay,
  usePart,
  useText,
  useUndoToast,
  useWhen,
} from '../../ui/index.ts'
import { Picture } from './picture.tsx'
import { posterTexts } from './poster-text.ts'
import { ScheduleCard } from './schedule-card.tsx'
import { texts } from './text.ts'
import { WayPoster } from './way-poster.tsx'
import { WayState } from './way-state.tsx'
import { useWelcomeSaid } from './way-welcome-fields.ts'
import { DAYS_USUAL } from './ways-page.tsx'

const done = z.object({ ok: z.literal(true) })
const LIVE_MS = 2_000
const REFRESH = ['/api/contact-ways', '/api/sources']

/** One code: its picture to print, what it brought, who answers and what they say. */
export function WayPage() {
  const id = usePart('id')
  const days = Number(useAddress().get('days') ?? DAYS_USUAL)
  const load = useLoad(`/api/contact-ways/${id}`, contactWayDetail, {
    query: { days },
    every: LIVE_MS,
  })
  return (
    <Loaded load={load} shape="detail">
      {(way) => <WayView way={way} days={days} />}
    </Loaded>
  )
}

function WayView({ way, days }: { way: ContactWayDetail; days: number }) {
  const t = useText(texts)
  const posterText = useText(posterTexts)
  const when = useWhen()
  return (
    <DetailPage
      title={way.name}
      marks={<WayState way={way} />}
      subtitle={`${way.source.name} · ${t('created_at')} ${when(way.createdAt)}`}
      deeds={useMay('acquisition.write') && <Deeds way={way} />}
      letter={
        <>
          {way.archivedAt !== null && <Alert type="info" showIcon title={t('archived_note')} />}
          <Unmade way={way} />
          <Figures figures={useFigures(way, days)} />
          <Card>
            <ByDay way={way} />
          </Card>
          <ScheduleCard way={way} />
          <Words way={way} />
        </>
      }
      side={
        <>
          <Card title={t('picture')}>
            <Picture key={way.qrUrl} way={way} />
          </Card>
          {way.phase === 'live' && (
            <Card title={posterText('title')}>
              <WayPoster way={way} />
            </Card>
          )}
          <Details way={way} />
        </>
      }
    />
  )
}

function Deeds({ way }: { way: ContactWayDetail }) {
  const t = useText(texts)
  const toast = useUndoToast()
  const change = useDeed(
    (isArchived: boolean) => api.patch(`/api/contact-ways/${way.id}`, done, { isArchived }),
    { refresh: REFRESH },
  )
  const isArchived = way.archivedAt !== null
  const turn = async () => {
    if (!(await change.runAndWait(!isArchived))) return
    toast({
      says: t(isArchived ? 'restored' : 'archived', { name: way.name }),
      undo: () => change.run(isArchived),
    })
  }
  return (
    <>
      <Button onClick={() => void turn()} loading={change.isBusy}>
        {t(isArchived ? 'restore' : 'archive')}
      </Button>
      <Go to={`/contact-ways/${way.id}/edit`} className="kit-go-button">
        {t('edit')}
      </Go>
    </>
  )
}

/** A code that WeCom has not made says why, and can be made again. */
function Unmade({ way: { id, phase, errcode } }: { way: ContactWayDetail }) {
  const t = useText(texts)
  const again = useDeed(() => api.post(`/api/contact-ways/${id}/make`, contactWayDetail), {
    refresh: REFRESH,
  })
  if (phase === 'live') return null
  const says =
    phase === 'making' || errcode === null
      ? t('failed_silent')
      : t('failed_code', { errcode: String(errcode) })
  return (
    <Alert
      type="warning"
      showIcon
      title={says}
      action={
        <Button size="small" onClick={() => again.run(undefined)} loading={again.isBusy}>
          {t('make_again')}
        </Button>
      }
    />
  )
}

function useFigures(way: ContactWayDetail, days: number): FigureProps[] {
  const t = useText(texts)
  const period = t('days', { count: days })
  const { added, lost, net, costPerPerson } = way
  return [
    { label: t('added'), value: added, definition: t('added_help'), period },
    { label: t('lost'), value: lost, definition: t('lost_help'), period },
    { label: t('net'), value: net, definition: t('net_help'), period },
    {
      label: t('cost_person'),
      value: costPerPerson,
      kind: 'money',
      definition: t('cost_person_help'),
      period,
    },
  ]
}

/** Every day of the period, those without anybody too. */
function ByDay({ way: { period, days } }: { way: ContactWayDetail }) {
  const t = useText(texts)
  const format = useFormat()
  const all = daysFrom(period.fromOn, period.toOn).map(
    (on) => days.find((day) => day.on === on) ?? { on, added: 0, lost: 0 },
  )
  return (
    <Chart
      label={t('by_day')}
      height={220}
      option={lineChart({
        x: all.map(({ on }) => format.day(on, Number(period.toOn.slice(0, 4)))),
        series: [
          { name: t('added'), values: all.map(({ added }) => added) },
          { name: t('lost'), values: all.map(({ lost }) => lost) },
        ],
        unit: 'count',
      })}
      table={{
        columns: [t('day'), t('added'), t('lost')],
        rows: all.map(({ on, added, lost }) => [
          <Day key={on} on={on} />,
          format.count(added),
          format.count(lost),
        ]),
      }}
    />
  )
}

const DAY_MS = 86_400_000

function daysFrom(fromOn: string, toOn: string): string[] {
  const [from, to] = [Date.parse(fromOn), Date.parse(toOn)]
  const count = Math.round((to - from) / DAY_MS) + 1
  return Array.from({ length: Math.max(0, count) }, (_, at) =>
    new Date(from + at * DAY_MS).toISOString().slice(0, 10),
  )
}

function Words({ way: { welcomes, welcomeNew, welcomeReturning } }: { way: ContactWayDetail }) {
  const t = useText(texts)
  const said = useWelcomeSaid()
  return (
    <Card title={t('words')}>
      {welcomes.length === 0 && welcomeNew === '' && welcomeReturning === '' ? (
        <p className="kit-soft">{t('words_none')}</p>
      ) : (
        <Facts
          facts={[
            ...welcomes.map((one) => ({ label: said(one), value: one.words })),
            { label: t('preview_who_new'), value: welcomeNew || t('words_general') },
            {
              label: t('preview_who_back'),
              value: welcomeReturning || welcomeNew || t('words_general'),
            },
          ]}
        />
      )}
    </Card>
  )
}

function Details({ way }: { way: ContactWayDetail }) {
  const t = useText(texts)
  return (
    <Card title={t('details')}>
      <Facts
        facts={[
          { label: t('source'), value: <Go to="/sources">{way.source.name}</Go> },
          {
            label: t('associates'),
            value: way.associates.map(({ userid, name }) => <Tag key={userid}>{name}</Tag>),
          },
          {
            label: t('tags'),
            value:
              way.tags.length === 0
                ? t('nobody')
                : way.tags.map(({ id, name }) => <Tag key={id}>{name}</Tag>),
          },
          {
            label: t('skip_verify'),
            value: t(way.skipVerify ? 'yes' : 'no'),
          },
          {
            label: t('parameter'),
            help: <Explain what={t('parameter')}>{t('parameter_help')}</Explain>,
            value: <code>{way.state}</code>,
          },
          {
            label: t('people'),
            value: (
              <Go to={`/customers?code=${encodeURIComponent(way.state)}`}>{t('see_people')}</Go>
            ),
          },
        ]}
      />
    </Card>
  )
}
