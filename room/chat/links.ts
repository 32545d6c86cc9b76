/** Whether a text carries a link, also one written so that a filter does not see it. Not every trick: those that a reader would still follow. */

/** Domains that are no words (or hardly ever stand after a full stop without a space): `name.com` alone is a link. */
const SURE = new Set(
  (
    'com net org info biz edu gov mil int arpa io ai app dev xyz online site website shop store club top tech pro vip icu cloud space blog link click ' +
    'news tv cc ly gg gl co eu uk de fr pl ru ir ch nl dk fi se es pt cz sk hu ro bg gr hr rs ua by kz lt lv ee lu li mt cy tr il ae sa eg ma tn pk bd lk np ' +
    'cn jp kr tw hk sg my th vn ph id au nz ca mx br ar cl pe uy ve ec bo py cr gt hn ni pa sv cu za ng ke gh tz ug zm zw ml ga cf gq tk su ws ' +
    'рф рус бел укр мкд срб қаз мон ею бг ελ ευ հայ გე онлайн сайт дети москва орг ком ایران امارات السعودية مصر عمان قطر الاردن الجزائر المغرب تونس پاکستان ' +
    'بھارت شبكة موقع بازار קום ישראל भारत संगठन नेट कॉम भारतम् 中国 中國 公司 网络 网址 在线 中文网 网站 商城 香港 台湾 台灣 新加坡 みんな コム 世界 한국 닷컴 닷넷 삼성 ไทย คอม'
  ).split(' '),
);
/** Domains that are words too (`done.it`, `go.to`, `tell.me`): a link when something more speaks for it. */
const WORDS = new Set(
  'it is in so to me no at be am do us as or my la fm live chat party zone page pages today world rocks fun'.split(' '),
);

/** What stands for a full stop in an address, beside itself (IDNA: U+3002, U+FF0E, U+FF61). */
const STOPS = /[\u3002\uff0e\uff61\u2024\u00b7\u2027]/gu;
/** `name [.] com`, `name(dot)com`, `name {точка} ru`. */
const BRACKETED = /\s*[[({<]\s*(?:\.|dot|punkt|point|kropka|точка|نقطه)\s*[\])}>]\s*/giu;
/** `name dot com`, `name punkt de`; `com` and its like must follow. The small words before it belong to talk of dot-coms. */
const SPELT =
  /(?<!(?:^|\s)(?:the|a|an|this|that|these|those|der|die|das|le|la|les))\s+(?:dot|punkt|point|kropka|точка)\s+(?=([\p{L}\p{N}-]{2,24})(?![\p{L}\p{N}]))/giu;
/** `name . com`: nobody writes a space before a full stop otherwise. */
const SPACED = /(?<=[\p{L}\p{N}])\s+\.\s*(?=([\p{L}\p{N}-]{2,24})(?![\p{L}\p{N}]))/gu;

const SCHEME =
  /(?:^|[^\p{L}\p{N}])(?:[a-z][a-z0-9+.-]{1,20}:\/\/|h(?:tt|xx)ps?\s*:\s*\/?\s*\/?|mailto:|tel:|javascript:|data:[a-z]+\/)[^\s]/iu;
const WWW = /(?:^|[^\p{L}\p{N}])www\d{0,2}\s*\.\s*[\p{L}\p{N}]/iu;
const LABEL = '[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}_-]{0,61}[\\p{L}\\p{M}\\p{N}])?';
const HOST = new RegExp(
  `(?<![\\p{L}\\p{M}\\p{N}._-])((?:${LABEL}\\.)+)(xn--[a-z0-9-]{2,59}|[\\p{L}][\\p{L}\\p{M}]{1,23})(?![\\p{L}\\p{M}\\p{N}_-])(\\.?[:/?#][^\\s]|@)?`,
  'giu',
);
const ADDRESS = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?::\d{2,5}|\/)/u;

/** Whether the text has a link, an e-mail address or what a reader would type as one. */
export function hasLink(text: string): boolean {
  const folded = text
    .replace(STOPS, '.')
    .normalize('NFKC')
    .replace(/[\u200c-\u200f\u061c\u00ad]/gu, '');
  if (SCHEME.test(folded) || WWW.test(folded) || ADDRESS.test(folded)) return true;
  const sure = (match: string, name: string) => (SURE.has(name.toLowerCase()) ? '.' : match);
  const mended = folded.replace(BRACKETED, '.').replace(SPELT, sure).replace(SPACED, sure);
  return [...mended.matchAll(HOST)].some((match) =>
    isHost(match[1] ?? '', match[2] ?? '', match[3] ?? '', mended.charAt((match.index ?? 0) - 1)),
  );
}

/** `labels` end with a dot; `path` is what stands right behind the domain; `before` what stands in front. */
function isHost(labels: string, top: string, path: string, before: string): boolean {
  const domain = top.toLowerCase();
  if (domain.startsWith('xn--') || (path !== '' && path !== '@')) return domain.startsWith('xn--') || SURE.has(domain) || WORDS.has(domain);
  if (before === '@') return SURE.has(domain) || WORDS.has(domain);
  // "the end.Then": a capital after small letters is a new sentence without its space
  const isSentence = /^\p{Lu}\p{Ll}/u.test(top) && /\p{Ll}\.$/u.test(labels);
  if (WORDS.has(domain)) return !isSentence && /[\p{N}-]|\..*\./u.test(labels);
  return SURE.has(domain) && !isSentence;
}
