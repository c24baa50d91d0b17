import { Alert, App, Button, Segmented } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import {
  type Referral,
  type ReferralReport,
  referral,
  referralReport,
} from '../../../contract/referral.ts'
import {
  api,
  Card,
  CopyText,
  Figures,
  GoButton,
  Loaded,
  PageHead,
  TypedConfirm,
  useAddress,
  useDeed,
  useFormat,
  useLoad,
  useMay,
  usePart,
  useText,
} from '../../ui/index.ts'
import { Friends } from './friends.tsx'
import { Inviters } from './inviters.tsx'
import { PagePreview } from './page-preview.tsx'
import { Report } from './report.tsx'
import { StateMark } from './state-mark.tsx'
import { Suspicious } from './suspicious.tsx'
import { texts } from './text.ts'
import { Tree } from './tree.tsx'

const REFRESH_MS = 5_000
const done = z.object({ ok: z.literal(true) })
const SHOWN = ['report', 'inviters', 'friends', 'suspicious', 'tree'] as const

/** A campaign: before the launch what is to be mended, afterwards what comes of it and what needs a person. */
export function ReferralPage() {
  const id = usePart('id')
  const load = useLoad(`/api/referrals/${id}`, referral, { every: REFRESH_MS })
  return (
    <Loaded load={load} shape="report">
      {(found) => (found.state === 'draft' ? <Draft found={found} /> : <Running found={found} />)}
    </Loaded>
  )
}

function Draft({ found }: { found: Referral }) {
  const t = useText(texts)
  return (
    <div className="kit-page">
      <PageHead
        title={found.name}
        sentence={
          <>
            <StateMark state={found.state} /> {t('run_draft')}
          </>
        }
        deeds={<DraftDeeds found={found} />}
      />
      <Problems found={found} />
      <div className="kit-two">
        <Link found={found} />
        <PagePreview
          headline={found.headline}
          story={found.story}
          tiers={found.tiers.map(({ people, name }) => ({ people, reward: name }))}
        />
      </div>
    </div>
  )
}

function Problems({ found: { problems } }: { found: Referral }) {
  const t = useText(texts)
  return (
    <div className="kit-stack">
      {[true, false].map((isBlocking) => {
        const some = problems.filter((one) => one.isBlocking === isBlocking)
        if (some.length === 0) return null
        return (
          <Alert
            key={String(isBlocking)}
            type={isBlocking ? 'error' : 'warning'}
            showIcon
            title={t(isBlocking ? 'problems' : 'warnings')}
            description={
              <ul>
                {some.map(({ code, words }) => (
                  <li key={code}>{t(`problem_${code}`, { words })}</li>
                ))}
              </ul>
            }
          />
        )
      })}
    </div>
  )
}

function useTurn(id: string, deed: 'launch' | 'pause' | 'resume' | 'end', says: string) {
  const { message } = App.useApp()
  return useDeed(() => api.post(`/api/referrals/${id}/${deed}`, done, {}), {
    refresh: ['/api/referrals'],
    done: () => void message.success(says),
  })
}

function DraftDeeds({ found }: { found: Referral }) {
  const t = useText(texts)
  const mayWrite = useMay('journeys.write')
  const launch = useTurn(found.id, 'launch', t('launched'))
  if (!mayWrite) return null
  const isBlocked = found.problems.some((one) => one.isBlocking)
  return (
    <>
      <GoButton to={`/referrals/${found.id}/edit`}>{t('edit')}</GoButton>
      <Button
        type="primary"
        disabled={isBlocked}
        loading={launch.isBusy}
        onClick={() => launch.run(undefined)}
      >
        {t('launch')}
      </Button>
    </>
  )
}

function RunDeeds({ found: { id, name, state } }: { found: Referral }) {
  const t = useText(texts)
  const mayWrite = useMay('journeys.write')
  const pause = useTurn(id, 'pause', t('done'))
  const resume = useTurn(id, 'resume', t('done'))
  if (!mayWrite || state === 'ended') return null
  return (
    <>
      {state === 'live' ? (
        <Button loading={pause.isBusy} onClick={() => pause.run(undefined)}>
          {t('pause')}
        </Button>
      ) : (
        <Button type="primary" loading={resume.isBusy} onClick={() => resume.run(undefined)}>
          {t('resume')}
        </Button>
      )}
      <EndButton id={id} name={name} />
    </>
  )
}

