/** Finding by what somebody remembers of a name, whatever its case, accents and the keyboard it was typed on. Pure; for servers and browsers. */

/** Letters that Unicode does not take apart, but that are typed without their stroke or as two; and those of Arabic keyboards that Persian ones write otherwise. */
const PLAIN: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' },
  ...{ ي: 'ی', ى: 'ی', ك: 'ک', ة: 'ه' },
};
const NOT_PLAIN = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'gu');
/** Marks over letters, and signs that are not seen (joiners, marks of direction); the kashida. */
const SILENT = /[\p{M}\p{Cf}\u0640]/gu;
/** Persian and Arabic digits. */
const EASTERN_DIGIT = /[\u06f0-\u06f9\u0660-\u0669]/gu;

/** A text as it is compared. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(SILENT, '')
    .toLowerCase()
    .replace(NOT_PLAIN, (letter) => PLAIN[letter] ?? letter)
    .replace(EASTERN_DIGIT, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
}

/** @returns whether each word of the search stands in a text, in any order, as a part of a word too. */
export function finder(search: string): (text: string) => boolean {
  const words = folded(search)
    .split(/\s+/u)
    .filter((word) => word !== '');
  return (text) => {
    if (words.length === 0) return true;
    const plain = folded(text);
    return words.every((word) => plain.includes(word));
  };
}
