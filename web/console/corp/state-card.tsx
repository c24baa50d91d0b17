import { App, Button, Tag } from 'antd'
import type { ReactNode } from 'react'
import { type Associate, type Corp, corp as corpShape } from '../../../contract/corp.ts'
import { errorText } from '../../../contract/errors.ts'
import { api, Card, useDeed, useLanguage, useText, When } from '../../ui/index.ts'
import { texts } from './text.ts'

type Light = 'good' | 'waiting' | 'bad'
type Check = { key: string; name: string; light: Light; says: ReactNode }

const TONES: Record<Light, string> = { good: 'success', waiting: 'warning', bad: 'error' }
const REFUSALS = ['signature', 'stale', 'undecipherable', 'receiver'] as const

/** Five lights: do we reach WeCom, does it reach us, what came last, what was read, whom do we see. Each says the next step. */
export function StateCard({
  corp,
  members,
}: {
  corp: Corp
  members: readonly Associate[] | undefined
}) {
  const t = useText(texts)
  const { message } = App.useApp()
  const test = useDeed(() => api.post(`/api/corps/${corp.id}/test`, corpShape), {
    refresh: ['/api/corps'],
    done: ({ asked }) => {
      if (asked?.errcode === 0) void message.success(t('test_good'))
    },
  })
  const sync = useDeed(() => api.post(`/api/corps/${corp.id}/sync`, corpShape), {
    refresh: ['/api/corps'],
    done: () => void message.info(t('sync_started')),
  })
  const call = useCallCheck(corp)
  const address = useAddressCheck(corp)
  const read = useSyncCheck(corp)
  const seen = useMembersCheck(members)
  return (
    <Card
      title={t('state')}
      extra={
        <div className="kit-deeds">
          <Button onClick={() => test.run(undefined)} loading={test.isBusy}>
            {t('test')}
          </Button>
          <Button
            type="primary"
            onClick={() => sync.run(undefined)}
            loading={sync.isBusy}
            disabled={corp.isSyncing}
          >
            {t('sync')}
          </Button>
        </div>
      }
    >
      <dl className="kit-checks" aria-live="polite">
        {[call, address, useHeardCheck(corp), read, seen].map(({ key, name, light, says }) => (
          <div key={key}>
            <dt>
              <Tag color={TONES[light]}>{t(light)}</Tag>
              {name}
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

function useCallCheck({ asked }: Corp): Check {
  const t = useText(texts)
  const language = useLanguage()
  const is = { key: 'call', name: t('check_call') }
  if (asked === null) return { ...is, light: 'waiting', says: t('check_call_never') }
  if (asked.refusal === null)
    return { ...is, light: 'good', says: t.rich('check_call_good', { at: <When at={asked.at} /> }) }
  const { refusal, errcode, error } = asked
  if (refusal === 'silent')
    return { ...is, light: 'bad', says: errorText('wecom_silent', language, {}) }
  if (refusal === 'other')
    return {
      ...is,
      light: 'bad',
      says: t('check_call_other', { errcode: String(errcode), error: error ?? '' }),
    }
  return { ...is, light: 'bad', says: errorText(`corp_refused_${refusal}`, language, {}) }
}

function useAddressCheck({ verifiedAt }: Corp): Check {
  const t = useText(texts)
  const is = { key: 'address', name: t('check_address') }
  if (verifiedAt === null) return { ...is, light: 'waiting', says: t('check_address_never') }
  const at = <When at={verifiedAt} />
  return { ...is, light: 'good', says: t.rich('check_address_good', { at }) }
}

function useHeardCheck({ heardAt, refused }: Corp): Check {
  const t = useText(texts)
  const is = { key: 'heard', name: t('check_heard') }
  // What was refused after the last good one is the news.
  if (refused && (heardAt === null || refused.at > heardAt)) {
    const reason = REFUSALS.find((one) => one === refused.reason) ?? 'unreadable'
    const why = t(`refused_${reason}`)
    return {
      ...is,
      light: 'bad',
      says: t.rich('check_refused', { at: <When at={refused.at} />, why }),
    }
  }
  if (heardAt === null) return { ...is, light: 'waiting', says: t('check_heard_never') }
  return { ...is, light: 'good', says: <When at={heardAt} /> }
}

function useSyncCheck(corp: Corp): Check {
  const t = useText(texts)
  const { isSyncing, syncError, syncedAt, contactsWaiting: waiting } = corp
  const is = { key: 'sync', name: t('check_sync') }
  if (isSyncing) return { ...is, light: 'waiting', says: t('check_sync_running') }
  if (syncError !== null)
    return { ...is, light: 'bad', says: t('check_sync_failed', { error: syncError }) }
  if (waiting > 0)
    return { ...is, light: 'waiting', says: t('check_sync_reading', { count: waiting }) }
  if (syncedAt === null) return { ...is, light: 'waiting', says: t('check_sync_never') }
  return { ...is, light: 'good', says: <When at={syncedAt} /> }
}

function useMembersCheck(members: readonly Associate[] | undefined): Check {
  const t = useText(texts)
  const is = { key: 'members', name: t('check_members') }
  const active = members?.filter(({ isActive }) => isActive).length ?? 0
  if (members === undefined) return { ...is, light: 'waiting', says: '…' }
  if (active === 0) return { ...is, light: 'bad', says: t('check_members_none') }
  const gone = members.length - active
  return { ...is, light: 'good', says: t('check_members_some', { count: active, gone }) }
}
