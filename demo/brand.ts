/** The demo brand: skin care sold in three shops, a web shop and by live stream. Invented; no real person or firm. */
export const brand = {
  name: '青禾护肤',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  owner: { name: '林知夏', login: 'demo', password: 'liuyuan-demo' },
} as const

export type Product = {
  sku: string
  name: string
  priceFen: number
  weight: number
  concern: string
}

/** What is sold, how often it is chosen, and the concern that it answers. */
export const products: readonly Product[] = [
  { sku: 'QH-101', name: '氨基酸洁面乳 120g', priceFen: 8_900, weight: 18, concern: '温和清洁' },
  { sku: 'QH-102', name: '舒缓修护精华 30ml', priceFen: 26_800, weight: 12, concern: '敏感肌' },
  { sku: 'QH-103', name: '玻尿酸保湿面霜 50g', priceFen: 19_800, weight: 14, concern: '保湿' },
  { sku: 'QH-104', name: '烟酰胺亮肤精华 30ml', priceFen: 23_800, weight: 9, concern: '美白' },
  { sku: 'QH-105', name: '轻透防晒乳 SPF50 40ml', priceFen: 12_800, weight: 13, concern: '防晒' },
  { sku: 'QH-106', name: '视黄醇晚霜 30g', priceFen: 32_800, weight: 6, concern: '抗老' },
  { sku: 'QH-107', name: '积雪草面膜 5片', priceFen: 9_900, weight: 16, concern: '敏感肌' },
  { sku: 'QH-108', name: '神经酰胺爽肤水 200ml', priceFen: 14_800, weight: 11, concern: '保湿' },
  { sku: 'QH-109', name: '护手霜礼盒 3支', priceFen: 11_900, weight: 5, concern: '保湿' },
  { sku: 'QH-110', name: '四季护肤礼盒', priceFen: 59_800, weight: 3, concern: '抗老' },
]

export const sources = [
  { name: '门店·南京西路', weight: 16 },
  { name: '门店·天河城', weight: 10 },
  { name: '门店·春熙路', weight: 8 },
  { name: '小红书', weight: 22 },
  { name: '抖音', weight: 16 },
  { name: '朋友推荐', weight: 14 },
  { name: '官网', weight: 8 },
  { name: '直播间', weight: 6 },
] as const

export const cities = [
  '上海',
  '广州',
  '成都',
  '杭州',
  '北京',
  '深圳',
  '武汉',
  '南京',
  '苏州',
  '西安',
] as const
export const skinTypes = ['干性', '油性', '混合性', '敏感肌', '中性'] as const

/** Surnames and given names by their rough share; enough that people can be told apart and searched by pinyin. */
export const surnames = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤单',
]
export const givenNames = [
  '雨桐',
  '思琪',
  '梓涵',
  '欣怡',
  '诗涵',
  '佳怡',
  '可欣',
  '晓雯',
  '静怡',
  '雅婷',
  '梦瑶',
  '嘉欣',
  '语嫣',
  '若曦',
  '慧敏',
  '丽娟',
  '婷婷',
  '文静',
  '雪',
  '敏',
  '倩',
  '颖',
  '洁',
  '璐',
  '娜',
  '丹',
  '萍',
  '玲',
  '芳',
  '燕',
  '悦',
  '宁',
  '子轩',
  '浩然',
  '宇航',
  '俊杰',
  '志强',
  '建国',
  '明',
  '伟',
  '强',
  '磊',
  '洋',
  '勇',
  '杰',
  '涛',
  '斌',
  '鹏',
  '一诺',
  '沐宸',
  '知远',
  '景行',
  '安然',
  '南乔',
  '书瑶',
  '清欢',
]

/** Days on which more people come and buy, as month-day of the solar calendar, with the factor. */
export const festivals: Record<string, number> = {
  '02-14': 1.6,
  '03-08': 2.4,
  '05-20': 1.8,
  '06-17': 2.2,
  '06-18': 3,
  '08-18': 1.5,
  '09-09': 1.4,
  '11-10': 2.2,
  '11-11': 3.4,
  '12-12': 2.4,
}