/** It cannot be opened again, so its name is typed. */
function EndButton({ id, name }: { id: string; name: string }) {
  const t = useText(texts)
  const [isOpen, setIsOpen] = useState(false)
  const end = useTurn(id, 'end', t('done'))
  return (
    <>
      <Button danger onClick={() => setIsOpen(true)}>
        {t('end')}
      </Button>
      <TypedConfirm
        open={isOpen}
        what={name}
        title={t('end_confirm', { name })}
        deed={t('end')}
        isBusy={end.isBusy}
        onConfirm={() => {
          end.run(undefined)
          setIsOpen(false)
        }}
        onCancel={() => setIsOpen(false)}
      >
        <p>{t('end_help')}</p>
      </TypedConfirm>
    </>
  )
}

function Running({ found }: { found: Referral }) {
  const report = useLoad(`/api/referrals/${found.id}/report`, referralReport, { every: REFRESH_MS })
  const address = useAddress()
  const t = useText(texts)
  const shown = SHOWN.find((one) => one === address.get('show')) ?? 'report'
  return (
    <div className="kit-page">
      <PageHead
        title={found.name}
        sentence={
          <>
            <StateMark state={found.state} />{' '}
            {report.data && <Said found={found} report={report.data} />}
          </>
        }
        deeds={<RunDeeds found={found} />}
      />
      <Loaded load={report} shape="report">
        {(data) => (
          <>
            <Numbers id={found.id} report={data} />
            <div>
              <Segmented
                value={shown}
                onChange={(show) => address.change({ show, state: undefined, cursor: undefined })}
                options={SHOWN.map((value) => ({
                  value,
                  label:
                    value === 'suspicious' && data.suspicious > 0
                      ? `${t('show_suspicious')} · ${data.suspicious}`
                      : t(`show_${value}`),
                }))}
              />
            </div>
            {shown === 'report' && (
              <Report found={found} report={data} side={<Link found={found} />} />
            )}
          </>
        )}
      </Loaded>
      {shown === 'inviters' && <Inviters id={found.id} />}
      {shown === 'friends' && <Friends id={found.id} />}
      {shown === 'suspicious' && <Suspicious id={found.id} />}
      {shown === 'tree' && <Tree id={found.id} />}
    </div>
  )
}

/** The page in a sentence. */
function Said({ found, report }: { found: Referral; report: ReferralReport }) {
  const t = useText(texts)
  const format = useFormat()
  const { inviters, friends, counted, k, needed } = report
  if (inviters === 0) return t('run_nobody')
  const said = k
    ? t('run_k', {
        value: format.decimal(k.all.value),
        low: format.decimal(k.all.low),
        high: format.decimal(k.all.high),
      })
    : t('run_k_needed', { needed })
  return (
    <>
      {found.state === 'ended' && t('run_ended')}
      {t('run_live', { inviters, friends, counted, k: said })}
    </>
  )
}

function Numbers({ id, report }: { id: string; report: ReferralReport }) {
  const t = useText(texts)
  const to = (show: string) => `/referrals/${id}?show=${show}`
  return (
    <Figures
      figures={[
        {
          label: t('figure_inviters'),
          definition: t('define_inviters'),
          value: report.inviters,
          to: to('inviters'),
        },
        {
          label: t('figure_friends'),
          definition: t('define_friends'),
          value: report.friends,
          to: to('friends'),
        },
        {
          label: t('figure_counted'),
          definition: t('define_counted'),
          value: report.counted,
          to: `${to('friends')}&state=counted`,
        },
        {
          label: t('figure_suspicious'),
          definition: t('define_suspicious'),
          value: report.suspicious,
          to: to('suspicious'),
        },
        {
          label: t('figure_cost'),
          definition: t('define_cost'),
          kind: 'money',
          value: report.costPerCounted,
        },
      ]}
    />
  )
}

function Link({ found: { url } }: { found: Referral }) {
  const t = useText(texts)
  return (
    <Card title={t('link')}>
      {url === null ? <p className="kit-soft">{t('link_none')}</p> : <CopyText text={url} />}
      <p className="kit-soft">{t('link_help')}</p>
    </Card>
  )
}
