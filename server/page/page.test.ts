import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSeal, newId } from '../kernel/index.ts'
import { isReadableOn } from './contrast.ts'
import { html, noHtml } from './html.ts'
import { personalUrl } from './personal-url.ts'
import { createLinkTracker } from './tracked-link.ts'

const links = createLinkTracker({
  seal: createSeal(randomBytes(32)),
  base: 'https://go.brand.test',
})

test('whatever somebody writes stays words: no piece of a page can be made of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
      const written = html`<p title="${text}">${text}</p>`.html
      const inside = written.slice('<p title="'.length, -'</p>'.length)
      expect(inside.replace('">', '')).not.toMatch(/[<>"'`]/)
    }),
  )
  const attack = '"><img src=x onerror=alert(1)><script>'
  expect(html`<a href="${attack}">${[html`<b>${attack}</b>`, noHtml]}</a>`.html).not.toContain(
    '<img',
  )
})

test('a link in somebody’s own message to a page of ours says whose it is; any other address stays as it is', () => {
  const tenant = { no: 3 }
  const customerId = newId()
  const form = links.urlOf(tenant, { kind: 'form', id: newId() }) ?? ''
  const url = new URL(personalUrl(links, tenant, { url: form, customerId }))
  expect(links.read(url.searchParams.get('p') ?? '')).toEqual({
    kind: 'person',
    id: customerId,
    workspaceNo: 3,
  })
  for (const other of [
    'https://shop.brand.test/friday',
    links.urlOf(tenant, { kind: 'delivery', id: newId() }) ?? '',
    links.urlOf({ no: 4 }, { kind: 'form', id: newId() }) ?? '',
    'no address',
  ])
    expect(personalUrl(links, tenant, { url: other, customerId })).toBe(other)
  expect(personalUrl(links, tenant, { url: form, customerId: null })).toBe(form)
})

test('a colour is taken when white words can be read on it', () => {
  for (const colour of ['#087f5b', '#000000', '#b42318', '#1f6f8b'])
    expect(isReadableOn(colour), colour).toBe(true)
  for (const colour of ['#ffffff', '#07c160', '#ffd400', '#9aa0a6'])
    expect(isReadableOn(colour), colour).toBe(false)
})
