import { Button } from 'antd'
import { useState } from 'react'
import { type ReferralTree, tree } from '../../../contract/referral.ts'
import { Card, Empty, Go, Loaded, useLoad, useText } from '../../ui/index.ts'
import { texts } from './text.ts'
import './referral.css'

type Node = ReferralTree['nodes'][number]

/** Who brought whom. A level is loaded when it is opened, so that thousands of people do not matter. */
export function Tree({ id }: { id: string }) {
  const t = useText(texts)
  return (
    <Card title={t('show_tree')}>
      <p className="kit-soft">{t('tree_help')}</p>
      <Level id={id} under={null} />
    </Card>
  )
}

function Level({ id, under }: { id: string; under: string | null }) {
  const t = useText(texts)
  const query = under === null ? {} : { under }
  const load = useLoad(`/api/referrals/${id}/tree`, tree, { query })
  return (
    <Loaded load={load} shape="list">
      {({ nodes, more }) =>
        nodes.length === 0 ? (
          under === null ? (
            <Empty what={t('tree_empty')} why={t('link_help')} />
          ) : (
            <p className="kit-soft">{t('nobody')}</p>
          )
        ) : (
          <ul className="referral-tree">
            {nodes.map((node) => (
              <Branch key={node.id} id={id} node={node} />
            ))}
            {more > 0 && <li className="kit-soft">{t('tree_more', { count: more })}</li>}
          </ul>
        )
      }
    </Loaded>
  )
}

function Branch({ id, node }: { id: string; node: Node }) {
  const t = useText(texts)
  const [isOpen, setIsOpen] = useState(false)
  const { customer, children, descendants, inviterId, state, suspicion } = node
  const name = customer.name || t('customer')
  const hasMore = inviterId !== null && children > 0
  return (
    <li>
      {hasMore ? (
        <Button
          type="text"
          size="small"
          aria-expanded={isOpen}
          aria-label={name}
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen ? '▾' : '▸'}
        </Button>
      ) : (
        <span className="referral-leaf" aria-hidden="true">
          ·
        </span>
      )}
      <Go to={`/customers/${customer.id}`}>{name}</Go>{' '}
      <span className="kit-soft">
        {state !== null && t(`friend_${state}`)}
        {suspicion === 'open' && ` · ${t('suspicion_open')}`}
        {hasMore && ` · ${t('tree_below', { children, descendants })}`}
      </span>
      {isOpen && inviterId !== null && <Level id={id} under={inviterId} />}
    </li>
  )
}
