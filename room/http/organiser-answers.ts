/** What is stored, as organisers are answered. Nothing of a hash or a secret. Pure. */
import type {
  AccountAnswer,
  ApiKeyAnswer,
  AuditAnswer,
  DeliveryAnswer,
  EventAnswer,
  EventSummary,
  InvitationAnswer,
  MessageAnswer,
  PollAnswer,
  RegistrationAnswer,
  StreamKeyAnswer,
  TemplateAnswer,
  TokenAnswer,
  WebhookAnswer,
} from '../../core/contracts/room/organiser.ts';
import type { Account } from '../db/accounts.ts';
import type { ApiKey } from '../db/api-keys.ts';
import type { AuditEntry } from '../db/audit.ts';
import type { EventHead, EventRecord } from '../db/events.ts';
import type { Invitation } from '../db/invitations.ts';
import type { MessageRecord } from '../db/messages.ts';
import type { PollRecord } from '../db/poll-drafts.ts';
import type { Registration } from '../db/registrations.ts';
import type { StreamKey } from '../db/stream-keys.ts';
import type { Template } from '../db/templates.ts';
import type { Ticket } from '../db/tickets.ts';
import type { Delivery, Webhook } from '../db/webhooks.ts';
import type { PlannedCue } from '../../core/contracts/room/plan.ts';
import type { CueRecord } from '../db/planned-cues.ts';
import { instantText } from '../event/event-times.ts';

const instant = (ms: number): string => new Date(ms).toISOString();

/** `names`: of all accounts, by id. */
export function accountAnswer(account: Account, names: ReadonlyMap<string, string>): AccountAnswer {
  const { id, email, name, role, totpSecret, disabledAtMs, addedBy, createdAtMs } = account;
  return {
    ...{ id, email, name, role, hasTotp: totpSecret !== null, isDisabled: disabledAtMs !== null },
    ...{ addedBy: addedBy === null ? null : (names.get(addedBy) ?? null), createdAt: instant(createdAtMs) },
  };
}

export function invitationAnswer(invitation: Invitation, names: ReadonlyMap<string, string>): InvitationAnswer {
  const { id, email, role, invitedBy, expiresAtMs } = invitation;
  return { id, email, role, invitedBy: names.get(invitedBy) ?? null, expiresAt: instant(expiresAtMs) };
}

export function apiKeyAnswer({ id, label, role, createdAtMs, usedAtMs }: ApiKey): ApiKeyAnswer {
  return { id, label, role, createdAt: instant(createdAtMs), usedAt: instantText(usedAtMs) };
}

export function eventSummary({ id, slug, title, state, access, startsAtMs, endsAtMs, timeZone }: EventHead): EventSummary {
  return { id, slug, title, state, access, startsAt: instantText(startsAtMs), endsAt: instantText(endsAtMs), timeZone };
}

export function eventAnswer(event: EventRecord, publicUrl: string): EventAnswer {
  const { passwordHash, settings, createdAtMs, changedAtMs, wentLiveAtMs, endedAtMs } = event;
  return {
    ...eventSummary(event),
    ...{ hasPassword: passwordHash !== null, settings, watchUrl: watchUrl(publicUrl, event.slug) },
    ...{ createdAt: instant(createdAtMs), changedAt: instant(changedAtMs) },
    ...{ wentLiveAt: instantText(wentLiveAtMs), endedAt: instantText(endedAtMs) },
  };
}

/** Where people come to an event. */
export function watchUrl(publicUrl: string, slug: string): string {
  return `${publicUrl.replace(/\/+$/u, '')}/watch/${slug}`;
}

export function templateAnswer({ id, name, access, timeZone, settings, polls, createdAtMs }: Template): TemplateAnswer {
  const { language, agenda } = settings;
  return { id, name, access, timeZone, language, agenda: agenda.length, polls: polls.length, createdAt: instant(createdAtMs) };
}

export function streamKeyAnswer({ id, slot, label, createdAtMs }: StreamKey): StreamKeyAnswer {
  return { id, slot, label, createdAt: instant(createdAtMs) };
}

export function tokenAnswer({ id, name, role, createdAtMs, revokedAtMs }: Ticket): TokenAnswer {
  return { id, name, role, createdAt: instant(createdAtMs), isRevoked: revokedAtMs !== null };
}

export function registrationAnswer(registration: Registration): RegistrationAnswer {
  const { id, ticket, email, answers, consentVersion, language, createdAtMs } = registration;
  return { id, ticket, email, answers: { ...answers }, consentVersion, language, createdAt: instant(createdAtMs) };
}

export function messageAnswer({ offset, atMs, audience, id, author, text, replyTo }: MessageRecord): MessageAnswer {
  return { offset, atMs, audience, id, author: { ...author }, text, ...(replyTo === undefined ? {} : { replyTo }) };
}

export function pollAnswer(poll: PollRecord): PollAnswer {
  const { id, kind, question, options, isTest, correct, isChangeable, results, maxChoices, state, openedAtMs, closesAtMs, final } = poll;
  return {
    ...{
      id,
      kind,
      question,
      options: [...options],
      isTest,
      correct: [...correct],
      isChangeable,
      results,
      maxChoices,
      state,
      openedAtMs,
      closesAtMs,
    },
    final: final === null ? null : { voters: final.voters, counts: [...final.counts] },
  };
}

export function cueAnswer({ id, at, planned, state, revision, undo, firedAtMs }: CueRecord): PlannedCue {
  return { id, at, planned, state, revision, canUndo: state === 'fired' && undo !== null, firedAtMs };
}

export function webhookAnswer({ id, url, kinds, createdAtMs }: Webhook): WebhookAnswer {
  return { id, url, kinds: [...kinds], createdAt: instant(createdAtMs) };
}

export function deliveryAnswer({ id, kind, tries, createdAtMs, doneAtMs, outcome, note }: Delivery): DeliveryAnswer {
  return { id, kind, tries, createdAt: instant(createdAtMs), doneAt: instantText(doneAtMs), outcome, note };
}

export function auditAnswer({ id, atMs, by, act, event, subject, facts, texts }: AuditEntry): AuditAnswer {
  return { id, at: instant(atMs), act, event, by: { ...by }, subject, facts: { ...facts }, texts: texts.map((text) => ({ ...text })) };
}
