/**
 * Programs that follow links by themselves: previews of chats and mail, scanners, crawlers, command lines. WeChat's own
 * checker calls itself like a phone and cannot be told apart.
 */
const ROBOT =
  /bot\b|bot[/;)]|crawl|spider|slurp|preview|scan|monitor|validator|facebookexternalhit|embedly|whatsapp|telegram|skype|headless|phantom|lighthouse|curl|wget|python|java\/|go-http|node-fetch|undici|axios|libwww|okhttp|apache-http|postman/i

/** Whether a request for a link is a program's and not a person's: such clicks are not counted. */
export function isRobot(headers: {
  'user-agent'?: string | undefined
  purpose?: unknown
  'sec-purpose'?: unknown
}): boolean {
  const agent = headers['user-agent'] ?? ''
  const isAhead = [headers.purpose, headers['sec-purpose']].some(
    (said) => typeof said === 'string' && said.includes('prefetch'),
  )
  return agent === '' || isAhead || ROBOT.test(agent)
}
