import { queriesContract } from './queries.contract.ts';
import { openSqliteForTest } from './testing/open.ts';

queriesContract('SQLite', openSqliteForTest);
