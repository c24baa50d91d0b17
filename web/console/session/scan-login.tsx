import { Button, Select } from 'antd'
import { z } from 'zod'
import { scanLogin } from '../../../contract/staff.ts'
import { useKept, useLoad, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** Which company somebody signed in through last, on this device. */
const REMEMBERED = 'scan-company'

/** Signing in by scanning; where there are several companies one is chosen first, and remembered. */
export function ScanLogin() {
  const t = useText(texts)
  const [remembered, remember] = useKept(REMEMBERED, z.string(), '')
  const companies = useLoad('/api/session/wecom', scanLogin).data?.companies ?? []
  const [first, ...others] = companies
  if (!first) return null
  if (others.length === 0)
    return (
      <Button size="large" block href="/api/session/wecom/begin">
        {t('scan')}
      </Button>
    )
  const chosen = companies.find(({ id }) => id === remembered)
  return (
    <div className="kit-stack">
      <Select<string>
        size="large"
        aria-label={t('scan_company')}
        placeholder={t('scan_company')}
        value={chosen?.id ?? null}
        onChange={remember}
        options={companies.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Button
        size="large"
        block
        disabled={!chosen}
        href={`/api/session/wecom/begin?corp=${encodeURIComponent(chosen?.id ?? '')}`}
      >
        {t('scan')}
      </Button>
    </div>
  )
}
