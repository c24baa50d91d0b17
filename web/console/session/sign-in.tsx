import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { Alert, Button, Form, Input } from 'antd'
import { useEffect } from 'react'
import type { z } from 'zod'
import { me, setupState, signIn } from '../../../contract/staff.ts'
import { ApiProblem, api, useAddress, useDeed, useGo, useLoad, useText } from '../../ui/index.ts'
import { FrontDoor } from './front-door.tsx'
import { ScanLogin } from './scan-login.tsx'
import { texts } from './text.ts'

const SCAN_TOLD = ['failed', 'unbound'] as const

/** Only addresses of this console are gone to after signing in. */
function safeAddress(to: string | undefined): string {
  return to?.startsWith('/') && !to.startsWith('//') && !to.startsWith('/\\') ? to : '/'
}

/** Signing in; keeps the address that was asked for. On a fresh installation it leads to the first start. */
export function SignIn() {
  const t = useText(texts)
  const go = useGo()
  const client = useQueryClient()
  const to = safeAddress(useAddress().get('to'))
  const isFresh = useLoad('/api/setup', setupState).data?.needed === true
  const router = useRouter()
  // Once, and in place of this page: a redirect drawn as an element goes again with each drawing while the page loads.
  useEffect(() => {
    if (isFresh) router.history.replace('/setup')
  }, [isFresh, router])
  const enter = useDeed(
    (input: z.infer<typeof signIn>) => api.post('/api/session', me, signIn.parse(input)),
    {
      quiet: true,
      done: (who) => {
        client.clear()
        client.setQueryData(['/api/session', {}], who)
        go(to)
      },
    },
  )
  const address = useAddress()
  const told = SCAN_TOLD.find((one) => one === address.get('wecom'))
  if (isFresh) return null
  return (
    <FrontDoor title={t('sign_in')}>
      <Form layout="vertical" requiredMark={false} onFinish={enter.run} disabled={enter.isBusy}>
        {told && <Alert type="error" showIcon title={t(`scan_${told}`)} className="door-alert" />}
        {enter.problem && <Refusal problem={enter.problem} />}
        <Form.Item
          name="login"
          label={t('login')}
          rules={[{ required: true, message: t('login_needed') }]}
        >
          <Input size="large" autoComplete="username" autoFocus />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('password')}
          rules={[{ required: true, message: t('password_needed') }]}
        >
          <Input.Password size="large" autoComplete="current-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={enter.isBusy}>
          {t('sign_in')}
        </Button>
      </Form>
      <ScanLogin />
      <p className="kit-soft">{t('forgot')}</p>
    </FrontDoor>
  )
}

function Refusal({ problem }: { problem: Error }) {
  const t = useText(texts)
  const isSilent = problem instanceof ApiProblem && problem.code === 'no_answer'
  const told = problem instanceof ApiProblem ? problem.title : ''
  const says = told !== '' ? told : t(isSilent ? 'no_answer' : 'unexpected')
  return <Alert type="error" showIcon title={says} role="alert" className="door-alert" />
}
