import { join } from 'node:path';
import { catalogueContract } from '../view/catalogue.contract.ts';
import { EVENT_CATALOGUES } from './event-words.ts';

catalogueContract('the event', EVENT_CATALOGUES, join(import.meta.dirname, 'strings'));
