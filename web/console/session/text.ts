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
  scan: '用企业微信扫码登录',
  scan_company: '先选你的企业',
  scan_failed: '扫码没有成功。请再扫一次，或用账号密码登录。',
  scan_unbound: '这个企业微信账号还没有对应的同事。请负责人在「员工与角色」里把它填上。',
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
  scan: 'Sign in by scanning with WeCom',
  scan_company: 'Choose your company first',
  scan_failed: 'Scanning did not work. Try again, or sign in with your password.',
  scan_unbound:
    'No colleague has this WeCom account. Ask the owner to enter it under Staff and roles.',
  forgot: 'Forgot the password? Ask the owner of the workspace.',
}

export const texts = defineTexts('session', { zh, en })
