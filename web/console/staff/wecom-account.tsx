import { App, Select } from 'antd'
import { z } from 'zod'
import { associates } from '../../../contract/corp.ts'
import type { Colleague } from '../../../contract/staff.ts'
import { api, useDeed, useLoad, useText } from '../../ui/index.ts'
import { associateLabel } from '../corp/associate-label.ts'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })

/** Which WeCom account is a colleague's: with it, and only with it, they may sign in by scanning. */
export function WecomAccount({ one }: { one: Colleague }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const members = useLoad('/api/associates', associates).data?.items ?? []
  const bind = useDeed(
    (userid: string | null) => api.put(`/api/staff/${one.id}/wecom`, done, { userid }),
    {
      refresh: ['/api/staff'],
      done: (_answer, userid) =>
        void message.success(t(userid === null ? 'wecom_taken_off' : 'wecom_saved')),
    },
  )
  const known = members.map((one) => ({
    value: one.userid,
    label: `${associateLabel(one)} · ${one.userid.split('/').at(-1)}`,
  }))
  const isKnown = known.some(({ value }) => value === one.wecomUserid)
  const own = one.wecomUserid
  const options = own === null || isKnown ? known : [{ value: own, label: own }, ...known]
  if (options.length === 0) return <span className="kit-soft">{t('wecom_none')}</span>
  return (
    <Select<string>
      size="small"
      aria-label={t('wecom')}
      placeholder={t('wecom_none')}
      value={own}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      loading={bind.isBusy}
      options={options}
      onChange={(userid) => bind.run(userid ?? null)}
    />
  )
}
