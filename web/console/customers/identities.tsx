import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { type Person, revealed } from '../../../contract/customer.ts'
import { api, Card, CopyText, useDeed, useMay, useText, useWhen } from '../../ui/index.ts'
import { useSourceWord } from './event-word.ts'
import { texts } from './text.ts'
import { useIdentityWord } from './words.ts'

type Identity = Person['identities'][number]

const ANONYMOUS_SHOWN = 2
const REASON_CHARACTERS_MIN = 2

/** By what the person is known, masked; who says why may see the whole. */
export function Identities({ person }: { person: Person }) {
  const t = useText(texts)
  const when = useWhen()
  const word = useIdentityWord()
  const sourceWord = useSourceWord()
  const mayReveal = useMay('customers.reveal')
  const [asked, setAsked] = useState<Identity>()
  const known = person.identities.filter(({ kind }) => kind !== 'anonymous_id')
  const anonymous = person.identities.filter(({ kind }) => kind === 'anonymous_id')
  const hidden = Math.max(0, anonymous.length - ANONYMOUS_SHOWN)
  return (
    <Card title={t('identities')}>
      {person.identities.length === 0 && <p className="kit-soft">{t('identities_none')}</p>}
      <ul>
        {[...known, ...anonymous.slice(0, ANONYMOUS_SHOWN)].map((identity) => (
          <li key={identity.id}>
            <div className="kit-row">
              <span>
                {word(identity.kind)} <code>{identity.masked}</code>
              </span>
              {identity.isSealed && mayReveal && (
                <Button type="link" size="small" onClick={() => setAsked(identity)}>
                  {t('reveal')}
                </Button>
              )}
            </div>
            <div className="kit-soft">
              {t('identity_since', {
                at: when(identity.firstSeenAt),
                source: sourceWord(identity.source),
              })}
            </div>
          </li>
        ))}
      </ul>
      {hidden > 0 && <p className="kit-soft">{t('identities_more', { count: hidden })}</p>}
      {asked && (
        <Reveal personId={person.id} identity={asked} onClose={() => setAsked(undefined)} />
      )}
    </Card>
  )
}

/** Asks why, then shows the whole until it is closed. */
function Reveal({
  personId,
  identity,
  onClose,
}: {
  personId: string
  identity: Identity
  onClose: () => void
}) {
  const t = useText(texts)
  const kind = useIdentityWord()(identity.kind)
  const [reason, setReason] = useState('')
  const [value, setValue] = useState<string>()
  const reveal = useDeed(
    (why: string) =>
      api.post(`/api/customers/${personId}/reveal`, revealed, {
        identityId: identity.id,
        reason: why,
      }),
    { done: (answer) => setValue(answer.value) },
  )
  const isSaid = reason.trim().length >= REASON_CHARACTERS_MIN
  return (
    <Modal
      open
      title={t('reveal_title', { kind })}
      okText={t('reveal_deed')}
      okButtonProps={{ disabled: !isSaid || value !== undefined }}
      confirmLoading={reveal.isBusy}
      onOk={() => reveal.run(reason.trim())}
      onCancel={onClose}
    >
      <p>{t('reveal_why')}</p>
      <Input
        value={reason}
        maxLength={300}
        placeholder={t('reveal_why_hint')}
        aria-label={t('reveal_why')}
        onChange={(event) => setReason(event.target.value)}
        onPressEnter={() => isSaid && value === undefined && reveal.run(reason.trim())}
      />
      {value !== undefined && (
        <p>
          <CopyText text={value} />
        </p>
      )}
    </Modal>
  )
}
