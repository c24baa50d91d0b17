/** What stands above a test, so that nobody takes it for a task. Associates read it in their WeCom. */
export function testText(said: { journey: string; step: string; customer: string }): string {
  const { journey, step, customer } = said
  const where = step === '' ? `「${journey}」` : `「${journey} · ${step}」`
  const as = customer === '' ? '' : `（以${customer}的资料）`
  return `【测试，请勿转发】SOP${where}${as}`
}
