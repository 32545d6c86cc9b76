import { openSqliteForTest } from '../db/testing/open.ts';
import { libraryApiContract } from './library-api.contract.ts';
import { organiserApiContract } from './organiser-api.contract.ts';

organiserApiContract('SQLite', openSqliteForTest);
libraryApiContract('SQLite', openSqliteForTest);
