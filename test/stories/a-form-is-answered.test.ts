import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { form as formShape } from '../../contract/form.ts'
import {
  broken,
  browserReason,
  canBrowse,
  openBrowser,
  openPage,
  signIn,
} from '../browser.fixture.ts'
import { PUBLIC } from '../form.fixture.ts'
import { type House, type Resident, startHouse } from '../house.fixture.ts'

const made = z.object({ id: z.string() })
const PHONE = { width: 390, height: 844 }
const SAFARI = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Safari/604.1'

let house: House
let brand: Resident
let browser: Browser
let page: Page
const troubles: string[] = []

beforeAll(async () => {
  if (!canBrowse) return
  house = await startHouse({ publicUrl: PUBLIC })
  brand = await house.movesIn('青禾护肤')
  const group = made.parse((await brand.owner('POST', '/api/tag-groups', { name: '肤质' })).body)
  const tag = { groupId: group.id, name: '敏感肌' }
  expect(await brand.owner('POST', '/api/tags', tag)).toMatchObject({ status: 201 })
  browser = await openBrowser()
  page = await openPage(browser, troubles)
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await house?.stop()
})

/** The operator adds a question and writes what it asks. */
async function addQuestion(kind: string, title: string): Promise<void> {
  await page.getByRole('button', { name: '加一道题' }).click()
  await page.getByRole('menuitem', { name: kind, exact: true }).click()
  // A menu that is just closing would swallow the next click on its button.
  await page.locator('.ant-dropdown:visible').waitFor({ state: 'hidden' })
  await page.getByLabel('问什么').fill(title)
}

/** A phone, with or without scripts. */
function phoneOf(javaScriptEnabled: boolean): Promise<BrowserContext> {
  return browser.newContext({
    ...{ viewport: PHONE, locale: 'zh-CN', userAgent: SAFARI, javaScriptEnabled },
  })
}

/** No wider than the phone: nothing has to be scrolled sideways. */
async function isNarrow(phone: Page): Promise<boolean> {
  const box = await phone.locator('main').boundingBox()
  return box !== null && box.x >= 0 && box.x + box.width <= PHONE.width
}

test.skipIf(!canBrowse)(
  `an operator builds a form, customers answer it on their phones, with and without scripts, and it stands on their page in their words${browserReason}`,
  { timeout: 240_000 },
  async () => {
    await page.goto(house.url)
    await signIn(page, house.url, brand)
    await page.goto(`${house.url}/forms`)
    await page.getByRole('button', { name: '新建表单' }).first().click()
    await page.getByRole('radio', { name: /空白表单/ }).check()
    await page.getByRole('button', { name: '开始写' }).click()
    await page.waitForURL(/\/forms\/frm_\w+\/edit$/)
    await page.getByLabel('表单名称').fill('肤质小测')
    await page.getByLabel('标题（客户看到）').fill('20 秒肤质小测')
    await addQuestion('单选', '换季时，您的脸更像哪一种？')
    await page.getByLabel('选项文字 1').fill('容易泛红')
    await page.getByLabel('选项文字 2').fill('都还好')
    await page.getByLabel('打标签 1').click()
    await page.locator('.ant-select-item-option').filter({ hasText: '肤质 · 敏感肌' }).click()
    await page.getByRole('combobox', { name: '问的是哪一种需求' }).click()
    await page.locator('.ant-select-item-option').filter({ hasText: '担心' }).click()
    await addQuestion('手机号', '方便的手机号')
    // What is taken away comes back with one tap.
    await addQuestion('打分', '多余的一题')
    await page.getByRole('button', { name: /多余的一题: / }).click()
    await page.getByRole('menuitem', { name: '删除' }).click()
    await page.getByText('可以发布。').waitFor()
    expect(await broken(page)).toEqual([])
    await page.getByText('已保存').waitFor()
    await page.getByRole('button', { name: '发布', exact: true }).click()
    await page.waitForURL(/\/forms\/frm_\w+$/)
    await page.getByRole('heading', { name: '发给客户' }).waitFor()
    const id = page.url().split('/').at(-1) ?? ''
    const { url } = formShape.parse((await brand.owner('GET', `/api/forms/${id}`)).body)
    const address = `${house.url}${new URL(url ?? '').pathname}`

    // With scripts a tap on a choice goes on at once.
    const phone = await (await phoneOf(true)).newPage()
    await phone.goto(address)
    expect(await isNarrow(phone)).toBe(true)
    expect(await broken(phone)).toEqual([])
    await phone.getByText('容易泛红').click()
    await phone.getByText('方便的手机号').waitFor()
    await phone.locator('input[type=tel]').fill('13761230011')
    await phone.getByRole('button', { name: '提交' }).click()
    await phone.getByText('收到了，谢谢您。').waitFor()

    // Without any, the same questions, one page each, and back.
    const plain = await (await phoneOf(false)).newPage()
    await plain.goto(address)
    await plain.getByText('都还好').click()
    await plain.getByRole('button', { name: '下一题' }).click()
    await plain.getByRole('button', { name: '上一题' }).click()
    await plain.getByText('容易泛红').click()
    await plain.getByRole('button', { name: '下一题' }).click()
    await plain.locator('input[type=tel]').fill('13761230022')
    await plain.getByRole('button', { name: '提交' }).click()
    await plain.getByText('收到了，谢谢您。').waitFor()

    // The number opens the people, and the person's page has it in their words.
    await house.settled(brand.tenant)
    await page.getByText('2 人打开，2 人开始，2 人提交。').waitFor({ timeout: 30_000 })
    await page.waitForLoadState('networkidle')
    expect(await broken(page)).toEqual([])
    await page.locator('.frm-spread').getByRole('link', { name: '2', exact: true }).click()
    await page.waitForURL(/\/answers\?.*choice=/)
    await page
      .getByRole('row', { name: /137\*{4}0022/ })
      .getByRole('link')
      .first()
      .click()
    await page.waitForURL(/\/customers\/cus_/)
    const quote = '换季时，您的脸更像哪一种？ 容易泛红'
    await page.locator('q', { hasText: quote }).waitFor()
    await page.getByRole('heading', { name: '需求四问' }).waitFor()
    await page.getByText('肤质 · 敏感肌').first().waitFor()
    expect(troubles).toEqual([])
  },
)
