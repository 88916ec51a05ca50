/** Makes the tables of a schema: arguments are the address of the server and the schema. */
import { postgres } from 'orderbell/postgres';
import pg from 'pg';

const [url, schema] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: url });
await postgres(pool, { schema }).migrate();
await pool.end();
