/** The calls of the organisers' API that only the control room makes. */
import type { Static } from 'typebox';
import type { Pass, Person, TranscodingAnswer } from '../../core/contracts/room/control.ts';
import type { EventState } from '../../core/contracts/room/entries.ts';
import type { EventId } from '../../core/contracts/room/ids.ts';
import type { Encoders } from '../../core/contracts/room/installation.ts';
import type { AuditAnswer, EventAnswer, NewStreamKeyShape, PollAnswer, StreamKeyAnswer } from '../../core/contracts/room/organiser.ts';
import type { CueDraft, PlannedCue } from '../../core/contracts/room/plan.ts';
import type { PollDraft } from '../../core/contracts/room/polls.ts';
import type { Answer, Client } from '../api/client.ts';

export class ControlApi {
  readonly #client: Client;
  readonly #path: string;

  constructor(client: Client, event: EventId) {
    this.#client = client;
    this.#path = `/events/${event}`;
  }

  event = (): Promise<Answer<EventAnswer>> => this.#client.get(this.#path);
  move = (state: EventState): Promise<Answer<EventAnswer>> => this.#client.send('POST', `${this.#path}/state`, { state });
  pass = (ticket?: string): Promise<Answer<Pass>> =>
    this.#client.send('POST', `${this.#path}/pass`, ticket === undefined ? {} : { ticket });
  people = (search: string): Promise<Answer<{ readonly people: readonly Person[] }>> =>
    this.#client.get(`${this.#path}/people`, { search: search === '' ? undefined : search });
  log = (): Promise<Answer<{ readonly entries: readonly AuditAnswer[] }>> => this.#client.get(`${this.#path}/log`, { limit: 50 });

  /** What the presenter sends, as it comes. */
  get previewUrl(): string {
    return `/api${this.#path}/preview`;
  }

  encoders = (): Promise<Answer<Encoders>> => this.#client.get(`${this.#path}/encoder`);
  transcoding = (): Promise<Answer<TranscodingAnswer>> => this.#client.get(`${this.#path}/transcoding`);
  holdSlate = (isHeld: boolean): Promise<Answer<TranscodingAnswer>> => this.#client.send('POST', `${this.#path}/slate`, { isHeld });

  polls = (): Promise<Answer<{ readonly polls: readonly PollAnswer[] }>> => this.#client.get(`${this.#path}/polls`);
  createPoll = (draft: PollDraft): Promise<Answer<PollAnswer>> => this.#client.send('POST', `${this.#path}/polls`, draft);
  deletePoll = (id: string): Promise<Answer<null>> => this.#client.send('DELETE', `${this.#path}/polls/${id}`);

  plan = (): Promise<Answer<{ readonly cues: readonly PlannedCue[] }>> => this.#client.get(`${this.#path}/plan`);
  addCue = (draft: CueDraft): Promise<Answer<PlannedCue>> => this.#client.send('POST', `${this.#path}/plan`, draft);
  changeCue = (id: string, draft: CueDraft & { readonly ifRevision: number }): Promise<Answer<PlannedCue>> =>
    this.#client.send('PUT', `${this.#path}/plan/${id}`, draft);
  deleteCue = (id: string, ifRevision: number): Promise<Answer<null>> =>
    this.#client.send('DELETE', `${this.#path}/plan/${id}?ifRevision=${ifRevision}`);
  armCue = (id: string, body: { readonly isArmed: boolean; readonly ifRevision: number }): Promise<Answer<PlannedCue>> =>
    this.#client.send('POST', `${this.#path}/plan/${id}/arm`, body);
  /** `atMs`: what the host saw of the stage; absent: now. The same `id` again is the same firing. */
  fireCue = (id: string, body: { readonly id: string; readonly ifRevision: number; readonly atMs?: number }): Promise<Answer<PlannedCue>> =>
    this.#client.send('POST', `${this.#path}/plan/${id}/fire`, body);
  undoCue = (id: string, body: { readonly id: string; readonly ifRevision: number }): Promise<Answer<PlannedCue>> =>
    this.#client.send('POST', `${this.#path}/plan/${id}/undo`, body);

  streamKeys = (): Promise<Answer<{ readonly keys: readonly StreamKeyAnswer[] }>> => this.#client.get(`${this.#path}/stream-keys`);
  revokeKey = (id: string): Promise<Answer<null>> => this.#client.send('DELETE', `${this.#path}/stream-keys/${id}`);
  createKey = (label: string): Promise<Answer<Static<typeof NewStreamKeyShape>>> =>
    this.#client.send('POST', `${this.#path}/stream-keys`, { slot: 'primary', label });
}
