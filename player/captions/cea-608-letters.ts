/** The letters of CEA-608 (47 CFR 15.119, table 3; CEA-608 annex on extended characters). */

const DIFFERENT: Readonly<Record<number, string>> = {
  39: '’',
  42: 'á',
  92: 'é',
  94: 'í',
  95: 'ó',
  96: 'ú',
  123: 'ç',
  124: '÷',
  125: 'Ñ',
  126: 'ñ',
  127: '█',
};

/** @param code 0x20-0x7f: ASCII but for eleven. */
export const BASIC = (code: number): string => DIFFERENT[code] ?? String.fromCharCode(code);

/** 0x30-0x3f; the tenth is a space that nothing is drawn behind. */
export const SPECIAL: readonly string[] = Array.from('®°½¿™¢£♪à èâêîôû');

/** 0x20-0x3f of Spanish and French, then of Portuguese, German and Danish. */
export const EXTENDED: readonly string[] = Array.from('ÁÉÓÚÜü‘¡*’—©℠•“”ÀÂÇÈÊËëÎÏïÔÙùÛ«»ÃãÍÌìÒòÕõ{}\\^_|~ÄäÖöß¥¤│ÅåØø┌┐└┘');
