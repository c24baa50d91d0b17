import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Select } from 'antd'
import type { z } from 'zod'
import { me, setup, setupState } from '../../../contract/staff.ts'
import { ApiProblem, api, GoButton, useDeed, useGo, useLoad, useText } from '../../ui/index.ts'
import { FrontDoor } from '../session/front-door.tsx'
import { useCurrencies, zones } from '../settings/choices.ts'
import { texts } from './text.ts'

/** The first start of an installation: the token from the terminal, the workspace, its owner. */
export function Setup() {
  const t = useText(texts)
  const go = useGo()
  const client = useQueryClient()
  const state = useLoad('/api/setup', setupState)
  const begin = useDeed(
    (input: z.input<typeof setup>) => api.post('/api/setup', me, setup.parse(input)),
    {
      quiet: true,
      done: (who) => {
        client.clear()
        client.setQueryData(['/api/session', {}], who)
        go('/')
      },
    },
  )
  const told = begin.problem instanceof ApiProblem ? begin.problem.title : ''
  return (
    <FrontDoor title={t('title')}>
      {state.data?.needed === false ? (
        <>
          <p>{t('done_before')}</p>
          <GoButton to="/sign-in">{t('to_sign_in')}</GoButton>
        </>
      ) : (
        <Form
          layout="vertical"
          requiredMark={false}
          disabled={begin.isBusy}
          onFinish={begin.run}
          initialValues={{ timeZone: 'Asia/Shanghai', currency: 'CNY' }}
        >
          <p className="kit-soft door-alert">{t('intro')}</p>
          {begin.problem && (
            <Alert type="error" showIcon title={told || t('failed')} className="door-alert" />
          )}
          <Fields />
          <Button type="primary" htmlType="submit" size="large" block loading={begin.isBusy}>
            {t('begin')}
          </Button>
        </Form>
      )}
    </FrontDoor>
  )
}

function Fields() {
  const t = useText(texts)
  const currencies = useCurrencies()
  const must = (message: string, min = 1) => [{ required: true, min, message }]
  return (
    <>
      <Form.Item
        name="token"
        label={t('token')}
        extra={t('token_help')}
        rules={must(t('token_needed'))}
      >
        <Input autoComplete="off" autoFocus />
      </Form.Item>
      <h2>{t('workspace')}</h2>
      <Form.Item
        name="workspaceName"
        label={t('workspace_name')}
        rules={must(t('workspace_name_needed'))}
      >
        <Input maxLength={80} autoComplete="organization" />
      </Form.Item>
      <div className="door-pair">
        <Form.Item name="timeZone" label={t('zone')} extra={t('zone_help')}>
          <Select showSearch options={zones()} />
        </Form.Item>
        <Form.Item name="currency" label={t('currency')}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={currencies} />
        </Form.Item>
      </div>
      <h2>{t('owner')}</h2>
      <Form.Item name="name" label={t('name')} rules={must(t('name_needed'))}>
        <Input maxLength={80} autoComplete="name" />
      </Form.Item>
      <Form.Item
        name="login"
        label={t('login')}
        extra={t('login_help')}
        rules={must(t('login_needed'), 3)}
      >
        <Input maxLength={200} autoComplete="username" />
      </Form.Item>
      <Form.Item name="password" label={t('password')} rules={must(t('password_needed'), 10)}>
        <Input.Password maxLength={200} autoComplete="new-password" />
      </Form.Item>
    </>
  )
}
