/** The letter that shows that a mailbox works; who set it up reads it. */
export function mailTestLetter(brand: string): { subject: string; text: string } {
  return {
    subject: `${brand} 的测试邮件`,
    text: `收到这封邮件，说明 ${brand} 的邮箱已经接好，可以在 SOP 里用邮件联系同意过的客户了。\n\nThis letter shows that the mailbox of ${brand} works.`,
  }
}
