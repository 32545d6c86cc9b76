/** The tables as the queries see them (columns in the database are snake_case). Times are Unix ms; JSON is text; yes and no are 1 and 0. */
import type { AccountRole, RoomRole } from '../../core/contracts/room/roles.ts';
import type {
  Audience,
  EntryKind,
  EventState,
  PollKind,
  PollState,
  QuestionState,
  ResultsWhen,
} from '../../core/contracts/room/entries.ts';
import type { AccessKind } from '../../core/contracts/room/event.ts';
import type { CueState } from '../../core/contracts/room/plan.ts';
import type { AccountId, ClientId, Epoch, EventId, PollId, QuestionId, TenantId, TicketId } from '../../core/contracts/room/ids.ts';

type Flag = 0 | 1;

interface TenantRow {
  readonly id: TenantId;
  readonly name: string;
  readonly createdAtMs: number;
}

interface AccountRow {
  readonly id: AccountId;
  readonly tenant: TenantId;
  /** Lower case; one account an address in the whole installation. */
  readonly email: string;
  readonly name: string;
  readonly role: AccountRole;
  /** null: has not chosen one yet. */
  readonly passwordHash: string | null;
  readonly totpSecret: string | null;
  /** The last time step whose code was taken: no code twice. */
  readonly totpLastStep: number;
  readonly language: string;
  readonly addedBy: AccountId | null;
  readonly createdAtMs: number;
  readonly disabledAtMs: number | null;
}

interface SessionRow {
  /** Of what the cookie holds. */
  readonly hash: string;
  readonly tenant: TenantId;
  readonly account: AccountId;
  readonly createdAtMs: number;
  readonly seenAtMs: number;
  /** When the password was given last: some things ask for it anew. */
  readonly provedAtMs: number;
  readonly expiresAtMs: number;
}

interface InvitationRow {
  readonly id: string;
  readonly tenant: TenantId;
  readonly hash: string;
  readonly email: string;
  readonly role: AccountRole;
  readonly invitedBy: AccountId;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly acceptedAtMs: number | null;
}

interface ApiKeyRow {
  readonly id: string;
  readonly tenant: TenantId;
  readonly hmac: string;
  readonly label: string;
  readonly role: AccountRole;
  readonly createdBy: AccountId;
  readonly createdAtMs: number;
  readonly usedAtMs: number | null;
  readonly revokedAtMs: number | null;
}

interface AuditRow {
  readonly id: string;
  readonly tenant: TenantId;
  readonly atMs: number;
  readonly byKind: 'account' | 'ticket' | 'api-key' | 'system';
  readonly byId: string;
  readonly byRole: string;
  readonly act: string;
  readonly event: EventId | null;
  readonly subject: string | null;
  readonly facts: string;
}

interface AuditTextRow {
  readonly audit: string;
  readonly tenant: TenantId;
  readonly event: EventId | null;
  /** Whom the text tells something of, or who wrote it. */
  readonly person: string | null;
  readonly kind: string;
  readonly text: string;
}

interface EventRow {
  readonly id: EventId;
  readonly tenant: TenantId;
  readonly slug: string;
  readonly title: string;
  readonly state: EventState;
  readonly startsAtMs: number | null;
  readonly endsAtMs: number | null;
  readonly timeZone: string;
  readonly access: AccessKind;
  readonly passwordHash: string | null;
  readonly settings: string;
  readonly createdBy: string;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
  /** When it went live first. */
  readonly wentLiveAtMs: number | null;
  readonly endedAtMs: number | null;
}

interface ConsentRow {
  readonly event: EventId;
  readonly version: number;
  readonly tenant: TenantId;
  readonly text: string;
  readonly createdAtMs: number;
}

interface StreamKeyRow {
  readonly id: string;
  readonly tenant: TenantId;
  readonly event: EventId;
  readonly slot: 'primary' | 'backup' | 'rehearsal';
  readonly hmac: string;
  readonly label: string;
  readonly createdBy: string;
  readonly createdAtMs: number;
  readonly revokedAtMs: number | null;
}

