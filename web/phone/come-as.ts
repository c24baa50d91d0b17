/** How long a page may take to ask who opened it. */
const SECONDS = 60

/** Tells the pages of WeCom in this sandbox who opens a link, so that they need not ask, as within WeChat. */
export function comeAs(kind: 'customer' | 'member', id: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that a phone page may meet.
  document.cookie = `sandbox_as=${encodeURIComponent(`${kind}:${id}`)}; path=/; max-age=${SECONDS}; samesite=lax`
}
