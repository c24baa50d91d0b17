/** Errors of products (room `commerce`). */
export const productErrors = {
  product_name_taken: {
    status: 409,
    zh: '已经有商品叫「{name}」了（可能是从订单里自动建的）。请打开那件商品修改，或换一个名字。',
    en: 'A product is called “{name}” already, perhaps made by itself from orders. Open that one and change it, or choose another name.',
  },
  product_code_taken: {
    status: 409,
    zh: '商家编码「{code}」已经属于别的商品，或在这里写了两次。请核对编码；如果是同一件东西，请用「合并」。',
    en: 'The code “{code}” belongs to another product, or stands here twice. Check it; if both are the same thing, merge them.',
  },
  product_merged_with_itself: {
    status: 409,
    zh: '不能把商品合并到它自己。请选另一件商品。',
    en: 'A product cannot be merged with itself. Choose another one.',
  },
  product_file_unreadable: {
    status: 400,
    zh: '这个文件读不出商品：{detail}。请用 CSV，第一行写列名，至少要有「商品名称」一列，最多 5,000 行。',
    en: 'No products can be read from this file: {detail}. Use a CSV whose first line names the columns, 「商品名称」 or “name” among them, of 5,000 lines at most.',
  },
} as const
