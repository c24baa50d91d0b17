/**
 * Columns that tell who somebody is or where they live. Phones, addresses of mail and names become identities and the
 * person's name when a column is assigned to them; under a column's own name they are not kept at all.
 */
const PERSONAL_COLUMN =
  /姓名|收货人|收件人|联系人|收货信息|手机|电话|座机|固话|邮箱|邮件|街道|门牌|身份证|证件号|护照|微信|旺旺|支付宝|银行卡|street|phone|mobile|telephone|email|receiver|recipient|consignee|idcard|idnumber|passport|bankcard|creditcard|wechat|alipay|firstname|lastname|fullname|realname|^(tel|cell|fax|zip|zipcode|postcode|postalcode|邮编|邮政编码)$/

/** Whether a column of this name would keep in the clear what must not be. */
export function isPersonalColumn(header: string): boolean {
  return PERSONAL_COLUMN.test(plainHeader(header))
}

/** Exports call "address" what is a whole address in one shop and only the province in the next. */
const ADDRESS_COLUMN = /地址|住址|address/
const REGION = /^[\p{Script=Han}\p{L} ]{2,20}$/u
const BELOW_REGION = /[路街巷弄号栋幢楼室村镇乡]|road|street|avenue|lane/i

function isWholeAddress(header: string, text: string): boolean {
  const isRegion = REGION.test(text) && !BELOW_REGION.test(text) && text.length <= REGION_CHARACTERS
  return ADDRESS_COLUMN.test(plainHeader(header)) && !isRegion
}
/** 新疆维吾尔自治区 and the like. */
const REGION_CHARACTERS = 12

/** A header as it is compared: without what stands in brackets, spaces, case and signs. */
export function plainHeader(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[（(][^)）]*[)）]/g, '')
    .replace(/[\s_\-./:：#*"']/g, '')
}

/** A mobile number, an address of mail or an identity card in a text, whatever the column is called. */
const PERSONAL_TEXT =
  /(?<!\d)(?:\+?86|0086)?[\s-]?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)|[^\s@]+@[^\s@]+\.[a-z]{2,}|(?<!\d)\d{17}[\dxX](?!\d)/i

export function looksPersonal(text: string): boolean {
  return PERSONAL_TEXT.test(text.normalize('NFKC'))
}

/** Cells by the names of their columns, without what is empty or personal. */
export function openCells(cells: { header: string; text: string }[]): Record<string, string> {
  const open = cells.filter(
    ({ header, text }) =>
      text !== '' &&
      !isPersonalColumn(header) &&
      !isWholeAddress(header, text) &&
      !looksPersonal(text),
  )
  return Object.fromEntries(open.map(({ header, text }) => [header, text]))
}
