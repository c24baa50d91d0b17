/** Somebody of a campaign, and the browser they were last seen in; null: they never looked at a page. */
export type Seen = { id: string; browser: string | null; inviterBrowser: string | null }

/**
 * Friends who were seen in the browser of their inviter, or of another friend of the campaign: one phone that plays several
 * people. A fact, and no proof: families share phones, so somebody looks.
 * @returns their ids.
 */
export function onSharedPhones(friends: readonly Seen[]): ReadonlySet<string> {
  const people = new Map<string, number>()
  for (const { browser } of friends)
    if (browser !== null) people.set(browser, (people.get(browser) ?? 0) + 1)
  const shared = friends.filter(
    ({ browser, inviterBrowser }) =>
      browser !== null && (browser === inviterBrowser || (people.get(browser) ?? 0) > 1),
  )
  return new Set(shared.map(({ id }) => id))
}