interface TicketRow {
  readonly id: TicketId;
  readonly tenant: TenantId;
  readonly event: EventId;
  readonly kind: 'open' | 'password' | 'token' | 'registration' | 'staff';
  readonly role: RoomRole;
  readonly name: string;
  readonly account: AccountId | null;
  readonly tokenHash: string | null;
  /** At once; 0: no limit. */
  readonly maxSessions: number;
  readonly createdAtMs: number;
  readonly revokedAtMs: number | null;
  readonly mutedUntilMs: number;
}

interface TicketSessionRow {
  readonly session: string;
  readonly tenant: TenantId;
  readonly event: EventId;
  readonly ticket: TicketId;
  readonly createdAtMs: number;
  readonly renewedAtMs: number;
  readonly revokedAtMs: number | null;
}

interface RegistrationRow {
  readonly id: string;
  readonly tenant: TenantId;
  readonly event: EventId;
  readonly ticket: TicketId;
  /** Lower case; once an event. */
  readonly email: string | null;
  readonly answers: string;
  readonly consentVersion: number | null;
  readonly language: string;
  readonly createdAtMs: number;
}

interface AttendanceRow {
  readonly event: EventId;
  readonly session: string;
  readonly cameAtMs: number;
  readonly tenant: TenantId;
  readonly ticket: TicketId;
  readonly leftAtMs: number | null;
}

interface RoomRow {
  readonly event: EventId;
  readonly tenant: TenantId;
  readonly epoch: Epoch;
  readonly lastOffset: number;
  readonly rules: string;
  readonly pinned: string | null;
  /** The host shows the slate, whoever sends. */
  readonly isSlateHeld: Flag;
}

interface EntryRow {
  readonly event: EventId;
  readonly feedOffset: number;
  readonly tenant: TenantId;
  readonly atMs: number;
  readonly audience: Audience;
  readonly kind: EntryKind;
  /** Whose words or name the body holds. */
  readonly author: TicketId | null;
  readonly clientId: ClientId | null;
  /** The entry whose text this one repeats. */
  readonly target: number | null;
  readonly body: string;
}

interface DoneOpRow {
  readonly event: EventId;
  readonly person: string;
  readonly clientId: ClientId;
  readonly tenant: TenantId;
  readonly atMs: number;
  readonly outcome: string;
}

interface HeldMessageRow {
  readonly event: EventId;
  readonly feedOffset: number;
  readonly tenant: TenantId;
  readonly clientId: ClientId;
  readonly author: TicketId;
  readonly authorName: string;
  readonly authorRole: RoomRole;
  /** Of the message that it becomes. */
  readonly audience: Audience;
  readonly text: string;
  readonly replyTo: number | null;
  readonly state: 'held' | 'approved' | 'refused';
}

interface PollRow {
  readonly id: PollId;
  readonly tenant: TenantId;
  readonly event: EventId;
  readonly kind: PollKind;
  readonly question: string;
  readonly options: string;
  readonly isTest: Flag;
  readonly correct: string;
  readonly isChangeable: Flag;
  readonly results: ResultsWhen;
  readonly maxChoices: number;
  readonly state: PollState;
  readonly openedAtMs: number | null;
  readonly closesAtMs: number | null;
  /** The count at its end; null: not settled. */
  readonly final: string | null;
  readonly createdAtMs: number;
}

interface BallotRow {
  readonly poll: PollId;
  readonly voter: TicketId;
  readonly tenant: TenantId;
  readonly event: EventId;
  readonly choice: string;
  readonly atMs: number;
}

interface QuestionRow {
  readonly id: QuestionId;
  readonly tenant: TenantId;
  readonly event: EventId;
  readonly author: TicketId;
  readonly authorName: string;
  readonly authorRole: RoomRole;
  readonly isAnonymous: Flag;
  readonly text: string;
  readonly state: QuestionState;
  readonly answer: string | null;
  readonly isPinned: Flag;
  readonly askedAtMs: number;
}

