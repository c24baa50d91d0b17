import { needProfile } from '../../../contract/form.ts'
import { Card, Explain, Go, useLoad, useText, When } from '../../ui/index.ts'
import { texts } from './text.ts'

/** The four needs of a person (需求四问), in their own words. Nothing shows before anybody has asked. */
export function PersonProfile({ customerId }: { customerId: string }) {
  const t = useText(texts)
  const { data } = useLoad(`/api/customers/${customerId}/need-profile`, needProfile)
  if (!data || data.aspects.every(({ said }) => said.length === 0)) return null
  return (
    <Card title={t('profile')} extra={<Explain what={t('profile')}>{t('profile_help')}</Explain>}>
      {data.aspects.map(({ aspect, said }) => (
        <section key={aspect}>
          <strong>{t(`need_${aspect}`)}</strong>
          {said.length === 0 && <p className="kit-soft">{t('profile_none')}</p>}
          {said.map((one) => (
            <p key={`${one.formId} ${one.question}`}>
              <q>{one.answer}</q>{' '}
              <span className="kit-soft">
                {one.question} · <Go to={`/forms/${one.formId}`}>{one.form}</Go>{' '}
                <When at={one.at} />
              </span>
            </p>
          ))}
        </section>
      ))}
    </Card>
  )
}
