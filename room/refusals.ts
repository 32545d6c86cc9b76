/**
 * Everything that a person in the room may be told instead of a yes. The code is for ever; the sentence stands in `sentences/<language>.json`
 * and may improve. A rule returns a {@link Refusal}; an edge answers it (`no` frame, HTTP error) in the language of the page.
 */

interface RefusalRow {
  /** HTTP status when it leaves by HTTP. */
  readonly status: number;
  /** The same again later may work. */
  readonly retryable: boolean;
  /** What its sentence has places for: counts, or words that somebody wrote. */
  readonly facts: Readonly<Record<string, 'number' | 'text'>>;
}

/** Each code with what its sentence speaks of. */
export const REFUSALS = {
  // what is said
  ROOM_TEXT_EMPTY: { status: 400, retryable: false, facts: {} },
  ROOM_TEXT_TOO_LONG: { status: 400, retryable: false, facts: { max: 'number', length: 'number' } },
  ROOM_LINKS_OFF: { status: 403, retryable: false, facts: {} },
  ROOM_WORD_LISTED: { status: 403, retryable: false, facts: { left: 'number' } },
  ROOM_MUTED: { status: 403, retryable: true, facts: { minutes: 'number' } },
  ROOM_CHAT_OFF: { status: 403, retryable: true, facts: {} },
  ROOM_SLOW_MODE: { status: 429, retryable: true, facts: { seconds: 'number' } },
  ROOM_TOO_FAST: { status: 429, retryable: true, facts: { seconds: 'number' } },
  ROOM_REACTIONS_OFF: { status: 403, retryable: true, facts: {} },
  ROOM_REPLY_GONE: { status: 404, retryable: false, facts: {} },
  // names
  ROOM_NAME_EMPTY: { status: 400, retryable: false, facts: {} },
  ROOM_NAME_TOO_LONG: { status: 400, retryable: false, facts: { max: 'number' } },
  ROOM_NAME_UNREADABLE: { status: 400, retryable: false, facts: {} },
  // polls: voting
  ROOM_NO_SUCH_POLL: { status: 404, retryable: false, facts: {} },
  ROOM_POLL_NOT_OPEN: { status: 409, retryable: true, facts: {} },
  ROOM_POLL_CLOSED: { status: 409, retryable: false, facts: {} },
  ROOM_ALREADY_VOTED: { status: 409, retryable: false, facts: {} },
  ROOM_CHOICE_INVALID: { status: 400, retryable: false, facts: {} },
  ROOM_TOO_MANY_CHOICES: { status: 400, retryable: false, facts: { max: 'number' } },
  // polls: preparing and running
  ROOM_POLL_QUESTION_EMPTY: { status: 400, retryable: false, facts: {} },
  ROOM_POLL_QUESTION_TOO_LONG: { status: 400, retryable: false, facts: { max: 'number' } },
  ROOM_POLL_TOO_FEW_OPTIONS: { status: 400, retryable: false, facts: { min: 'number' } },
  ROOM_POLL_TOO_MANY_OPTIONS: { status: 400, retryable: false, facts: { max: 'number' } },
  ROOM_POLL_OPTION_EMPTY: { status: 400, retryable: false, facts: { number: 'number' } },
  ROOM_POLL_OPTION_TOO_LONG: { status: 400, retryable: false, facts: { number: 'number', max: 'number' } },
  ROOM_POLL_OPTION_TWICE: { status: 400, retryable: false, facts: { option: 'text' } },
  ROOM_POLL_NO_OPTIONS_WANTED: { status: 400, retryable: false, facts: {} },
  ROOM_POLL_MAX_CHOICES: { status: 400, retryable: false, facts: { max: 'number' } },
  ROOM_POLL_TEST_KIND: { status: 400, retryable: false, facts: {} },
  ROOM_POLL_NO_RIGHT_ANSWER: { status: 400, retryable: false, facts: {} },
  ROOM_POLL_RIGHT_ANSWER_INVALID: { status: 400, retryable: false, facts: {} },
  ROOM_POLL_ALREADY_OPEN: { status: 409, retryable: false, facts: {} },
  ROOM_POLL_ALREADY_CLOSED: { status: 409, retryable: false, facts: {} },
  ROOM_POLL_IS_DRAFT: { status: 409, retryable: false, facts: {} },
  ROOM_POLL_STILL_OPEN: { status: 409, retryable: false, facts: {} },
  ROOM_POLL_ARCHIVED: { status: 409, retryable: false, facts: {} },
  // questions
  ROOM_QUESTIONS_OFF: { status: 403, retryable: true, facts: {} },
  ROOM_NOT_ANONYMOUS: { status: 403, retryable: false, facts: {} },
  ROOM_NO_SUCH_QUESTION: { status: 404, retryable: false, facts: {} },
  ROOM_QUESTION_DONE: { status: 409, retryable: false, facts: {} },
  ROOM_QUESTION_HELD: { status: 409, retryable: false, facts: {} },
  ROOM_TOO_MANY_QUESTIONS: { status: 429, retryable: false, facts: { max: 'number' } },
  // moderation
  ROOM_NOT_ALLOWED: { status: 403, retryable: false, facts: {} },
  ROOM_ABOVE_YOU: { status: 403, retryable: false, facts: {} },
  ROOM_NO_SUCH_MESSAGE: { status: 404, retryable: false, facts: {} },
  ROOM_ALREADY_DECIDED: { status: 409, retryable: false, facts: {} },
  ROOM_NO_SUCH_PERSON: { status: 404, retryable: false, facts: {} },
  ROOM_NO_SUCH_CUE: { status: 404, retryable: false, facts: {} },
  ROOM_CUE_GONE: { status: 404, retryable: false, facts: {} },
  ROOM_CUE_CHANGED: { status: 409, retryable: false, facts: {} },
  ROOM_CUE_NOT_ARMED: { status: 409, retryable: false, facts: {} },
  ROOM_CUE_FIRED: { status: 409, retryable: false, facts: {} },
  ROOM_CUE_FINAL: { status: 409, retryable: false, facts: {} },
  // the presenter's picture
  ROOM_NOTHING_SENT: { status: 404, retryable: true, facts: {} },
  ROOM_TOO_MANY_PREVIEWS: { status: 503, retryable: true, facts: {} },
  // events
  ROOM_NO_SUCH_EVENT: { status: 404, retryable: false, facts: {} },
  ROOM_EVENT_NOT_OPEN: { status: 403, retryable: true, facts: {} },
  ROOM_EVENT_OVER: { status: 410, retryable: false, facts: {} },
  ROOM_EVENT_STATE: { status: 409, retryable: false, facts: {} },
  ROOM_EVENT_CHANGED: { status: 409, retryable: false, facts: {} },
  ROOM_EVENT_NEEDS_START: { status: 400, retryable: false, facts: {} },
  ROOM_EVENT_ENDS_BEFORE_START: { status: 400, retryable: false, facts: {} },
  ROOM_EVENT_TOO_LONG: { status: 400, retryable: false, facts: { days: 'number' } },
  ROOM_TIME_ZONE_UNKNOWN: { status: 400, retryable: false, facts: { zone: 'text' } },
  ROOM_LOCAL_TIME_SKIPPED: { status: 400, retryable: false, facts: { time: 'text' } },
  ROOM_SLUG_INVALID: { status: 400, retryable: false, facts: {} },
  ROOM_SLUG_RESERVED: { status: 400, retryable: false, facts: { slug: 'text' } },
  ROOM_SLUG_TAKEN: { status: 409, retryable: false, facts: { slug: 'text' } },
  ROOM_SLUG_FIXED: { status: 409, retryable: false, facts: {} },
  ROOM_TEMPLATE_NAME_TAKEN: { status: 409, retryable: false, facts: { name: 'text' } },
  ROOM_PICTURE_KIND: { status: 415, retryable: false, facts: {} },
  ROOM_PICTURE_DRAWING: { status: 415, retryable: false, facts: {} },
  ROOM_PICTURE_BROKEN: { status: 400, retryable: false, facts: {} },
  ROOM_PICTURE_TOO_LARGE: { status: 413, retryable: false, facts: { kilobytes: 'number' } },
  ROOM_PICTURE_TOO_WIDE: { status: 400, retryable: false, facts: { max: 'number', width: 'number', height: 'number' } },
  ROOM_PASSWORD_TOO_SHORT: { status: 400, retryable: false, facts: { min: 'number' } },
  ROOM_PASSWORD_TOO_LONG: { status: 400, retryable: false, facts: { max: 'number' } },
  ROOM_PASSWORD_TOO_SIMPLE: { status: 400, retryable: false, facts: {} },
  ROOM_PASSWORD_WRONG: { status: 403, retryable: true, facts: {} },
  // registration
  ROOM_FIELD_REQUIRED: { status: 400, retryable: false, facts: { field: 'text' } },
  ROOM_FIELD_TOO_LONG: { status: 400, retryable: false, facts: { field: 'text', max: 'number' } },
  ROOM_FIELD_NOT_EMAIL: { status: 400, retryable: false, facts: { field: 'text' } },
  ROOM_FIELD_NOT_AN_OPTION: { status: 400, retryable: false, facts: { field: 'text' } },
  ROOM_FIELD_UNKNOWN: { status: 400, retryable: false, facts: { field: 'text' } },
  ROOM_FIELD_KEY_TWICE: { status: 400, retryable: false, facts: { field: 'text' } },
  ROOM_FIELD_WITHOUT_OPTIONS: { status: 400, retryable: false, facts: { field: 'text' } },
  ROOM_CONSENT_NEEDED: { status: 400, retryable: false, facts: {} },
  ROOM_CONSENT_CHANGED: { status: 409, retryable: false, facts: {} },
  ROOM_EVENT_FULL: { status: 409, retryable: false, facts: { capacity: 'number' } },
  // organisers: signing in, accounts, the API
  ROOM_BAD_REQUEST: { status: 400, retryable: false, facts: { where: 'text' } },
  ROOM_NOTHING_HERE: { status: 404, retryable: false, facts: {} },
  ROOM_INTERNAL: { status: 500, retryable: true, facts: {} },
  ROOM_FOREIGN_PAGE: { status: 403, retryable: false, facts: {} },
  ROOM_TOO_MANY_REQUESTS: { status: 429, retryable: true, facts: { seconds: 'number' } },
  ROOM_TOO_MANY: { status: 409, retryable: false, facts: { max: 'number' } },
  ROOM_SIGN_IN_NEEDED: { status: 401, retryable: false, facts: {} },
  ROOM_SIGN_IN_WRONG: { status: 401, retryable: true, facts: {} },
  ROOM_CODE_NEEDED: { status: 401, retryable: true, facts: {} },
  ROOM_CODE_WRONG: { status: 401, retryable: true, facts: {} },
  ROOM_CODE_ALREADY_ON: { status: 409, retryable: false, facts: {} },
  ROOM_TOO_MANY_TRIES: { status: 429, retryable: true, facts: { minutes: 'number' } },
  ROOM_PROOF_NEEDED: { status: 403, retryable: true, facts: {} },
  ROOM_LINK_INVALID: { status: 410, retryable: false, facts: {} },
  ROOM_ADDRESS_INVALID: { status: 400, retryable: false, facts: {} },
  ROOM_ADDRESS_TAKEN: { status: 409, retryable: false, facts: {} },
  ROOM_LAST_OWNER: { status: 409, retryable: false, facts: {} },
  ROOM_EVENT_NEEDS_PASSWORD: { status: 400, retryable: false, facts: {} },
  ROOM_EVENT_WITHOUT_TOKENS: { status: 409, retryable: false, facts: {} },
  ROOM_WEBHOOK_HOST: { status: 400, retryable: false, facts: { host: 'text' } },
  // coming in and staying
  ROOM_TICKET_INVALID: { status: 401, retryable: false, facts: {} },
  ROOM_TICKET_EXPIRED: { status: 401, retryable: true, facts: {} },
  ROOM_BANNED: { status: 403, retryable: false, facts: {} },
  ROOM_TOO_MANY_SESSIONS: { status: 409, retryable: true, facts: { max: 'number' } },
  ROOM_BAD_FRAME: { status: 400, retryable: false, facts: {} },
  ROOM_FRAME_TOO_LARGE: { status: 413, retryable: false, facts: { max: 'number' } },
  ROOM_HELLO_TIMEOUT: { status: 408, retryable: true, facts: {} },
  ROOM_FLOOD: { status: 429, retryable: true, facts: {} },
  ROOM_SLOW_READER: { status: 503, retryable: true, facts: {} },
  ROOM_DRAINING: { status: 503, retryable: true, facts: {} },
  ROOM_OVERLOADED: { status: 503, retryable: true, facts: {} },
  ROOM_STORE_AWAY: { status: 503, retryable: true, facts: {} },
} as const satisfies Readonly<Record<string, RefusalRow>>;

export type RefusalCode = keyof typeof REFUSALS;

/** What the sentence of a code speaks of. */
export type FactsOf<Code extends RefusalCode> = {
  readonly [Name in keyof (typeof REFUSALS)[Code]['facts']]: (typeof REFUSALS)[Code]['facts'][Name] extends 'number' ? number : string;
};

/** A no, decided by a rule or by the store. */
export interface Refusal {
  readonly ok: false;
  readonly code: RefusalCode;
  readonly facts?: Readonly<Record<string, number | string>>;
}

/** A code whose sentence speaks of nothing in particular. */
type PlainCode = { [Code in RefusalCode]: keyof FactsOf<Code> extends never ? Code : never }[RefusalCode];

/** Says no. The compiler asks for the facts that the sentence speaks of. */
export function refuse(code: PlainCode): Refusal;
export function refuse<Code extends Exclude<RefusalCode, PlainCode>>(code: Code, facts: FactsOf<Code>): Refusal;
export function refuse(code: RefusalCode, facts?: Readonly<Record<string, number | string>>): Refusal {
  return facts === undefined ? { ok: false, code } : { ok: false, code, facts };
}
