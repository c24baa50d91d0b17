import { Tag } from 'antd'
import { type ShownFollow, shownFollows } from '../../../contract/follow.ts'
import { Card, Explain, Go, Money, useLoad, useText, When } from '../../ui/index.ts'
import { followTexts } from './follow-text.ts'

/** A scan on the phone shows here within two seconds. */
const LIVE_MS = 2_000

/** Whom this person follows and followed, since when, by which code, and what somebody of that source cost. */
export function FollowsCard({ personId }: { personId: string }) {
  const t = useText(followTexts)
  const load = useLoad(`/api/customers/${personId}/follows`, shownFollows, { every: LIVE_MS })
  if (!load.data) return null
  const { items } = load.data
  return (
    <Card title={t('follows')} extra={<Explain what={t('follows')}>{t('follows_help')}</Explain>}>
      {items.length === 0 ? (
        <p className="kit-soft">{t('follows_none')}</p>
      ) : (
        <ul className="kit-stack">
          {items.map((follow) => (
            <Follow key={follow.id} follow={follow} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Follow({ follow }: { follow: ShownFollow }) {
  const t = useText(followTexts)
  const { associate, startedAt, remark, lastChatAt, archive } = follow
  const who = (
    <Go to={`/customers?associate=${encodeURIComponent(associate.userid)}`}>{associate.name}</Go>
  )
  return (
    <li>
      <div className="kit-deeds">
        <strong>{who}</strong>
        <Standing follow={follow} />
      </div>
      <div>
        {t.rich('follow_since', { at: <When at={startedAt} /> })}
        <Origin follow={follow} />
      </div>
      <div className="kit-soft">
        {remark !== '' && <span>{t('follow_remark', { remark })} </span>}
        {lastChatAt !== null && t.rich('follow_chat', { at: <When at={lastChatAt} /> })}{' '}
        {archive && t.rich(`follow_archive_${archive.says}`, { at: <When at={archive.at} /> })}
      </div>
    </li>
  )
}

function Standing({ follow }: { follow: ShownFollow }) {
  const t = useText(followTexts)
  const { confirmedAt, endedAt, endedBy, isAssociateActive } = follow
  if (endedAt !== null) {
    return (
      <>
        <Tag color="error">{t(endedBy === 'customer' ? 'follow_left' : 'follow_removed')}</Tag>
        <span className="kit-soft">
          <When at={endedAt} />
        </span>
      </>
    )
  }
  if (confirmedAt === null) return <Tag color="warning">{t('follow_asked')}</Tag>
  if (!isAssociateActive) return <Tag color="warning">{t('follow_orphan')}</Tag>
  return <Tag color="success">{t('follow_friend')}</Tag>
}

/** WeCom's numbers for how a contact was added that an operator has a word for (document 92114). */
const ADD_WAYS = [1, 2, 3, 4, 5, 10, 16, 201, 202] as const

function Origin({ follow: { way, source, addWay } }: { follow: ShownFollow }) {
  const t = useText(followTexts)
  if (way && source) {
    return (
      <>
        {t.rich('follow_by_way', {
          way: <Go to={`/contact-ways/${way.id}`}>{way.name}</Go>,
          source: <Go to={`/customers?from=${source.id}`}>{source.name}</Go>,
        })}{' '}
        {source.costPerPerson !== null &&
          t.rich('follow_cost', { cost: <Money minor={source.costPerPerson} /> })}
      </>
    )
  }
  const known = ADD_WAYS.find((one) => one === addWay)
  if (known === undefined) return <>{t('follow_unknown')}</>
  return <>{t('follow_by', { how: t(`add_way_${known}`) })}</>
}
