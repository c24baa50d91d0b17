import { Button, Tag } from 'antd'
import { z } from 'zod'
import { type Landing, landing } from '../../../contract/landing.ts'
import {
  api,
  Card,
  CopyText,
  DetailPage,
  Facts,
  Figures,
  Go,
  GoButton,
  Loaded,
  PlainTable,
  useDeed,
  useFormat,
  useLoad,
  useMay,
  usePart,
  useText,
  useUndoToast,
} from '../../ui/index.ts'
import { landingTexts } from './landing-text.ts'

const PATH = '/api/landing-pages'
const LIVE_MS = 5_000
const done = z.object({ ok: z.literal(true) })

/** One landing page: who looked, who did what it is for, which wording does better. */
export function LandingPage() {
  const id = usePart('id')
  const load = useLoad(`${PATH}/${id}`, landing, { every: LIVE_MS })
  return (
    <Loaded load={load} shape="detail">
      {(one) => <LandingView landing={one} />}
    </Loaded>
  )
}

function LandingView({ landing: one }: { landing: Landing }) {
  const t = useText(landingTexts)
  const mayWrite = useMay('acquisition.write')
  const { id, name, template, deed, url, archivedAt, source, way, hook } = one
  return (
    <DetailPage
      title={name}
      subtitle={`${t(`template_${template}`)} · ${t(`deed_${deed}`)}`}
      marks={archivedAt !== null && <Tag>{t('state_archived')}</Tag>}
      deeds={
        mayWrite && (
          <>
            <GoButton to={`/landing-pages/${id}/edit`}>{t('edit')}</GoButton>
            <Archive landing={one} />
          </>
        )
      }
      letter={
        <>
          <Totals landing={one} />
          <Compare landing={one} />
        </>
      }
      side={
        <>
          <Card title={t('link')}>
            {url === null ? (
              <p className="kit-soft">{t('link_none')}</p>
            ) : (
              <div className="kit-stack">
                <CopyText text={url} />
                <Button href={url} target="_blank">
                  {t('open')}
                </Button>
              </div>
            )}
          </Card>
          <Card title={t('details')}>
            <Facts
              facts={[
                ...(source ? [{ label: t('source'), value: source.name }] : []),
                ...(way
                  ? [{ label: t('way'), value: <Go to={`/contact-ways/${way.id}`}>{way.name}</Go> }]
                  : []),
                ...(hook
                  ? [{ label: t('hook'), value: <Go to={`/hooks/${hook.id}`}>{hook.name}</Go> }]
                  : []),
              ]}
            />
          </Card>
        </>
      }
    />
  )
}

function Archive({ landing: { id, name, archivedAt } }: { landing: Landing }) {
  const t = useText(landingTexts)
  const toast = useUndoToast()
  const change = useDeed(
    (isArchived: boolean) => api.put(`${PATH}/${id}/archive`, done, { isArchived }),
    { refresh: [PATH, `${PATH}/${id}`] },
  )
  const archive = async () => {
    const isArchived = archivedAt === null
    if (!(await change.runAndWait(isArchived))) return
    toast({
      says: t(isArchived ? 'archived' : 'restored', { name }),
      undo: () => change.run(!isArchived),
    })
  }
  return (
    <Button type="text" loading={change.isBusy} onClick={() => void archive()}>
      {t(archivedAt === null ? 'archive' : 'restore')}
    </Button>
  )
}

function Totals({ landing: { visitors, acted, added, way, deed } }: { landing: Landing }) {
  const t = useText(landingTexts)
  return (
    <Figures
      figures={[
        { label: t('visitors'), value: visitors, definition: t('visitors_help') },
        ...(deed === 'code'
          ? []
          : [{ label: t('acted'), value: acted, definition: t('acted_help') }]),
        ...(way ? [{ label: t('added'), value: added, definition: t('added_help') }] : []),
      ]}
    />
  )
}

function Compare({ landing: { variants, difference } }: { landing: Landing }) {
  const t = useText(landingTexts)
  const format = useFormat()
  const points = (share: number) => `${share > 0 ? '+' : ''}${format.decimal(share * 100, 1)}`
  return (
    <Card title={t('compare')}>
      <p className="kit-sentence">
        {difference === null
          ? t('compare_one')
          : t(difference.isClear ? 'compare_clear' : 'compare_unclear', {
              points: points(difference.effect),
              low: points(difference.low),
              high: points(difference.high),
            })}
      </p>
      {difference && <p className="kit-soft">{t('compare_peek')}</p>}
      <PlainTable
        label={t('variants')}
        table={{
          columns: [t('variants'), t('headline'), t('visitors'), t('acted'), t('rate')],
          rows: variants.map(({ id, headline, visitors, acted }) => [
            t(`variant_${id}`),
            headline,
            format.count(visitors),
            format.count(acted),
            visitors === 0 ? '—' : format.percent(acted / visitors),
          ]),
        }}
      />
    </Card>
  )
}
