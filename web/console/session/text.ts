import { defineTexts, type Same } from '../../ui/index.ts'

export const zh = {
  brand: '留园',
  motto: '让来过的人，愿意留下。',
  sign_in: '登录',
  login: '账号',
  login_needed: '请输入账号',
  password: '密码',
  password_needed: '请输入密码',
  no_answer: '服务器没有回应。请检查网络，稍后再试。',
  unexpected: '没能登录。请刷新后再试。',
  forgot: '忘记密码？请联系工作区的负责人。',
} as const

export const en: Same<typeof zh> = {
  brand: '留园 Liuyuan',
  motto: 'Where people choose to stay.',
  sign_in: 'Sign in',
  login: 'Login',
  login_needed: 'Enter your login',
  password: 'Password',
  password_needed: 'Enter your password',
  no_answer: 'The server did not answer. Check the network and try again.',
  unexpected: 'Signing in did not work. Reload and try again.',
  forgot: 'Forgot the password? Ask the owner of the workspace.',
}

export const texts = defineTexts('session', { zh, en })
