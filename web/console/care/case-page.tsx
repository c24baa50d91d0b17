import { Alert, Button } from 'antd'
import { useState } from 'react'
import { type ServiceCaseDetail, serviceCaseDetail } from '../../../contract/care.ts'
import {
  Card,
  DetailPage,
  Facts,
  Go,
  Loaded,
  useKeys,
  useLoad,
  useMay,
  usePart,
  useText,
  When,
} from '../../ui/index.ts'
import { ChangeModal } from './change-modal.tsx'
import { Entries } from './entries.tsx'
import { OwnerModal } from './owner-modal.tsx'
import { texts } from './text.ts'
import { CaseDue, CaseOwner, CaseState, useKindWord } from './words.tsx'
import { type WordDeed, WordsModal, wordDeeds } from './words-modal.tsx'

const LIVE_MS = 5_000

/** One case: what it is about, what is to be done, and everything that was. */
export function CasePage() {
  const id = usePart('id')
  const load = useLoad(`/api/service-cases/${id}`, serviceCaseDetail, { every: LIVE_MS })
  return (
    <Loaded load={load} shape="detail">
      {(one) => <CaseView one={one} />}
    </Loaded>
  )
}

type Opened = WordDeed | 'owner' | 'change' | null
const KEYS: Record<WordDeed, string> = {
  answer: 'a',
  wait: 'w',
  back: 'b',
  solve: 's',
  note: 'n',
  close: 'c',
  reopen: 'o',
  rate: 'm',
  seen: 'v',
}

/** What can be done to a case as it stands; the first is the one that is waited for. */
function deedsOf({ state, isEscalated }: ServiceCaseDetail): WordDeed[] {
  const seen: WordDeed[] = isEscalated ? ['seen'] : []
  switch (state) {
    case 'open':
      return ['answer', 'solve', 'wait', ...seen, 'note']
    case 'answered':
      return ['solve', 'answer', 'wait', ...seen, 'note']
    case 'waiting':
      return ['back', 'solve', 'note']
    case 'solved':
      return ['rate', 'close', 'reopen', 'note']
    default:
      return ['reopen', 'rate', 'note']
  }
}

function CaseView({ one }: { one: ServiceCaseDetail }) {
  const t = useText(texts)
  const mayWrite = useMay('customers.write')
  const mayLead = useMay('messages.write')
  const [opened, setOpened] = useState<Opened>(null)
  const close = () => setOpened(null)
  const isUnsolved = one.state !== 'solved' && one.state !== 'closed'
  const deeds = mayWrite ? deedsOf(one).filter((deed) => deed !== 'seen' || mayLead) : []
  useKeys(
    deeds.map((deed) => ({
      key: KEYS[deed],
      says: t(wordDeeds[deed].label),
      run: () => setOpened(deed),
    })),
  )
  return (
    <>
      <DetailPage
        title={t('heading', { no: String(one.no), subject: one.subject })}
        marks={<CaseState one={one} />}
        subtitle={<Opening one={one} />}
        deeds={
          <>
            {deeds.map((deed, at) => (
              <Button
                key={deed}
                type={at === 0 ? 'primary' : 'default'}
                onClick={() => setOpened(deed)}
              >
                {t(wordDeeds[deed].label)}
              </Button>
            ))}
            {mayWrite && <Button onClick={() => setOpened('owner')}>{t('deed_owner')}</Button>}
            {mayWrite && isUnsolved && (
              <Button onClick={() => setOpened('change')}>{t('deed_change')}</Button>
            )}
          </>
        }
        letter={
          <>
            {one.isEscalated && <Alert type="warning" showIcon title={t('is_escalated')} />}
            <Alert
              type={isUnsolved ? 'info' : 'success'}
              showIcon
              title={t(isUnsolved ? 'stops' : 'stops_no_more')}
            />
            {one.stillOut.map(({ owner, text }) => (
              <Alert
                key={`${owner?.userid} ${text}`}
                type="warning"
                showIcon
                title={t('still_out', { who: owner?.name ?? t('owner_none') })}
                description={text}
              />
            ))}
            {one.resolutionKind !== null && (
              <Card title={t(`resolution_${one.resolutionKind}`)}>
                <p>{one.resolution}</p>
              </Card>
            )}
          </>
        }
        side={<Sidebar one={one} />}
        timeline={<Entries entries={one.entries} />}
      />
      {opened === 'owner' && <OwnerModal one={one} close={close} />}
      {opened === 'change' && <ChangeModal one={one} close={close} />}
      {opened !== null && opened !== 'owner' && opened !== 'change' && (
        <WordsModal key={opened} one={one} deed={opened} close={close} />
      )}
    </>
  )
}

/** How it came to be. */
function Opening({ one }: { one: ServiceCaseDetail }) {
  const t = useText(texts)
  const who = one.openedBy ?? t('program')
  const how = {
    staff: t('opened_by', { who }),
    message: t('opened_by_message', { who }),
    event: t('opened_by_event', { event: one.originEvent }),
  }
  return (
    <>
      {how[one.origin]} · <When at={one.openedAt} />
      {one.reopened > 0 && <> · {t('reopened_times', { count: one.reopened })}</>}
    </>
  )
}

function Sidebar({ one }: { one: ServiceCaseDetail }) {
  const t = useText(texts)
  const kindWord = useKindWord()
  const at = (instant: string | null) =>
    instant === null ? <span className="kit-soft">{t('not_yet')}</span> : <When at={instant} />
  return (
    <Card title={t('facts')}>
      <Facts
        facts={[
          {
            label: t('of_customer'),
            value: (
              <Go to={`/customers/${one.customer.id}`}>{one.customer.name || t('nameless')}</Go>
            ),
          },
          { label: t('owner'), value: <CaseOwner owner={one.owner} /> },
          { label: t('kind'), value: kindWord(one) },
          { label: t('priority'), value: t(`priority_${one.priority}`) },
          { label: t('due'), value: <CaseDue one={one} /> },
          { label: t('answer_due'), value: at(one.answerDueAt) },
          { label: t('answered_at'), value: at(one.answeredAt) },
          { label: t('resolve_due'), value: at(one.resolveDueAt) },
          { label: t('solved_at'), value: at(one.solvedAt) },
          { label: t('closed_at'), value: at(one.closedAt) },
          {
            label: t('satisfaction'),
            value:
              one.satisfaction === null ? (
                <span className="kit-soft">{t('not_yet')}</span>
              ) : (
                t('stars', { count: one.satisfaction })
              ),
          },
        ]}
      />
    </Card>
  )
}
