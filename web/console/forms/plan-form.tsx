import { Input, Select, Switch } from 'antd'
import { FORM_LIMITS, type FormPlan } from '../../../contract/form.ts'
import { useText } from '../../ui/index.ts'
import { Field } from '../journeys/field.tsx'
import { DayField } from './day-field.tsx'
import { texts } from './text.ts'

type Props = {
  name: string
  plan: FormPlan
  onRename: (name: string) => void
  onChange: (plan: FormPlan) => void
}

/** What stands around the questions: title, thanks, how long and where it is open. */
export function PlanForm({ name, plan, onRename, onChange }: Props) {
  const t = useText(texts)
  const change = (next: Partial<FormPlan>) => onChange({ ...plan, ...next })
  const thanks = (next: Partial<FormPlan['thanks']>) =>
    change({ thanks: { ...plan.thanks, ...next } })
  return (
    <div className="kit-stack">
      <Words label={t('form_name')} value={name} longest={60} onChange={onRename} />
      <Words
        label={t('form_title')}
        value={plan.title}
        longest={80}
        onChange={(title) => change({ title })}
      />
      <Field label={t('form_intro')}>
        {(id) => (
          <Input.TextArea
            id={id}
            value={plan.intro}
            maxLength={500}
            autoSize={{ minRows: 2, maxRows: 6 }}
            onChange={({ target }) => change({ intro: target.value })}
          />
        )}
      </Field>
      <Field label={t('thanks')}>
        {(id) => (
          <Input.TextArea
            id={id}
            value={plan.thanks.text}
            maxLength={500}
            autoSize={{ minRows: 2, maxRows: 6 }}
            onChange={({ target }) => thanks({ text: target.value })}
          />
        )}
      </Field>
      <Words
        label={t('thanks_link')}
        value={plan.thanks.linkText}
        longest={30}
        onChange={(linkText) => thanks({ linkText })}
      />
      <Words
        label={t('thanks_url')}
        value={plan.thanks.linkUrl}
        longest={1_000}
        onChange={(linkUrl) => thanks({ linkUrl: linkUrl.trim() })}
      />
      <div className="kit-deeds">
        <Switch
          aria-label={t('repeatable')}
          checked={plan.isRepeatable}
          onChange={(isRepeatable) => change({ isRepeatable })}
        />
        <span>{t('repeatable')}</span>
      </div>
      <div className="kit-deeds">
        <DayField label={t('opens')} value={plan.from} onChange={(from) => change({ from })} />
        <DayField label={t('closes')} value={plan.until} onChange={(until) => change({ until })} />
      </div>
      <Hosts value={plan.hosts} onChange={(hosts) => change({ hosts })} />
    </div>
  )
}

function Words({
  label,
  value,
  longest,
  onChange,
}: {
  label: string
  value: string
  longest: number
  onChange: (value: string) => void
}) {
  return (
    <Field label={label}>
      {(id) => (
        <Input
          id={id}
          value={value}
          maxLength={longest}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}

const HOST = /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/

/** Whatever somebody pastes becomes the host that it names; what names none is left out. */
function hostsIn(written: readonly string[]): string[] {
  const hosts = written.map((one) => {
    const address = one.trim().toLowerCase()
    return URL.canParse(address) && address.includes('//') ? new URL(address).host : address
  })
  return [...new Set(hosts)].filter((host) => HOST.test(host))
}

function Hosts({ value, onChange }: { value: string[]; onChange: (hosts: string[]) => void }) {
  const t = useText(texts)
  return (
    <Field label={t('hosts')} help={t('hosts_help')}>
      {(id) => (
        <Select
          id={id}
          mode="tags"
          className="frm-wide"
          open={false}
          suffixIcon={null}
          maxCount={FORM_LIMITS.hosts}
          value={value}
          placeholder={t('hosts_hint')}
          onChange={(hosts) => onChange(hostsIn(hosts))}
        />
      )}
    </Field>
  )
}
