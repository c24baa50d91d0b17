import { diagnosis, type FormAnswers } from '../../../contract/playbook.ts'
import { api, useAddress, useDeed, useGo, useText, WizardPage } from '../../ui/index.ts'
import { answersOf, isCategoryWhole, type StepProps, useDraft } from './draft.ts'
import { BuyingStep, GoodsStep, HouseStep, SharingStep } from './form-steps.tsx'
import { texts } from './text.ts'

/** Eleven questions in four steps; the answers stay on this device until they are sent. */
export function DiagnosisFormPage() {
  const t = useText(texts)
  const go = useGo()
  const address = useAddress()
  const [draft, keep] = useDraft()
  const deed = useDeed(
    (answers: FormAnswers) => api.post('/api/diagnoses', diagnosis, { basis: 'form', answers }),
    { refresh: ['/api/diagnos'], done: ({ id }) => go(`/diagnosis?id=${id}`) },
  )
  const isGoods = draft.orderValue !== undefined && isCategoryWhole(draft)
  const isBuying = draft.buysAgain !== undefined && draft.thinksBeforeBuying !== undefined
  const isSharing = draft.shares !== undefined
  const answers = answersOf(draft)
  const step = (key: string) => ({ run: () => address.change({ step: key }, { push: true }) })
  const result = (isDone: boolean) => (isDone ? { result: t('step_done') } : {})
  const open = isGoods ? (isBuying ? (isSharing ? 'house' : 'sharing') : 'buying') : 'goods'
  const change: StepProps['change'] = (changed) => {
    // Without a step in the address the wizard would move on while the last answer is still being typed.
    if (address.get('step') === undefined) address.change({ step: open })
    keep(changed)
  }
  const props: StepProps = { draft, change }
  return (
    <WizardPage
      title={t('form_title')}
      help={t('form_help')}
      leaveTo="/diagnosis"
      steps={[
        {
          key: 'goods',
          title: t('step_goods'),
          content: <GoodsStep {...props} />,
          isDone: isGoods,
          next: { ...step('buying'), isReady: isGoods },
          ...result(isGoods),
        },
        {
          key: 'buying',
          title: t('step_buying'),
          content: <BuyingStep {...props} />,
          isDone: isBuying,
          next: { ...step('sharing'), isReady: isBuying },
          ...result(isBuying),
        },
        {
          key: 'sharing',
          title: t('step_talking'),
          content: <SharingStep {...props} />,
          isDone: isSharing,
          next: { ...step('house'), isReady: isSharing },
          ...result(isSharing),
        },
        {
          key: 'house',
          title: t('step_house'),
          content: <HouseStep {...props} />,
          isDone: false,
          next: {
            label: t('form_submit'),
            run: () => answers && deed.run(answers),
            isReady: answers !== undefined,
            isBusy: deed.isBusy,
          },
        },
      ]}
    />
  )
}
