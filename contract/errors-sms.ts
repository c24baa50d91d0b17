/** What a person is told when short messages cannot leave; part of `errors`. `{said}`: the provider's own words. */
export const smsErrors = {
  sms_not_set: {
    status: 409,
    zh: '还没有接短信服务商。请先在「设置 · 短信」里填好。',
    en: 'No SMS provider is set up yet. Do it under Settings, SMS first.',
  },
  sms_needs_secret: {
    status: 422,
    zh: '请填写密钥。换了服务商、密钥编号或接口地址，要重新填。',
    en: 'Give the secret. It is needed again when the provider, the key id or the endpoint changes.',
  },
  sms_needs_app_id: {
    status: 422,
    zh: '腾讯云短信需要 SdkAppId，在它控制台的「应用管理」里，14 开头的一串数字。',
    en: 'Tencent Cloud needs the SdkAppId: the number beginning with 14 under “Application management” of its console.',
  },
  sms_template_known: {
    status: 409,
    zh: '这个模板编号已经登记过了。',
    en: 'A template with this code is on the list already.',
  },
  sms_template_used: {
    status: 409,
    zh: '还有短信在等着用这个模板发，先等它们发完，或停掉那个 SOP。',
    en: 'Messages of this template are still waiting to leave. Let them go first, or stop their SOP.',
  },
  sms_params_missing: {
    status: 422,
    zh: '模板里还有变量没有填：{names}。',
    en: 'Variables of the template have no value: {names}.',
  },
  sms_fenced: {
    status: 409,
    zh: '这套系统是一份副本，已经锁定，不会发出任何东西。请先在页面顶部解除锁定。',
    en: 'This installation is a fenced copy and sends nothing. Release it in the notice at the top first.',
  },
  sms_internal: {
    status: 422,
    zh: '接口地址 {said} 不是服务商的。如果确实是自己网络里的，请管理员先写进 WEBHOOK_INTERNAL_HOSTS。',
    en: 'The endpoint {said} is not the provider’s. If it is inside your own network, an administrator first names it in WEBHOOK_INTERNAL_HOSTS.',
  },
  sms_missing_sdk: {
    status: 500,
    zh: '没有装上服务商的 SDK（{said}）。请管理员重新安装，不要跳过可选依赖。',
    en: 'The provider’s SDK is not installed ({said}). An administrator installs again, without leaving out optional dependencies.',
  },
  sms_unreachable: {
    status: 502,
    zh: '连不上服务商（{said}）。请检查网络和接口地址。',
    en: 'The provider cannot be reached ({said}). Check the network and the endpoint.',
  },
  sms_keys: {
    status: 422,
    zh: '服务商不认这组密钥，或它没有发短信的权限（{said}）。',
    en: 'The provider refused the keys, or they may not send ({said}).',
  },
  sms_balance: {
    status: 422,
    zh: '服务商账户余额或套餐用完了（{said}）。充值后等着的短信会自动发。',
    en: 'The account or the package is used up ({said}). What waits leaves by itself once it is filled up.',
  },
  sms_sign: {
    status: 422,
    zh: '签名没有通过审核、和账户不符，或还没有报备（{said}）。',
    en: 'The signature is not approved, not this account’s, or not registered with the carriers yet ({said}).',
  },
  sms_template: {
    status: 422,
    zh: '模板没有通过审核，或变量和审核的对不上（{said}）。',
    en: 'The template is not approved, or its variables differ from the approved ones ({said}).',
  },
  sms_phone: {
    status: 422,
    zh: '这个号码收不了短信（{said}）。',
    en: 'This number cannot receive it ({said}).',
  },
  sms_blocked: {
    status: 422,
    zh: '这个号码在黑名单里，不能再发（{said}）。',
    en: 'This number is on a blocklist ({said}).',
  },
  sms_later: {
    status: 503,
    zh: '发得太频繁，被服务商限流了（{said}）。请过一会儿再试。',
    en: 'The provider asks for patience: too many at once ({said}). Try again later.',
  },
  sms_refused: {
    status: 422,
    zh: '服务商没有接受这条短信（{said}）。',
    en: 'The provider did not take the message ({said}).',
  },
  sms_unclear: {
    status: 504,
    zh: '服务商没有说清楚收下没有（{said}）。请看一眼手机，没有收到再测试一次。',
    en: 'The provider did not say whether it took the message ({said}). Look at the phone; test again if nothing came.',
  },
} as const satisfies Record<string, { status: number; zh: string; en: string }>
