const WECOM_API = 'https://qyapi.weixin.qq.com'

/** The origin of a pretend WeCom, whose phone shows the sidebar and pages in a frame; null beside the real one. */
export function sandboxOrigin(wecomUrl: string): string | null {
  return wecomUrl.startsWith(WECOM_API) ? null : new URL(wecomUrl).origin
}
