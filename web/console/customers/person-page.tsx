import { Button, Tag } from 'antd'
import { useState } from 'react'
import { type Person, person as personShape } from '../../../contract/customer.ts'
import { customerValue } from '../../../contract/insight.ts'
import { tagGroups } from '../../../contract/tag.ts'
import { DetailPage, Loaded, useLoad, useMay, usePart, useText, useWhen } from '../../ui/index.ts'
import { TouchesCard } from '../acquisition/touches-card.tsx'
import { ReadingsCard } from '../articles/readings-card.tsx'
import { PersonCases } from '../care/person-cases.tsx'
import { PersonProfile } from '../forms/person-profile.tsx'
import { PersonGroups } from '../groups/person-groups.tsx'
import { LetterCard } from '../handover/letter-card.tsx'
import { PersonJourneys } from '../journeys/person-journeys.tsx'
import { SubscriptionsCard } from '../official/subscriptions-card.tsx'
import { ConsentCard } from '../policy/consent-card.tsx'
import { MaySendCard } from '../policy/may-send-card.tsx'
import { PersonReplies } from '../replies/person-replies.tsx'
import { PersonRewards } from '../rewards/person-rewards.tsx'
import { InSegments } from '../segments/in-segments.tsx'
import { useSourceWord } from './event-word.ts'
import { Fields } from './fields.tsx'
import { FieldsModal } from './fields-modal.tsx'
import { FollowsCard } from './follows-card.tsx'
import { Happened } from './happened.tsx'
import { Identities } from './identities.tsx'
import { Letter } from './letter.tsx'
import { MergeModal } from './merge-modal.tsx'
import { Merges } from './merges.tsx'
import { Needs } from './needs.tsx'
import { usePersonDeeds } from './person-deeds.ts'
import { RecommendedCard } from './recommended-card.tsx'
import { TagModal } from './tag-modal.tsx'
import { texts } from './text.ts'
import { TieCard } from './tie-card.tsx'
import { ValueCard } from './value-card.tsx'
import { useCalled } from './words.ts'

const TAGS_BESIDE_NAME = 5

/** A person as a letter of hand-over: who, what they need, what they are worth, and only then the fields. */
export function PersonPage() {
  const id = usePart('id')
  const load = useLoad(`/api/customers/${id}`, personShape)
  return (
    <Loaded load={load} shape="detail">
      {(person) => <PersonView key={person.id} person={person} />}
    </Loaded>
  )
}

function PersonView({ person }: { person: Person }) {
  const t = useText(texts)
  const when = useWhen()
  const called = useCalled()
  const sourceWord = useSourceWord()
  const mayWrite = useMay('customers.write')
  const [modal, setModal] = useState<'tag' | 'fields' | 'merge'>()
  const close = () => setModal(undefined)
  const deeds = usePersonDeeds(person, close)
  const groups = useLoad('/api/tag-groups', tagGroups)
  const value = useLoad(`/api/value/customers/${person.id}`, customerValue)
  const strong = person.needs.filter(({ level }) => level !== 'none').slice(0, TAGS_BESIDE_NAME)
  return (
    <>
      <DetailPage
        title={called(person)}
        face={{ name: called(person) }}
        subtitle={`${t('number', { no: String(person.no) })} · ${sourceWord(person.source)} · ${when(person.firstSeenAt)}`}
        marks={strong.map(({ tagId, tag }) => <Tag key={tagId}>{tag}</Tag>)}
        deeds={
          mayWrite && (
            <>
              <Button type="primary" onClick={() => setModal('tag')}>
                {t('deed_tag')}
              </Button>
              <Button onClick={() => setModal('fields')}>{t('deed_fields')}</Button>
              <Button onClick={() => setModal('merge')}>{t('deed_merge')}</Button>
            </>
          )
        }
        letter={
          <>
            <Letter person={person} />
            <LetterCard personId={person.id} />
            <FollowsCard personId={person.id} />
            <TouchesCard personId={person.id} />
            <SubscriptionsCard personId={person.id} />
            <PersonGroups personId={person.id} />
            <Needs needs={person.needs} {...(mayWrite ? { onWithdraw: deeds.withdraw } : {})} />
            <RecommendedCard customerId={person.id} />
            <ReadingsCard customerId={person.id} />
            <PersonProfile customerId={person.id} />
            <TieCard customerId={person.id} />
            <ValueCard value={value.data} />
            <MaySendCard customerId={person.id} />
          </>
        }
        side={
          <>
            <PersonReplies personId={person.id} />
            <PersonCases personId={person.id} />
            <PersonRewards personId={person.id} />
            <InSegments customerId={person.id} />
            <PersonJourneys customerId={person.id} />
            <ConsentCard customerId={person.id} />
            <Identities person={person} />
            <Merges
              merges={person.merges}
              isBusy={deeds.undoMerge.isBusy}
              {...(mayWrite ? { onUndo: deeds.undoMerge.runAndWait } : {})}
            />
            <Fields traits={person.traits} />
          </>
        }
        timeline={<Happened personId={person.id} />}
      />
      <TagModal
        open={modal === 'tag'}
        title={t('deed_tag')}
        groups={groups.data}
        isBusy={deeds.tag.isBusy}
        onCancel={close}
        onTag={deeds.tag.run}
      />
      <FieldsModal
        open={modal === 'fields'}
        traits={person.traits}
        isBusy={deeds.changeFields.isBusy}
        onCancel={close}
        onSave={deeds.changeFields.run}
      />
      {modal === 'merge' && (
        <MergeModal
          person={person}
          isBusy={deeds.merge.isBusy}
          onCancel={close}
          onMerge={deeds.merge.run}
        />
      )}
    </>
  )
}
