import { openSqliteForTest } from '../db/testing/open.ts';
import { organiserApiContract } from './organiser-api.contract.ts';

organiserApiContract('SQLite', openSqliteForTest);
