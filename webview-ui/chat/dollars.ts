/** Dollars as somebody types them: `60`, `$60.00`. Null for an empty text, undefined for what is no amount. */
export function readDollars(text: string): number | null | undefined {
  const plain = text.trim().replace(/^\$\s*/, '');
  if (plain === '') return null;
  const amount = /^\d{1,7}([.,]\d{1,2})?$/.test(plain) ? Number(plain.replace(',', '.')) : 0;
  return amount > 0 ? amount : undefined;
}

export const notDollars = 'A budget is an amount in dollars, such as 25 or 60.00. Leave it empty for none.';
