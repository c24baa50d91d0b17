import { purpose } from '../../../contract/delivery.ts'
import { useText } from '../../ui/index.ts'
import { useAssociateName } from '../deliveries/words.tsx'
import { eventTexts } from './event-text.ts'

const useWords = () => useText(eventTexts)

/** What the product's own events say beside their name: of a tag the tag, of a message what it was for, of a merge who. */
export function useOwnWords(): (props: Record<string, unknown>) => string {
  const t = useWords()
  const nameOf = useAssociateName()
  return (props) =>
    [ofRecord(props), ...ofRelation(t, props, nameOf)].filter((word) => word !== '').join(' · ')
}

function ofRecord({ tag, no, kept, gone }: Record<string, unknown>): string {
  if (typeof tag === 'string') return tag
  if (typeof kept === 'number' && typeof gone === 'number') return `#${gone} → #${kept}`
  return typeof no === 'string' ? no : ''
}

function ofRelation(
  t: ReturnType<typeof useWords>,
  props: Record<string, unknown>,
  nameOf: (userid: string) => string,
): string[] {
  const isFor = purpose.safeParse(props.purpose)
  return [
    isFor.success ? t(`purpose_${isFor.data}`) : '',
    typeof props.userid === 'string' && props.userid !== ''
      ? t('with', { userid: nameOf(props.userid) })
      : '',
    props.carrier === 'email' ? t('by_email') : '',
    props.carrier === 'sms' ? t('by_sms') : '',
    props.is_returning === true ? t('is_returning') : '',
    props.arm === 'control' ? t('in_control') : '',
    props.ended_by === 'customer' ? t('ended_by_customer') : '',
    props.ended_by === 'staff' ? t('ended_by_staff') : '',
  ]
}