interface UpvoteRow {
  readonly question: QuestionId;
  readonly voter: TicketId;
  readonly tenant: TenantId;
  readonly event: EventId;
}

interface CueRow {
  readonly event: EventId;
  readonly feedOffset: number;
  readonly tenant: TenantId;
  readonly kind: string;
  readonly cue: string;
  /** On the stage's clock. */
  readonly atMs: number;
}

interface PlannedCueRow {
  readonly id: string;
  readonly tenant: TenantId;
  readonly event: EventId;
  readonly at: string;
  readonly planned: string;
  readonly state: CueState;
  readonly revision: number;
  readonly undo: string | null;
  readonly firedAtMs: number | null;
  readonly createdAtMs: number;
}

interface FeedbackRow {
  readonly event: EventId;
  readonly ticket: TicketId;
  readonly tenant: TenantId;
  readonly rating: number | null;
  readonly ease: number | null;
  readonly recommend: number | null;
  readonly atMs: number;
}

interface WebhookRow {
  readonly id: string;
  readonly tenant: TenantId;
  readonly url: string;
  readonly secret: string;
  readonly kinds: string;
  readonly createdBy: AccountId;
  readonly createdAtMs: number;
  readonly disabledAtMs: number | null;
}

interface DeliveryRow {
  readonly id: string;
  readonly tenant: TenantId;
  readonly webhook: string;
  readonly kind: string;
  readonly body: string;
  readonly tries: number;
  readonly dueAtMs: number;
  readonly createdAtMs: number;
  readonly doneAtMs: number | null;
  readonly outcome: 'delivered' | 'gave-up' | null;
  readonly note: string;
}

interface TemplateRow {
  readonly id: string;
  readonly tenant: TenantId;
  /** Once an organisation. */
  readonly name: string;
  /** Of the event that it was made of: its agenda is told from there. */
  readonly startsAtMs: number | null;
  readonly timeZone: string;
  readonly access: AccessKind;
  readonly settings: string;
  /** Drafts. */
  readonly polls: string;
  readonly plan: string;
  readonly createdBy: string;
  readonly createdAtMs: number;
}

interface PictureRow {
  /** Of its bytes and of whose it is: the same picture again is the same row. */
  readonly id: string;
  readonly tenant: TenantId;
  readonly type: 'image/png' | 'image/jpeg' | 'image/webp';
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
  readonly createdBy: string;
  readonly createdAtMs: number;
  /** When it was sent last. */
  readonly usedAtMs: number;
}

/** What new events of an organisation take from it. */
interface HouseRulesRow {
  readonly tenant: TenantId;
  readonly chatDays: number;
  readonly recordingDays: number;
}

/** Table by table. */
export interface Schema {
  readonly tenants: TenantRow;
  readonly accounts: AccountRow;
  readonly sessions: SessionRow;
  readonly invitations: InvitationRow;
  readonly apiKeys: ApiKeyRow;
  readonly audit: AuditRow;
  readonly auditTexts: AuditTextRow;
  readonly events: EventRow;
  readonly consents: ConsentRow;
  readonly streamKeys: StreamKeyRow;
  readonly tickets: TicketRow;
  readonly ticketSessions: TicketSessionRow;
  readonly registrations: RegistrationRow;
  readonly attendance: AttendanceRow;
  readonly rooms: RoomRow;
  readonly entries: EntryRow;
  readonly doneOps: DoneOpRow;
  readonly heldMessages: HeldMessageRow;
  readonly polls: PollRow;
  readonly ballots: BallotRow;
  readonly questions: QuestionRow;
  readonly upvotes: UpvoteRow;
  readonly cues: CueRow;
  readonly plannedCues: PlannedCueRow;
  readonly feedback: FeedbackRow;
  readonly webhooks: WebhookRow;
  readonly deliveries: DeliveryRow;
  readonly templates: TemplateRow;
  readonly pictures: PictureRow;
  readonly houseRules: HouseRulesRow;
}
